"""Figures of the public pages: what a reader loads, what the database is asked, what axe says.

Used by `./aman bench pages` only. The browser and axe are development dependencies and imported
where they are used; html-validate and Lighthouse come through npx when they are asked for.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PHONE = {"width": 390, "height": 844}
LIGHTHOUSE = "lighthouse@12.8.2"
HTML_VALIDATE = "html-validate@9.7.1"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@dataclass(frozen=True)
class View:
    """The first view of one page with an empty cache."""

    requests: int
    kilobytes: float
    third_party: int
    cookies: int


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing: the figures are the output."""


@contextmanager
def served() -> Iterator[str]:
    """Serve this installation from a thread and yield its address."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _QuietHandler)
    server.set_app(get_wsgi_application())
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()


@contextmanager
def browser() -> Iterator[Any]:
    """Yield the machine's Chromium."""
    from playwright.sync_api import sync_playwright  # development dependency

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield instance
        instance.close()


def first_view(chromium: Any, url: str) -> View:
    """Load one page as a phone that was never here; sizes are bytes on the wire."""
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    hosts: list[str] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.on("request", lambda request: hosts.append(request.url))
    page.goto(url, wait_until="networkidle")
    origin = "/".join(url.split("/")[:3])
    foreign = sum(not host.startswith((origin, "data:")) for host in hosts)
    view = View(
        requests=len(sizes),
        kilobytes=sum(sizes) / 1000,
        third_party=foreign,
        cookies=len(context.cookies()),
    )
    context.close()
    return view


def axe_problems(chromium: Any, urls: list[str], *, width: int, scheme: str) -> list[str]:
    """Return every violation, every incomplete check and every sideways scroll."""
    from axe_playwright_python.sync_playwright import Axe  # development dependency

    viewport = {"width": width, "height": PHONE["height"]}
    context = chromium.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page, problems = context.new_page(), []
    for url in urls:
        page.goto(url)
        found = Axe().run(page).response
        for kind in ("violations", "incomplete"):
            problems += [f"{kind} {one['id']} {width}px {scheme} {url}" for one in found[kind]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems.append(f"scrolls sideways {width}px {scheme} {url}")
    context.close()
    return problems


def queries_of(path: str) -> tuple[int, int]:
    """Return how many queries a warm page needs without and with the page cache."""
    counts = []
    # Any question but a page number is answered anew each time.
    unkept = f"{path}{'&' if '?' in path else '?'}fresh=1"
    for address in (unkept, path):
        Client().get(address)
        with CaptureQueriesContext(connection) as queries:
            Client().get(address)
        counts.append(len(queries))
    return counts[0], counts[1]


def switch_failures(urls: list[str]) -> list[str]:
    """Return the language links, of any of these pages, that do not answer 200."""
    client, links = Client(), set()
    for url in urls:
        path = "/" + url.split("/", 3)[3]
        switch = re.search(
            r'<ul class="language-switch">.*?</ul>', client.get(path).text, re.DOTALL
        )
        links |= set(re.findall(r'href="([^"]+)"', switch[0] if switch else ""))
    return [link for link in sorted(links) if client.get(link, follow=True).status_code != 200]


def html_errors(pages: dict[str, str]) -> list[str]:
    """Run html-validate's standard rules over finished pages (name → HTML)."""
    with tempfile.TemporaryDirectory() as folder:
        for name, html in pages.items():
            (Path(folder) / f"{name}.html").write_text(html)
        rules = {"extends": ["html-validate:standard"], "rules": {"no-trailing-whitespace": "off"}}
        (Path(folder) / ".htmlvalidate.json").write_text(json.dumps({"root": True, **rules}))
        done = _npx(HTML_VALIDATE, "html-validate", "--formatter=json", folder, cwd=folder)
    reports = json.loads(done.stdout or "[]")
    return [
        f"{Path(report['filePath']).stem}:{one['line']} {one['ruleId']} {one['message']}"
        for report in reports
        for one in report["messages"]
    ]


def lighthouse(url: str, *, runs: int) -> dict[str, float]:
    """Return the median score of each category, mobile, in 0..100."""
    scores: dict[str, list[float]] = {name: [] for name in CATEGORIES}
    for _run in range(runs):
        flags = "--chrome-flags=--headless=new --no-sandbox"
        done = _npx(LIGHTHOUSE, "lighthouse", url, "--output=json", "--quiet", flags)
        found = json.loads(done.stdout)["categories"]
        for name in CATEGORIES:
            scores[name].append(found[name]["score"] * 100)
    return {name: statistics.median(values) for name, values in scores.items()}


def _npx(package: str, *command: str, cwd: str | None = None) -> subprocess.CompletedProcess[str]:
    chromium = shutil.which("chromium") or ""
    return subprocess.run(
        ["npx", "--yes", f"--package={package}", *command],
        capture_output=True, text=True, check=False, cwd=cwd,
        env={**os.environ, "CHROME_PATH": chromium},
    )  # fmt: skip

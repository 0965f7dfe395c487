"""What a phone that was never here loads, and what axe says of every page.

The browser and axe are development dependencies and imported where they are used.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

PHONE = {"width": 390, "height": 844}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class View:
    """The first view of one page with an empty cache; sizes are kilobytes on the wire."""

    requests: int
    kilobytes: float
    third_party: int
    cookies: int


def find_browser() -> str | None:
    """Return the machine's Chromium, if there is one."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


@contextmanager
def browser() -> Iterator[Any]:
    """Yield the machine's Chromium."""
    from playwright.sync_api import sync_playwright  # development dependency

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield instance
        instance.close()


def first_view(chromium: Any, url: str) -> View:
    """Load one page with an empty cache and count what came over the wire."""
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
        report = Axe().run(page).response
        for kind in ("violations", "incomplete"):
            problems += [
                f"{kind} {one['id']} {node['target']} {width}px {scheme} {url}"
                for one in report[kind]
                for node in one["nodes"][:1]
            ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems.append(f"scrolls sideways {width}px {scheme} {url}")
    context.close()
    return problems


def sheets_of(chromium: Any, url: str) -> int:
    """Return how many sheets of A4 the page prints on."""
    import pypdfium2

    page = chromium.new_page()
    page.goto(url)
    sheets = len(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)))
    page.close()
    return sheets

"""Lighthouse and html-validate, where they are installed; nothing is fetched from here.

They are Node programs and no part of this project. `npm install lighthouse@12.8.2
html-validate@9.7.1` in a folder of your own brings them; AMAN_NODE_TOOLS names its
`node_modules/.bin`, or the folder is on the PATH.
"""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .browser import find_browser

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TRIES = 3


def find_tool(name: str) -> str | None:
    """Return the path of a Node program: from AMAN_NODE_TOOLS, else from the PATH."""
    return shutil.which(name, path=os.environ.get("AMAN_NODE_TOOLS")) or shutil.which(name)


def html_errors(program: str, pages: dict[str, str]) -> list[str]:
    """Run html-validate's standard rules over finished pages (name → HTML)."""
    with tempfile.TemporaryDirectory() as folder:
        for name, html in pages.items():
            (Path(folder) / f"{name}.html").write_text(html)
        rules = {"extends": ["html-validate:standard"], "rules": {"no-trailing-whitespace": "off"}}
        (Path(folder) / ".htmlvalidate.json").write_text(json.dumps({"root": True, **rules}))
        done = _run([program, "--formatter=json", folder])
    reports = json.loads(done.stdout or "[]")
    return [
        f"{Path(report['filePath']).stem}:{one['line']} {one['ruleId']} {one['message']}"
        for report in reports
        for one in report["messages"]
    ]


def lighthouse(program: str, url: str, *, runs: int) -> dict[str, float]:
    """Return the median score of each category, mobile, in 0..100."""
    scores: dict[str, list[float]] = {name: [] for name in CATEGORIES}
    for _number in range(runs):
        measured = _lighthouse_once(program, url)
        for name in CATEGORIES:
            scores[name].append(measured[name]["score"] * 100)
    return {name: statistics.median(values) for name, values in scores.items()}


def _lighthouse_once(program: str, url: str) -> dict[str, dict[str, float]]:
    """Run it; it is tried again when the browser did not start."""
    flags = "--chrome-flags=--headless=new --no-sandbox"
    for _try in range(TRIES):
        done = _run([program, url, "--output=json", "--quiet", flags])
        if done.returncode == 0:
            categories: dict[str, dict[str, float]] = json.loads(done.stdout)["categories"]
            return categories
    raise RuntimeError(done.stderr[-2000:])


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CHROME_PATH": find_browser() or ""}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

"""Measure the public pages of this installation and compare with what was asked.

First views, queries, the first visit after a publication, language switches, HTML, axe on every
address of the sitemap, sheets of paper; Lighthouse, where it is installed (docs/public-site.md).
"""

import gzip
import re
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand
from django.test import Client

from benchmarks.public_pages import database, node_tools
from benchmarks.public_pages.browser import axe_problems, browser, first_view, sheets_of
from benchmarks.public_pages.server import served
from publicsite.models import HomePage, NewsPage, PillarPage, ServicePage

WIDTHS = (320, 390, 1280)
# What was asked for, at most: kB and requests of the first view of home; queries of a warm page.
HOME_KB = {"ar": 100, "fr": 90}
HOME_REQUESTS = 8
QUERIES = {"HomePage": 12, "search results": 15}
QUERIES_OTHERWISE = 10
FIRST_VISIT_RATIO = 2
SCRIPTS_BYTES = 6000
LEAST_PERFORMANCE = 99


class Command(BaseCommand):
    """Print figures, what they should be, and what is wrong; fail when something is."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be left out."""
        for name, what in (("axe", "axe"), ("lighthouse", "Lighthouse"), ("html", "HTML")):
            parser.add_argument(f"--no-{name}", action="store_true", help=f"leave {what} out")
        parser.add_argument("--runs", type=int, default=3, help="of Lighthouse, a page")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve, measure, print. The database is asked before the browser's loop begins."""
        self.misses: list[str] = []
        samples = sample_pages()
        self.print_publication()
        self.expect("JavaScript, gzipped bytes", script_bytes(), most=SCRIPTS_BYTES)
        with served() as base:
            urls = sitemap_urls(base)
            links, failed = database.switch_failures(urls)
            self.print_list(f"{links} language switches, failing", failed)
            if not options["no_html"]:
                self.print_html([*urls, *(base + path for path in samples.values())])
            self.print_pages(base, samples)
            with browser() as chromium:
                lists = [url for url in urls if re.search("/procedures/.", url)]
                longer = [url for url in lists if sheets_of(chromium, url) > 1]
                self.print_list(f"{len(lists)} lists of papers, on more than one sheet", longer)
                if not options["no_axe"]:
                    self.print_axe(chromium, urls)
            if not options["no_lighthouse"]:
                self.print_lighthouse(base, samples, runs=options["runs"])
        self.print_list("Figures that miss what was asked", self.misses, judged=False)
        if self.misses:
            raise SystemExit(1)

    def print_publication(self) -> None:
        """Print what the first reader of a page with pictures waits for."""
        visit = database.first_visit_after_publishing()
        self.stdout.write(
            f"first visit after publishing: {visit.first_ms:.0f} ms CPU, "
            f"{visit.first_queries} queries; warm: {visit.warm_ms:.0f} ms, "
            f"{visit.warm_queries} queries"
        )
        self.expect("first visit / warm visit", visit.ratio, most=FIRST_VISIT_RATIO)

    def print_pages(self, base: str, samples: dict[str, str]) -> None:
        """Print first views and queries of one page of each kind."""
        queries = {name: database.queries_of(path) for name, path in samples.items()}
        with browser() as chromium:
            views = {name: first_view(chromium, base + path) for name, path in samples.items()}
        self.stdout.write(
            "page                    requests      kB  foreign cookies  queries cached"
        )
        for name, view in views.items():
            warm, counted = queries[name]
            self.stdout.write(
                f"{name:<24}{view.requests:>8}{view.kilobytes:>8.1f}{view.third_party:>9}"
                f"{view.cookies:>8}{warm:>9}{counted:>7}"
            )
            code, kind = name.split(" ", 1)
            self.judge(f"{name}: queries", warm, most=QUERIES.get(kind, QUERIES_OTHERWISE))
            self.judge(f"{name}: foreign requests", view.third_party, most=0)
            self.judge(f"{name}: cookies", view.cookies, most=0)
            if kind.endswith("Page"):
                self.judge(f"{name}: queries, kept", counted, most=0)
            if kind == "HomePage":
                self.judge(f"{name}: kB", view.kilobytes, most=HOME_KB[code])
                self.judge(f"{name}: requests", view.requests, most=HOME_REQUESTS)

    def print_html(self, urls: Iterable[str]) -> None:
        """Print what the validator says, if there is one."""
        program = node_tools.find_tool("html-validate")
        if program is None:
            self.stdout.write("html-validate is not installed here (docs/public-site.md)")
            return
        pages = {f"{number:03}": _html(url) for number, url in enumerate(urls)}
        self.print_list(f"{len(pages)} pages, HTML errors", node_tools.html_errors(program, pages))

    def print_axe(self, chromium: Any, urls: list[str]) -> None:
        """Look at every page of the sitemap at three widths, the phone in both schemes."""
        problems = [
            problem
            for width in WIDTHS
            for scheme in (("light", "dark") if width == 390 else ("light",))
            for problem in axe_problems(chromium, urls, width=width, scheme=scheme)
        ]
        self.print_list(f"axe on {len(urls)} pages × {len(WIDTHS)} widths", problems)

    def print_lighthouse(self, base: str, samples: dict[str, str], *, runs: int) -> None:
        """Print the medians for each sample page in Arabic and French."""
        program = node_tools.find_tool("lighthouse")
        if program is None:
            self.stdout.write("Lighthouse is not installed here (docs/public-site.md)")
            return
        self.stdout.write(f"Lighthouse, mobile, median of {runs}: {node_tools.CATEGORIES}")
        for name, path in samples.items():
            # A page of results asks robots to stay away, which costs it points for being found.
            wanted = node_tools.CATEGORIES[:3] if "results" in name else node_tools.CATEGORIES
            scores = node_tools.lighthouse(program, base + path, runs=runs)
            self.stdout.write(f"{name:<24}" + " ".join(f"{one:.0f}" for one in scores.values()))
            for category in wanted:
                least = LEAST_PERFORMANCE if category == "performance" else 100
                if scores[category] < least:
                    self.misses.append(f"{name}: {category} {scores[category]:.0f}, not {least}")

    def print_list(self, title: str, lines: list[str], *, judged: bool = True) -> None:
        """Print how many, and which."""
        self.stdout.write(f"{title}: {len(lines)}")
        for line in lines[:40]:
            self.stdout.write(f"  {line}")
        if judged:
            self.judge(title, len(lines), most=0)

    def expect(self, title: str, value: float, *, most: float) -> None:
        """Print one figure and judge it."""
        self.stdout.write(f"{title}: {value:.1f} (at most {most})")
        self.judge(title, value, most=most)

    def judge(self, title: str, value: float, *, most: float) -> None:
        """Remember a figure that is too high."""
        if value > most:
            self.misses.append(f"{title}: {value:.1f}, not {most}")


def sample_pages() -> dict[str, str]:
    """Return one address of each kind of page in Arabic and French."""
    pages: dict[str, str] = {}
    for code in ("ar", "fr"):
        for model in (HomePage, PillarPage, ServicePage, NewsPage):
            page = model.objects.live().filter(locale__language_code=code).first()
            if page is not None:
                pages[f"{code} {model.__name__}"] = page.url
        pages[f"{code} search"] = f"/{code}/search/"
        word = {"ar": "%D8%A7%D9%84%D8%B5%D8%AD%D8%A9", "fr": "sante"}[code]
        pages[f"{code} search results"] = f"/{code}/search/?q={word}"
        pages[f"{code} report"] = f"/{code}/report/"
    return pages


def sitemap_urls(base: str) -> list[str]:
    """Return every address of the sitemap on the server that is measured."""
    urls = re.findall(r"<loc>([^<]+)</loc>", Client().get("/sitemap.xml").text)
    return [base + "/" + url.split("/", 3)[3] for url in urls]


def script_bytes() -> int:
    """Return what all scripts of the public pages weigh together, gzipped."""
    folder = finders.find("js")
    files = sorted(settings.BASE_DIR.joinpath(str(folder)).glob("*.js"))
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


def _html(url: str) -> str:
    return Client().get("/" + url.split("/", 3)[3]).text

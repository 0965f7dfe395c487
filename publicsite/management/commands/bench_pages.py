"""Measure the public pages of this installation: weight, requests, queries, axe, validators.

`./aman bench pages` takes about two minutes; `--lighthouse` adds three runs of ten pages.
"""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.test import Client

from publicsite import measuring
from publicsite.models import HomePage, NewsPage, PillarPage, ServicePage

WIDTHS = (320, 390, 1280)


class Command(BaseCommand):
    """Print one table and a list of what is wrong."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be left out or added."""
        parser.add_argument("--lighthouse", action="store_true", help="needs npx; slow")
        parser.add_argument("--no-validate", action="store_true", help="leave html-validate out")
        parser.add_argument("--no-axe", action="store_true", help="leave axe out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve, measure, print. The database is asked before the browser's loop begins."""
        samples = sample_pages()
        queries = {name: measuring.queries_of(path) for name, path in samples.items()}
        with measuring.served() as base:
            urls = sitemap_urls(base)
            self.print_list("language switches that fail", measuring.switch_failures(urls))
            if not options["no_validate"]:
                addresses = [*urls, *(base + path for path in samples.values())]
                pages = {f"{number:03}": _html(url) for number, url in enumerate(addresses)}
                self.print_list("HTML errors", measuring.html_errors(pages))
            with measuring.browser() as chromium:
                self.print_views(base, chromium, samples=samples, queries=queries)
                if not options["no_axe"]:
                    self.print_axe(chromium, urls)
            if options["lighthouse"]:
                self.print_lighthouse(base, samples)

    def print_views(
        self,
        base: str,
        chromium: Any,
        *,
        samples: dict[str, str],
        queries: dict[str, tuple[int, int]],
    ) -> None:
        """Print first views and queries of one page of each kind."""
        self.stdout.write(
            "page                    requests      kB  foreign cookies  queries cached"
        )
        for name, path in samples.items():
            view = measuring.first_view(chromium, base + path)
            self.stdout.write(
                f"{name:<24}{view.requests:>8}{view.kilobytes:>8.1f}{view.third_party:>9}"
                f"{view.cookies:>8}{queries[name][0]:>9}{queries[name][1]:>7}"
            )

    def print_axe(self, chromium: Any, urls: list[str]) -> None:
        """Look at every page of the sitemap at three widths, the phone in both schemes."""
        problems = [
            problem
            for width in WIDTHS
            for scheme in (("light", "dark") if width == 390 else ("light",))
            for problem in measuring.axe_problems(chromium, urls, width=width, scheme=scheme)
        ]
        self.print_list(f"axe on {len(urls)} pages × {len(WIDTHS)} widths", problems)

    def print_lighthouse(self, base: str, samples: dict[str, str]) -> None:
        """Print the median of three runs for each sample page in Arabic and French."""
        for name, path in samples.items():
            scores = measuring.lighthouse(base + path, runs=3)
            self.stdout.write(f"{name:<24}" + " ".join(f"{score:.0f}" for score in scores.values()))

    def print_list(self, title: str, lines: list[str]) -> None:
        """Print how many, and which."""
        self.stdout.write(f"{title}: {len(lines)}")
        for line in lines[:40]:
            self.stdout.write(f"  {line}")


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
    found = re.findall(r"<loc>([^<]+)</loc>", Client().get("/sitemap.xml").text)
    return [base + "/" + url.split("/", 3)[3] for url in found]


def _html(url: str) -> str:
    return Client().get("/" + url.split("/", 3)[3]).text

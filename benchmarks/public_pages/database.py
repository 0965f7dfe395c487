"""What the database is asked for a page, and what the first reader after a publication waits."""

import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from PIL import Image

from publicsite.models import NewsIndexPage, NewsPage, PublicImage

PICTURES = 3
PICTURE_PIXELS = (3000, 2000)
WARM_VISITS = 7


@dataclass(frozen=True)
class FirstVisit:
    """One page with pictures, just published: CPU in ms and queries, against a warm visit."""

    first_ms: float
    warm_ms: float
    first_queries: int
    warm_queries: int

    @property
    def ratio(self) -> float:
        """How many times a warm visit the first one costs."""
        return self.first_ms / self.warm_ms


def queries_of(path: str) -> tuple[int, int]:
    """Return how many queries a warm page needs without and with the page cache."""
    counts = []
    for address in (unkept(path), path):
        Client().get(address)
        with CaptureQueriesContext(connection) as queries:
            Client().get(address)
        counts.append(len(queries))
    return counts[0], counts[1]


def unkept(path: str) -> str:
    """Ask in a way that is answered anew each time: any question but a page number is."""
    return f"{path}{'&' if '?' in path else '?'}fresh=1"


def first_visit_after_publishing() -> FirstVisit:
    """Publish a page with three large pictures, be its first reader, and take all of it back."""
    with _scratch_media(), transaction.atomic():
        page = _draft_with_pictures()
        # One handler for all visits: a new one reads the folder of static files first.
        reader = Client()
        # A site that runs has its templates at hand: the page is new, not the process.
        _visit(reader, unkept(page.get_parent().url))
        for other in NewsPage.objects.live():
            _visit(reader, unkept(other.url))
        with TestCase.captureOnCommitCallbacks(execute=True):
            page.save_revision(log_action=False).publish()
        first_ms, first_queries = _visit(reader, unkept(page.url))
        visits = [_visit(reader, unkept(page.url)) for _number in range(WARM_VISITS)]
        transaction.set_rollback(True)
    return FirstVisit(
        first_ms=first_ms,
        warm_ms=statistics.median(ms for ms, _queries in visits),
        first_queries=first_queries,
        warm_queries=max(queries for _ms, queries in visits),
    )


def switch_failures(urls: list[str]) -> tuple[int, list[str]]:
    """Follow the language links of all these pages: how many, and which do not answer 200."""
    client, links = Client(), []
    for url in urls:
        path = "/" + url.split("/", 3)[3]
        switch = re.search(
            r'<ul class="language-switch">.*?</ul>', client.get(path).text, re.DOTALL
        )
        links += re.findall(r'href="([^"]+)"', switch[0] if switch else "")
    failed = [link for link in set(links) if client.get(link, follow=True).status_code != 200]
    return len(links), sorted(failed)


def _visit(reader: Client, path: str) -> tuple[float, int]:
    with CaptureQueriesContext(connection) as queries:
        started = time.process_time()
        reader.get(path)
        spent_ms = (time.process_time() - started) * 1000
    return spent_ms, len(queries)


@contextmanager
def _scratch_media() -> Iterator[None]:
    folder = tempfile.mkdtemp()
    try:
        with override_settings(MEDIA_ROOT=folder):
            yield
    finally:
        shutil.rmtree(folder)


def _draft_with_pictures() -> NewsPage:
    """Return an Arabic draft; its pictures show nobody."""
    index = NewsIndexPage.objects.filter(locale__language_code="ar").first()
    if index is None:
        raise LookupError("No page for news: run ./aman manage load_public_content")
    images = [_picture(number) for number in range(PICTURES)]
    body = [("picture", {"image": image, "alt": "منظر", "caption": ""}) for image in images]
    draft = NewsPage(title="قياس", slug="قياس", summary="قياس", body=body, live=False)
    page: NewsPage = index.add_child(instance=draft)
    return page


def _picture(number: int) -> PublicImage:
    out = BytesIO()
    Image.effect_noise(PICTURE_PIXELS, 40).convert("RGB").save(out, "JPEG")
    file = SimpleUploadedFile(f"bench-{number}.jpg", out.getvalue(), "image/jpeg")
    return PublicImage.objects.create(title="bench", file=file, shows_children=False)

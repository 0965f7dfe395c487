"""What stands in the head of the views that show no page of the tree: addresses, way, words."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from wagtail.models import Page


@dataclass(frozen=True)
class Crumb:
    """One step of the way to here, as templates read it of a page."""

    title: str
    url: str


def page_meta(
    request: HttpRequest, *, title: str, summary: str, way: tuple[Crumb | Page | None, ...] = ()
) -> dict[str, Any]:
    """Return canonical address, languages, way and words; the last step is the view itself."""
    here = request.path
    return {
        "head_title": title,
        "head_summary": summary,
        "canonical": request.build_absolute_uri(here),
        "alternates": {
            code: request.build_absolute_uri(translate_url(here, code))
            for code, _name in settings.LANGUAGES
        },
        "crumbs": (*(step for step in way if step), Crumb(title, here)),
    }

"""Addresses of sharing, of the access reports, of break-glass and of the journal."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from dossiers.models import Dossier, Unit
from dossiers.views import access_report, boundary, break_glass, journal, paper_class, sharing


def _on_both(tail: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """The same page about a dossier and about a unit."""
    return [
        path(f"d/<uid>/{tail}", view, {"model": Dossier}, name=f"dossier_{name}"),
        path(f"u/<uid>/{tail}", view, {"model": Unit}, name=f"unit_{name}"),
    ]


urlpatterns: list[URLPattern] = [
    *_on_both("sharing/", sharing.show, "sharing"),
    *_on_both("sharing/add/", sharing.add, "share"),
    path("d/<uid>/sharing/boundary/", boundary.draw, name="boundary"),
    path("d/<uid>/sharing/responsible/", boundary.responsible, name="responsible"),
    *_on_both("sharing/<grant_uid>/change/", sharing.change, "share_change"),
    *_on_both("sharing/<grant_uid>/end/", sharing.end, "share_end"),
    *_on_both("access/", access_report.place_access, "access"),
    *_on_both("access/export/", access_report.place_access_export, "access_export"),
    *_on_both("journal/", journal.of_place, "journal"),
    *_on_both("journal/export/", journal.of_place_export, "journal_export"),
    path("p/<uid>/access/", access_report.document_access, name="document_access"),
    path(
        "p/<uid>/access/export/",
        access_report.document_access_export,
        name="document_access_export",
    ),
    path("p/<uid>/class/", paper_class.change, name="paper_class"),
    path("d/<uid>/break-glass/", break_glass.ask, name="break_glass"),
    path("break-glass/", break_glass.reviews, name="break_glass_reviews"),
    path("break-glass/<grant_uid>/review/", break_glass.review, name="break_glass_review"),
    path("notices/", break_glass.notices, name="notices"),
    path("notices/seen/", break_glass.notices_seen, name="notices_seen"),
    path("staff/", access_report.staff, name="staff"),
    path("staff/<int:pk>/access/", access_report.person_access, name="person_access"),
    path(
        "staff/<int:pk>/access/export/",
        access_report.person_access_export,
        name="person_access_export",
    ),
    path("staff/<int:pk>/journal/", journal.of_person, name="person_journal"),
    path("staff/<int:pk>/journal/export/", journal.of_person_export, name="person_journal_export"),
    path("journal/", journal.everything, name="journal"),
    path("journal/export/", journal.everything_export, name="journal_export"),
    path("journal/unusual/", journal.anomalies, name="journal_anomalies"),
]

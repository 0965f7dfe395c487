"""Addresses of sharing, of the access reports, of break-glass and of notices."""

from django.urls import URLPattern, path

from dossiers.web.place_urls import on_both

from .views import access_report, boundaries, break_glass, grants

urlpatterns: list[URLPattern] = [
    *on_both("sharing/", grants.show, "sharing"),
    *on_both("sharing/add/", grants.add, "share"),
    path("d/<uid>/sharing/boundary/", boundaries.draw, name="boundary"),
    path("d/<uid>/sharing/responsible/", boundaries.responsible, name="responsible"),
    *on_both("sharing/<grant_uid>/change/", grants.change, "share_change"),
    *on_both("sharing/<grant_uid>/end/", grants.end, "share_end"),
    *on_both("access/", access_report.place_access, "access"),
    *on_both("access/export/", access_report.place_access_export, "access_export"),
    path("p/<uid>/access/", access_report.document_access, name="document_access"),
    path(
        "p/<uid>/access/export/",
        access_report.document_access_export,
        name="document_access_export",
    ),
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
]

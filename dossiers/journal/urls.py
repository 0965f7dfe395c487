"""Addresses of the journal: of a place, of a person, of everything, and what was unusual."""

from django.urls import URLPattern, path

from dossiers.web.place_urls import on_both

from . import views

urlpatterns: list[URLPattern] = [
    *on_both("journal/", views.of_place, "journal"),
    *on_both("journal/export/", views.of_place_export, "journal_export"),
    path("staff/<int:pk>/journal/", views.of_person, name="person_journal"),
    path("staff/<int:pk>/journal/export/", views.of_person_export, name="person_journal_export"),
    path("journal/", views.everything, name="journal"),
    path("journal/export/", views.everything_export, name="journal_export"),
    path("journal/unusual/", views.anomalies, name="journal_anomalies"),
]

"""Addresses of what is printed for the desk."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("d/<uid>/cover-sheet/", views.cover, name="cover_sheet"),
    path("sheets/separator/", views.separator, name="separator_sheet"),
    path("sheets/labels/", views.labels, name="labels"),
]

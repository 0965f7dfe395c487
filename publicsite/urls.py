"""Addresses of the public site beside the page tree."""

from django.urls import URLPattern, path

from publicsite.views.start import start

app_name = "publicsite"

# Addresses that belong to no language.
without_language: list[URLPattern] = [
    path("", start, name="start"),
]

urlpatterns: list[URLPattern] = []

"""Addresses of what reading leaves: the archive copy, and reading once more."""

from django.urls import URLPattern, path

from dossiers.views import download, reread

urlpatterns: list[URLPattern] = [
    path("p/<uid>/archive/", download.archive, name="archive"),
    path("tray/<uid>/reread/", reread.reread, name="reread"),
]

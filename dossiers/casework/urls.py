"""Addresses of dossiers: by id, by a reference as people write it, and the export."""

from django.urls import URLPattern, path

from .views import dossier, export

urlpatterns: list[URLPattern] = [
    path("d/<uid>/", dossier.show, name="dossier"),
    path("r/<path:typed>/", dossier.find_by_reference, name="reference"),
    path("d/<uid>/export/", export.export, name="dossier_export"),
]

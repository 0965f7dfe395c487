"""Addresses of people: two records of one person are merged, and taken apart again."""

from django.urls import URLPattern, path

from dossiers.views import merging

urlpatterns: list[URLPattern] = [
    path("people/<uid>/merge/", merging.merge, name="person_merge"),
    path("people/merges/<uid>/undo/", merging.undo, name="merge_undo"),
]

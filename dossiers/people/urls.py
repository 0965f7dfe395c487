"""Addresses of people: requests about them; two records merged, and taken apart again."""

from django.urls import URLPattern, path

from .views import link_requests, merge

urlpatterns: list[URLPattern] = [
    path("people/requests/", link_requests.show, name="link_requests"),
    path("people/requests/<uid>/answer/", link_requests.answer, name="link_answer"),
    path("people/<uid>/merge/", merge.merge, name="person_merge"),
    path("people/merges/<uid>/undo/", merge.undo, name="merge_undo"),
]

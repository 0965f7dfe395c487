"""Addresses of requests about people."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("people/requests/", views.show, name="link_requests"),
    path("people/requests/<uid>/answer/", views.answer, name="link_answer"),
]

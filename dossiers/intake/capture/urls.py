"""Addresses of resumable uploads."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("tray/arrivals/", views.start, name="arrivals"),
    path("tray/arrivals/<uid>/", views.one, name="arrival"),
]

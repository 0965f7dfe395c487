"""Addresses by which somebody gets in the first time; open to whoever has a code."""

from django.urls import URLPattern, path

from .views import invitation

app_name = "invitation"

urlpatterns: list[URLPattern] = [
    path("invitation/", invitation.enter, name="enter"),
    path("invitation/join/", invitation.join, name="join"),
    path("own-password/", invitation.own_password, name="own_password"),
]

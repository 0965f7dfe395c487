"""Addresses of referrals."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("referrals/", views.inbox, name="referrals"),
    path("referrals/<uid>/", views.show, name="referral"),
]

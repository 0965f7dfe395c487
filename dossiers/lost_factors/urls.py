"""Addresses of the way back from a lost second factor."""

from django.urls import path

from . import views

urlpatterns = [
    path("lost-factors/", views.requests, name="lost_factors"),
    path("lost-factors/ask/", views.ask, name="ask_factor_reset"),
    path("lost-factors/<uid>/confirm/", views.confirm, name="confirm_factor_reset"),
    path("lost-factors/<uid>/refuse/", views.refuse, name="refuse_factor_reset"),
]

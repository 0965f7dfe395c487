"""Addresses of the own account that are ours, before those of django-allauth."""

from django.urls import path

from . import views

urlpatterns = [
    path("password/reset/", views.forgotten_password, name="account_reset_password"),
    path("sessions/", views.own_sessions, name="own_sessions"),
    path("sessions/end/", views.end_own_sessions, name="end_own_sessions"),
    path("session/", views.session_state, name="session_state"),
    path("signed-in/", views.signed_in_again, name="signed_in_again"),
]

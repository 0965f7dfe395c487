"""A browser of somebody who works here, and the addresses of the area."""

from django.test import Client
from django.urls import reverse

from dossiers.models import User


def signed_in(user: User) -> Client:
    """Return a client whose session proved both factors."""
    client = Client()
    client.force_login(user)
    return client


def address(name: str, *arguments: object) -> str:
    """Return an address of the area."""
    return reverse(f"dossiers:{name}", args=arguments)

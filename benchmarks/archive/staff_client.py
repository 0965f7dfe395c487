"""A test client whose sessions prove what a person's do: password and second factor.

Django's `force_login` proves nothing, so the area stays shut to it (aman_site.sign_in.gate).
"""

import time
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from django.test import Client

PASSWORD, SECOND_FACTOR = "password", "mfa"


class StaffClient(Client):
    """Signs people in without a form, as if they had come through the one door."""

    def force_login(self, user: Any, backend: str | None = None) -> None:
        """Begin a session that holds allauth's records of both proofs."""
        super().force_login(user, backend)
        record_proofs(self, user, PASSWORD, SECOND_FACTOR)


def record_proofs(client: Client, user: Any, *methods: str) -> None:
    """Write into the session of a client what its user is taken to have proved."""
    session = client.session
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": method, "at": time.time()} for method in methods
    ]
    session.save()

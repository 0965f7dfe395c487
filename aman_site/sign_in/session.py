"""What a session proved when it began: a password, a second factor. Reads allauth's records.

Django's own sign-in writes no such record, so a session that some other view opened proves
nothing, however it was opened.
"""

from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

PASSWORD, SECOND_FACTOR = "password", "mfa"


def came_through_the_door(request: HttpRequest, user: Any) -> bool:
    """Tell whether the session began at our sign-in page, with the password of this user."""
    return PASSWORD in _methods(request, user)


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether the session proved a second factor."""
    return SECOND_FACTOR in _methods(request, request.user)


def _methods(request: HttpRequest, user: Any) -> set[str]:
    return {record["method"] for record in get_authentication_records(request, user)}

"""What comes between a sign-in and the area: a password of one's own, the units of the centre.

Each is a step of AMAN_SIGN_IN_STEPS: a function of the request that returns where to go first.
"""

from django.http import HttpRequest
from django.urls import reverse

from dossiers.models import User


def own_password(request: HttpRequest) -> str | None:
    """Lead whoever signed in with a password that somebody else knows to choose their own."""
    user = request.user
    if isinstance(user, User) and user.must_change_password:
        return reverse("invitation:own_password")
    return None


def units_first(request: HttpRequest) -> str | None:
    """Lead the first director to choose the units in use."""
    user = request.user
    if not isinstance(user, User) or not user.chooses_units:
        return None
    address = reverse("dossiers:units")
    return None if request.path == address else address

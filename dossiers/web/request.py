"""A request of the area: the middleware lets nobody in who is not signed in."""

from django.http import HttpRequest
from django.views import View

from dossiers.models import User


class AuthenticatedRequest(HttpRequest):
    """A request behind `dossiers.middleware`: its user is one of ours. Only a type."""

    user: User


class AreaView(View):
    """A view of the area."""

    request: AuthenticatedRequest

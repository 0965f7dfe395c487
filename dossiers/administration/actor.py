"""Who does what is done now: for deeds that are noticed at the models, far from a request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.log_actions import get_active_log_context

from dossiers.models import User

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
_actor: ContextVar[Any] = ContextVar("actor", default=None)


class ActorOfRequest:
    """Remember the request while it is answered; stands below the sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and forget the request again."""
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


@contextmanager
def acting(user: User) -> Iterator[None]:
    """Do what is inside in the name of this user, whoever sent the request."""
    token = _actor.set(user)
    try:
        yield
    finally:
        _actor.reset(token)


@contextmanager
def telling_of(person: User) -> Iterator[None]:
    """Save an account inside: the action writes the line of what it does, by its own name."""
    person.is_told_by_action = True
    try:
        yield
    finally:
        person.is_told_by_action = False


def current_actor() -> Any:
    """Return the user who acts now; None for the system: a command, a task, a sign-in."""
    request = _request.get()
    of_request = getattr(request, "user", None)
    actor = _actor.get() or of_request or get_active_log_context().user
    return actor if getattr(actor, "is_authenticated", False) else None

"""What browser tests share: a town, and a browser signed in as one of its people."""

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext

from dossiers.tests.world import World, make_world

# Playwright keeps an event loop in the thread of the tests; the database is made and looked
# at beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

ANSWERED_WITHIN_S = 10.0

SignIn = Callable[..., BrowserContext]


@pytest.fixture
def world(live_server: Any) -> World:
    """The invented town, in the database that the live server reads."""
    return make_world()


@pytest.fixture
def all_answered(live_server: Any) -> Iterator[None]:
    """Wait, when the windows are closed, until the server has ended what they had asked for.

    The tables are emptied next: PostgreSQL calls that and a line of the journal a deadlock.
    """
    changed, open_requests = threading.Condition(), 0

    def begin(**_signal: Any) -> None:
        nonlocal open_requests
        with changed:
            open_requests += 1

    def end(**_signal: Any) -> None:
        nonlocal open_requests
        with changed:
            open_requests -= 1
            changed.notify_all()

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    with changed:
        changed.wait_for(lambda: open_requests <= 0, timeout=ANSWERED_WITHIN_S)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def sign_in(browser: Browser, live_server: Any, all_answered: None) -> Iterator[SignIn]:
    """Open a browser window as a user; further arguments are those of `new_context`."""
    contexts: list[BrowserContext] = []

    def open_window(user: Any, **options: Any) -> BrowserContext:
        client = Client()
        client.force_login(user)
        context = browser.new_context(base_url=live_server.url, **options)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        contexts.append(context)
        return context

    yield open_window
    for context in contexts:
        context.close()

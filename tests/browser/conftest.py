"""What browser tests share: a town, and a browser signed in as one of its people."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext

from dossiers.tests.world import World, make_world

# Playwright keeps an event loop in the thread of the tests; the database is made and looked
# at beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

SignIn = Callable[..., BrowserContext]


@pytest.fixture
def world(live_server: Any) -> World:
    """The invented town, in the database that the live server reads."""
    return make_world()


@pytest.fixture
def sign_in(browser: Browser, live_server: Any) -> Iterator[SignIn]:
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

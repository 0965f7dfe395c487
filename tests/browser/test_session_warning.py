"""The warning before a session ends: it comes, it is answered, and what is typed stays."""

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from dossiers.models import Session
from dossiers.tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
TYPED = "رقية"


@pytest.fixture(params=["ar", "fr"])
def page(request: Any, sign_in: Any, world: World) -> Page:
    """The desk of the social worker on a telephone, with something typed."""
    window = sign_in(world.users["social_worker"], viewport=PHONE).new_page()
    window.goto(f"/{request.param}/dossiers/")
    # Typed by hand it would ask for suggestions, and that is a sign of life.
    field_of(window).evaluate("(field, words) => { field.value = words; }", TYPED)
    return window


def field_of(page: Page) -> Any:
    """Return the field of the search."""
    return page.locator("input[type=search], input[name=q]").first


def leave_seconds(user: Any, seconds: int) -> None:
    """Let the session of a user end in so many seconds, unused for as long as that means."""
    seen = timezone.now() + timedelta(seconds=seconds - settings.AMAN_SESSION_IDLE_S)
    Session.objects.filter(user=user).update(
        seen_at=seen, expire_date=timezone.now() + timedelta(seconds=seconds)
    )


def come_back(page: Page) -> None:
    """Let the page notice that somebody looks at it again."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_the_warning_comes_and_staying_moves_the_end(page: Page, world: World) -> None:
    leave_seconds(world.users["social_worker"], 100)
    come_back(page)
    warning = page.get_by_role("alertdialog")
    expect(warning).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    warning.locator("[data-stay]").click()

    expect(warning).to_be_hidden()
    row = Session.objects.get(user=world.users["social_worker"])
    assert row.expire_date > timezone.now() + timedelta(minutes=14)


def test_escape_means_that_somebody_is_there(page: Page, world: World) -> None:
    leave_seconds(world.users["social_worker"], 100)
    come_back(page)
    expect(page.get_by_role("alertdialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("alertdialog")).to_be_hidden()


def test_what_is_typed_outlives_the_end_and_a_new_sign_in(
    page: Page, world: World, live_server: Any
) -> None:
    leave_seconds(world.users["social_worker"], -1)
    come_back(page)
    over = page.get_by_role("alertdialog")
    expect(over.locator("[data-again]")).to_be_visible()
    # Whoever passes by reads nothing of the page.
    expect(page.locator("main")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(over).to_be_visible()

    client = Client()
    client.force_login(world.users["social_worker"])
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )
    come_back(page)

    expect(over).to_be_hidden()
    field = field_of(page)
    expect(field).to_have_value(TYPED)
    field.press("Enter")
    expect(page.locator("main")).to_contain_text("2026/")

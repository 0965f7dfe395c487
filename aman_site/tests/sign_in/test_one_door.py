"""Every login view of the whole site leads to the one door, whoever brings it."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.mixins import RedirectAuthenticatedUserMixin
from allauth.account.views import LoginView as DoorView
from django.contrib.auth.views import LoginView
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm

from dossiers.models import User
from dossiers.tests.world import World

from .conftest import RIGHT, with_password

THE_DOOR = "account_login"


def patterns(resolver: Any, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield the full name and the view of every pattern below."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            more = (pattern.namespace,) if pattern.namespace else ()
            yield from patterns(pattern, (*namespaces, *more))
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join((*namespaces, pattern.name)), pattern.callback


def is_login(name: str, view: Any) -> bool:
    """Tell a view that signs people in: by its class, its own name, or that of its address."""
    kind = getattr(view, "view_class", object)
    if issubclass(kind, LoginView | DoorView | RedirectAuthenticatedUserMixin):
        return True
    return "login" in name.lower() or "login" in getattr(view, "__name__", "").lower()


LOGINS = sorted({name for name, view in patterns(get_resolver()) if is_login(name, view)})


def test_the_search_finds_the_login_views_that_are_known() -> None:
    assert {"account_login", "wagtailadmin_login", "wagtailcore_login"} <= set(LOGINS)


@pytest.mark.parametrize("name", [name for name in LOGINS if name != THE_DOOR])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_login_view_leads_to_the_door_or_is_not_there(
    world: World, name: str, method: str
) -> None:
    director, client = with_password(world.users["director"]), Client()
    typed = {"username": director.username, "login": director.username, "password": RIGHT}

    answer = getattr(client, method)(reverse(name), typed)

    assert answer.status_code in (302, 404)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/ar/account/login/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["wagtailadmin_login", "wagtailcore_login"])
@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/ar/dossiers/people/", "/ar/dossiers/people/"),
        ("https://elsewhere.example/", None),
        ("//elsewhere.example/", None),
        ("/\\elsewhere.example/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_login_view_carries_on_only_addresses_of_this_site(
    db: None, client: Client, name: str, wanted: str, leads_to: str | None
) -> None:
    answer = client.get(reverse(name), {"next": wanted})

    assert "elsewhere" not in answer["Location"]
    assert "javascript" not in answer["Location"]
    if leads_to:
        assert answer["Location"] == f"/ar/account/login/?next={leads_to}"


@pytest.mark.parametrize(
    "wanted",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:x"],
)
def test_the_door_leads_to_no_other_site(rkia: User, client: Client, wanted: str) -> None:
    typed = {"login": "rkia", "password": RIGHT, "next": wanted}

    answer = client.post(f"/ar/account/login/?next={wanted}", typed)

    assert answer["Location"] == "/ar/dossiers/"


@pytest.mark.parametrize(
    "tail",
    [
        "login/",
        "logout/",
        "password/change/",
        "password/reset/",
        "2fa/",
        "sessions/",
        "session/",
        "inactive/",
        "signup/",
        "reauthenticate/",
        "2fa/authenticate/",
        "nothing/",
        "login",
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_nothing_of_the_account_is_kept_by_a_browser(
    rkia: User, client: Client, tail: str, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(rkia)

    for language in ("/ar", "/fr", ""):
        assert "no-store" in client.get(f"{language}/account/{tail}")["Cache-Control"]


def test_a_forgotten_password_leads_to_whom_to_ask(db: None, client: Client) -> None:
    answer = client.get("/en/account/password/reset/")

    assert answer.status_code == 200
    assert "Ask the person responsible for accounts" in answer.content.decode()
    assert "password/reset/" in client.get("/en/account/login/").content.decode()


def test_the_admin_has_no_second_way_to_change_a_password(world: World) -> None:
    client = Client()
    client.force_login(world.users["superuser"])

    page = client.get(reverse("wagtailadmin_account")).content.decode()

    assert "old_password" not in page


def test_no_page_can_be_closed_by_a_password_that_many_share() -> None:
    offered = {"private_page_options": ["password", "groups", "login"]}
    for form in (PageViewRestrictionForm(**offered), CollectionViewRestrictionForm()):
        choices = [value for value, _label in form.fields["restriction_type"].choices]
        assert "password" not in choices
        assert "login" in choices


@pytest.mark.parametrize("wanted", ["/admin/", "/admin/pages/", "/admin/login/"])
def test_who_works_in_no_admin_does_not_go_in_circles(
    client: Client, world: World, wanted: str
) -> None:
    client.force_login(world.users["scanning_desk"])

    assert client.get(wanted, follow=True).status_code == 403

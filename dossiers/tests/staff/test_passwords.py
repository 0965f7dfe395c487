"""A password that somebody else set is good for one sign-in, at whatever door it was set."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from dossiers.administration.forms import stamp_of
from dossiers.models import JournalEntry, Notice, User
from dossiers.staff.actions.invitations import renew_link
from dossiers.tests.browsing import signed_in
from dossiers.tests.staff.conftest import PASSWORD
from dossiers.tests.world import World
from dossiers.vocabulary import NoticeKind

pytestmark = pytest.mark.django_db

SET_BY_ANOTHER = "a-password-somebody-knows"
NEW = "bread-and-argan-oil"


def by_changepassword(user: User, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set it on the terminal."""
    monkeypatch.setattr("getpass.getpass", lambda **_prompt: SET_BY_ANOTHER)
    call_command("changepassword", user.username)


def in_the_admin(user: User, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set it in Wagtail's form of users."""
    answer = signed_in(world.users["superuser"]).post(
        reverse("wagtailusers_users:edit", args=[user.pk]),
        {
            "username": user.username,
            "email": "h@example.org",
            "first_name": "H",
            "last_name": "E",
            "seen": stamp_of(user),
            "password1": SET_BY_ANOTHER,
            "password2": SET_BY_ANOTHER,
        },
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("set_password", [by_changepassword, in_the_admin])
def test_a_password_set_by_another_opens_nothing_but_the_choice_of_ones_own(
    world: World, helper: User, monkeypatch: pytest.MonkeyPatch, set_password: object
) -> None:
    set_password(helper, world, monkeypatch)  # type: ignore[operator]
    helper.refresh_from_db()
    assert helper.check_password(SET_BY_ANOTHER)
    client = signed_in(helper)

    answers = [client.get("/fr/dossiers/"), client.get("/admin/")]
    same = client.post(
        "/fr/account/own-password/", {"password": SET_BY_ANOTHER, "again": SET_BY_ANOTHER}
    )
    done = client.post("/fr/account/own-password/", {"password": PASSWORD, "again": PASSWORD})

    assert {answer.headers["Location"] for answer in answers} <= {
        "/fr/account/own-password/",
        "/ar/account/own-password/",
    }
    assert same.status_code == 200
    assert done.status_code == 302
    assert client.get("/fr/dossiers/").status_code == 200
    helper.refresh_from_db()
    assert helper.check_password(PASSWORD)
    assert not helper.must_change_password
    verbs = JournalEntry.objects.values_list("detail__verb", flat=True)
    assert {"one-time password set", "own password set"} <= set(verbs)
    told = {n.recipient for n in Notice.objects.filter(kind=NoticeKind.PASSWORD_SET)}
    assert told == {helper, world.users["director"]}


def test_a_one_time_password_is_not_kept_by_the_other_page_either(
    world: World, helper: User
) -> None:
    helper.set_password(SET_BY_ANOTHER)
    helper.save()
    client = signed_in(helper)

    same = client.post(
        "/fr/account/password/change/",
        {
            "oldpassword": SET_BY_ANOTHER,
            "password1": SET_BY_ANOTHER,
            "password2": SET_BY_ANOTHER,
        },
    )

    assert same.status_code == 200
    assert same.context["form"].errors["password1"]
    assert User.objects.get(pk=helper.pk).must_change_password


def test_a_slip_opens_nothing_once_its_owner_has_chosen_a_password(
    world: World, helper: User
) -> None:
    link = renew_link(person=helper, by=world.users["director"])
    own = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    assert signed_in(helper).post("/fr/account/password/change/", own).status_code == 302

    answer = Client().post("/fr/account/invitation/", {"code": link.secret.code})
    assert answer.status_code == 422


def test_ones_own_change_is_no_one_time_password(world: World, helper: User) -> None:
    client = signed_in(helper)

    answer = client.post(
        "/fr/account/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": NEW,
            "password2": NEW,
        },
    )

    assert answer.status_code == 302
    helper.refresh_from_db()
    assert helper.check_password(NEW)
    assert not helper.must_change_password
    assert not Notice.objects.filter(kind=NoticeKind.PASSWORD_SET).exists()


def test_a_newer_hash_of_the_same_password_is_no_new_password(helper: User, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [
        *settings.PASSWORD_HASHERS,
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    old = PBKDF2PasswordHasher().encode(PASSWORD, "saltsaltsaltsaltsaltsa")
    get_user_model().objects.filter(pk=helper.pk).update(password=old)
    helper.refresh_from_db()

    assert helper.check_password(PASSWORD)

    helper.refresh_from_db()
    assert helper.password != old
    assert not helper.must_change_password
    assert not Notice.objects.filter(kind=NoticeKind.PASSWORD_SET).exists()


def test_wagtail_offers_no_second_place_to_change_ones_password(world: World) -> None:
    page = signed_in(world.users["superuser"]).get(reverse("wagtailadmin_account"))

    assert page.status_code == 200
    assert b"old_password" not in page.content


def test_nobody_signed_out_has_a_password_to_choose() -> None:
    answer = Client().get("/ar/account/own-password/")

    assert "/account/login/" in answer.headers["Location"]

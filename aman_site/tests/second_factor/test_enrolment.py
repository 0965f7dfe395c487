"""The first second factor: before anything else opens, once, in time, and told."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from dossiers.access.roles import Role
from dossiers.models import JournalEntry, Notice, User
from dossiers.sharing.grants import give_role
from dossiers.tests.factories import UserFactory
from dossiers.vocabulary import GrantCause, NoticeKind

from .conftest import (
    ADD_APP,
    AREA,
    CODES,
    OWN,
    PASSWORD,
    code_of,
    codes_on,
    enrol,
    enrol_app,
    secret_on,
    sign_in,
)


def verbs() -> list[str]:
    told = [line.detail.get("verb", "") for line in JournalEntry.objects.order_by("pk")]
    return [verb for verb in told if "factor" in verb]


@pytest.mark.parametrize("address", [AREA, "/admin/", f"{AREA}notices/", f"{AREA}lost-factors/"])
def test_nothing_opens_before_a_second_factor_is_set_up(client, person, address) -> None:
    sign_in(client)

    assert client.get(address).headers["Location"] == OWN
    assert client.post(address).status_code == 302


def test_nothing_opens_before_the_recovery_codes_are_kept(client, person) -> None:
    sign_in(client)
    enrol_app(client)

    assert client.get(AREA).headers["Location"] == CODES


def test_an_enrolment_leads_to_the_address_that_was_wanted(client, person) -> None:
    wanted = "/fr/dossiers/notices/"
    sign_in(client, wanted=wanted)
    client.get(wanted)
    enrol_app(client)
    client.get(CODES)

    answer = client.post(CODES, {"kept": "on"})

    assert answer.headers["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_an_enrolment_gives_the_session_another_key(client, person) -> None:
    sign_in(client)
    before = client.session.session_key

    enrol_app(client)

    assert client.session.session_key != before


def test_a_role_given_while_a_session_runs_leads_to_the_enrolment(client, centre) -> None:
    user = UserFactory(username="rkia")
    user.choose_password(PASSWORD)
    user.save()
    sign_in(client)
    assert client.get(AREA).status_code == 200

    give_role(folder=centre, to=user, role=Role.FINDER, cause=GrantCause.SHARING, by=None)

    assert client.get(AREA).headers["Location"] == OWN


@pytest.mark.parametrize("power", ["add_user", "change_user", "change_group", "change_unit"])
def test_who_may_change_who_gets_in_needs_one_in_the_admin(client, db, power) -> None:
    user = UserFactory(username="rkia")
    user.choose_password(PASSWORD)
    user.save()
    group = Group.objects.create(name="technicians")
    group.permissions.add(
        Permission.objects.get(codename="access_admin"), Permission.objects.get(codename=power)
    )
    user.groups.add(group)
    sign_in(client)

    assert client.get("/admin/").headers["Location"] == OWN


def test_who_only_writes_pages_needs_none(client, db) -> None:
    user = UserFactory(username="rkia")
    user.choose_password(PASSWORD)
    user.save()
    group = Group.objects.create(name="writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    sign_in(client)

    assert client.get("/admin/").status_code == 200


def test_a_password_found_when_the_time_is_over_enrols_nothing(client, person) -> None:
    secret = prepared_secret(client)
    User.objects.update(enrol_until=timezone.now() - timedelta(seconds=1))

    posted = client.post(ADD_APP, {"code": code_of(secret)})

    assert posted.headers["Location"] == OWN
    assert "alert-danger" in client.get(OWN).content.decode()
    assert client.get(ADD_APP).headers["Location"] == OWN
    assert client.get(f"{OWN}webauthn/add/").headers["Location"] == OWN
    assert not Authenticator.objects.exists()


def prepared_secret(client: Client) -> str:
    sign_in(client)
    return secret_on(client.get(ADD_APP))


def test_the_time_ends_some_days_after_joining(person, settings) -> None:
    person.enrol_until = None
    days = timedelta(days=settings.AMAN_ENROL_WITHIN_DAYS)

    assert person.enrolment_ends_at == person.date_joined + days


def test_a_further_role_does_not_open_the_enrolment_again(person, centre) -> None:
    over = timezone.now() - timedelta(days=30)
    User.objects.update(enrol_until=over)

    give_role(folder=centre, to=person, role=Role.READER, cause=GrantCause.SHARING, by=None)

    person.refresh_from_db()
    assert person.enrol_until == over


@pytest.mark.parametrize("by_group", [False, True])
def test_a_first_role_opens_the_enrolment(centre, by_group) -> None:
    user = UserFactory(enrol_until=timezone.now() - timedelta(days=30))
    group = Group.objects.create(name="readers")
    to = group if by_group else user

    give_role(folder=centre, to=to, role=Role.READER, cause=GrantCause.SHARING, by=None)
    user.groups.add(group)

    user.refresh_from_db()
    assert user.enrol_until > timezone.now() + timedelta(days=13)


def test_of_two_sessions_that_enrol_at_once_the_second_is_refused(client, person) -> None:
    thief = Client()
    secret = prepared_secret(client)
    stolen = prepared_secret(thief)
    client.post(ADD_APP, {"code": code_of(secret)})

    thief.post(ADD_APP, {"code": code_of(stolen)})

    assert Authenticator.objects.filter(type="totp").count() == 1
    assert thief.get(AREA).headers["Location"].startswith(f"{OWN}reauthenticate/")
    assert "data-security-key" not in thief.get(f"{OWN}webauthn/add/").content.decode()
    thief.post(f"{CODES}generate/")
    assert codes_on(thief.get(CODES)) == []
    assert len(codes_on(client.get(CODES))) == 10


def test_an_enrolment_is_told_to_the_person_and_the_director(client, person, director) -> None:
    sign_in(client)

    enrol(client)

    told = Notice.objects.filter(kind=NoticeKind.FACTOR_ADDED, account=person)
    assert {notice.recipient for notice in told} == {person, director}
    assert verbs() == ["second factor added"]


def test_a_wrong_code_enrols_nothing(client, person) -> None:
    sign_in(client)
    secret = secret_on(client.get(ADD_APP))

    answer = client.post(ADD_APP, {"code": code_of(secret, steps=5)})

    assert "field-error" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_a_second_look_in_another_language_shows_the_same_picture(client, person) -> None:
    sign_in(client)
    first = secret_on(client.get(ADD_APP))

    assert secret_on(client.get("/fr/account/2fa/totp/activate/")) == first


def test_the_last_factor_of_who_needs_one_stays(client, person) -> None:
    sign_in(client)
    enrol(client)

    answer = client.post(f"{OWN}totp/deactivate/")

    assert "alert-danger" in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()
    assert "totp/deactivate" not in client.get(OWN).content.decode()


def test_one_of_two_factors_is_removed_and_told(client, person, director) -> None:
    sign_in(client)
    enrol(client)
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "key"})

    client.post(f"{OWN}webauthn/keys/{key.pk}/remove/")

    assert not Authenticator.objects.filter(type="webauthn").exists()
    assert Notice.objects.filter(kind=NoticeKind.FACTOR_REMOVED, recipient=director).exists()
    assert verbs() == ["second factor added", "second factor removed"]


def test_the_key_of_somebody_else_is_not_there(client, person, director) -> None:
    sign_in(client)
    enrol(client)
    key = Authenticator.objects.create(user=director, type="webauthn", data={"name": "key"})

    assert client.post(f"{OWN}webauthn/keys/{key.pk}/remove/").status_code == 404
    assert client.post(f"{OWN}webauthn/keys/{key.pk}/edit/", {"name": "x"}).status_code == 404


@pytest.mark.parametrize("tail", ["webauthn/", "recovery-codes/download/", "trust/"])
def test_pages_that_the_centre_does_without_are_not_there(client, person, tail) -> None:
    sign_in(client)
    enrol(client)

    assert client.get(OWN + tail).status_code == 404


def test_in_the_demonstration_none_is_asked_and_one_may_be_tried(client, person, settings) -> None:
    settings.AMAN_EMBEDDED_DEMO = True
    sign_in(client)
    assert client.get(AREA).status_code == 200

    enrol(client)
    client.post(f"{OWN}totp/deactivate/")

    assert not Authenticator.objects.exists()


def test_the_codes_are_shown_once_and_asked_for_at_the_next_sign_in(client, person) -> None:
    sign_in(client)
    secret = enrol_app(client)
    assert len(codes_on(client.get(CODES))) == 10
    assert codes_on(client.get(CODES)) == []
    client.logout()

    sign_in(client)
    client.post(f"{OWN}authenticate/", {"code": code_of(secret, steps=1)})

    assert client.get(AREA).headers["Location"] == CODES
    client.post(f"{CODES}generate/")
    assert len(codes_on(client.get(CODES))) == 10


def test_a_head_request_does_not_use_up_the_one_look_at_the_codes(client, person) -> None:
    sign_in(client)
    enrol_app(client)

    client.head(CODES)

    assert len(codes_on(client.get(CODES))) == 10


def test_going_on_without_the_promise_is_refused(client, person) -> None:
    sign_in(client)
    enrol_app(client)

    client.post(CODES)

    assert client.get(AREA).headers["Location"] == CODES

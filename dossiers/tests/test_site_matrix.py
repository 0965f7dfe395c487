"""Every door of the site beside the archive × role × what its address carries × method.

Sign-in and account, public pages, Wagtail's admin with its choosers, reports, lists and the
interface its pages call, error pages. A door that no table names fails the suite
(test_access_matrix.py): what Wagtail or allauth bring anew is looked at by a person first.
"""

import os
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from dossiers.tests.matrix import rows, site_public
from dossiers.tests.matrix import site_admin as admin_table
from dossiers.tests.matrix.doors import Door, doors, verdict
from dossiers.tests.matrix.site_things import STANDING_ADMIN, Admin
from dossiers.tests.matrix.table import ROLES
from dossiers.tests.matrix.things import make_town

OPENS = rows.doors_of_the_site()
FULL = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
METHODS = FULL if "AMAN_LARGE_PROOFS" in os.environ else ("GET", "POST")
# Words that stand in the archive of the test town and nowhere else.
SECRETS = ("أوبلا", "Oubella", "Benali", "المخفية", "2026/0012", "2026/0013", "2026/0014")

LET_IN = {"in", "nothing", "no such method"}
KEPT_OUT = {"sign in", "refused", "nothing", "no such method"}


class UndoError(Exception):
    """Leave the transaction of one cell."""


@pytest.fixture
def site_admin(db: None) -> Admin:
    """The town with a Wagtail round it."""
    return STANDING_ADMIN.take()


@pytest.mark.parametrize("role", ROLES)
def test_the_doors_open_to_whom_the_table_names_and_show_nothing_of_the_archive(
    site_admin: Admin, role: str
) -> None:
    visitor = Visitor(site_admin, role)

    wrong = [
        f"{method} {door.name} ({state}) {address}: {said}"
        for door, state, address in addresses(site_admin)
        for method in METHODS
        if (said := visitor.complaint(door, state, method, address))
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_no_door_stands_where_none_was_built(site_admin: Admin, role: str) -> None:
    visitor = Visitor(site_admin, role)

    answers = {
        f"{method} {address}": visitor.ask(method, address)
        for address in site_public.CLOSED_ADDRESSES
        for method in METHODS
    }

    opened = {asked for asked, answer in answers.items() if shows_something(answer)}
    assert opened == set()


@pytest.mark.django_db
def test_both_matrices_together_hold_at_least_twenty_thousand_cells() -> None:
    doors_asked = len(site_public.CLOSED_ADDRESSES)
    try:
        with transaction.atomic():
            doors_asked += len(list(addresses(STANDING_ADMIN.take())))
            raise UndoError
    except UndoError:
        arguments = make_town().arguments
    things_asked = sum(len(arguments[row.thing]) for row in rows.addresses().values())

    assert (doors_asked + things_asked) * len(ROLES) * len(METHODS) >= 20_000


def addresses(admin: Admin) -> Iterator[tuple[Door, str, str]]:
    """Yield (door, state, address): an address without parts has one state."""
    for door in doors():
        if door.name in site_public.ADDRESSES:
            yield door, "own", site_public.ADDRESSES[door.name]
            continue
        for state in ("own", "archive") if door.parameters else ("own",):
            arguments = admin.arguments(door.name, door.parameters, state)
            if address := door.address(arguments):
                yield door, state, address


class Visitor:
    """Somebody in a role who knocks at doors; each knock is undone."""

    def __init__(self, admin: Admin, role: str) -> None:
        self.role = role
        self.client = Client(raise_request_exception=False)
        if role != "anonymous":
            self.client.force_login(admin.world.users[role])
        self.cookies = deepcopy(self.client.cookies)

    def ask(self, method: str, address: str) -> HttpResponseBase:
        """Return the answer to one request that never happened."""
        self.client.cookies = deepcopy(self.cookies)
        try:
            with transaction.atomic():
                response = self.client.generic(method, address)
                raise UndoError
        except UndoError:
            return response

    def complaint(self, door: Door, state: str, method: str, address: str) -> str:
        """Return what is wrong with the answer, or ""."""
        response = self.ask(method, address)
        said = verdict(response, address)
        if any(secret in text_of(response) for secret in SECRETS):
            return "shows the archive"
        if said in self._expected(door.name, state, method):
            return ""
        return f"{said} {getattr(response, 'exc_info', None) or ''}".strip()

    def _expected(self, name: str, state: str, method: str) -> set[str]:
        opens = OPENS[name]
        if method not in ("GET", "HEAD"):
            opens = admin_table.DEEDS.get(name, opens)
        if self.role not in opens:
            return KEPT_OUT
        if name in admin_table.SENT_ELSEWHERE:
            return LET_IN | {"refused", "sign in"}
        stumbles = method != "GET" and name in admin_table.STUMBLE_OVER_EMPTY_FORMS
        if stumbles or name in admin_table.FAILS_ON_PURPOSE:
            return LET_IN | {"broken"}
        if state == "archive" or name in admin_table.REFUSED_AS_IT_STANDS:
            return LET_IN | {"refused"}
        return LET_IN


def shows_something(response: HttpResponseBase) -> bool:
    """Tell whether an answer is more than a way elsewhere, a refusal or a page of an error."""
    return response.status_code < 300


def text_of(response: HttpResponseBase) -> str:
    """Return what a person would read; files of the public site hold no text of ours."""
    return "" if response.streaming else response.content.decode(errors="replace")

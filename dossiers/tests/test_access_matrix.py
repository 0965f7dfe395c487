"""Every address of the archive × role × state of the thing × method.

An address without a row fails the suite. The rows stand in the tables that `matrix/rows.py` lists.
"""

import os
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.db.models import Max
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dossiers.models import JournalEntry
from dossiers.tests.matrix import rows
from dossiers.tests.matrix.doors import doors
from dossiers.tests.matrix.table import OUTSIDE, ROLES, Row
from dossiers.tests.matrix.things import Town, make_town
from dossiers.vocabulary import JournalAction

# All methods with `./aman check access --full`.
FULL = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
METHODS = FULL if "AMAN_LARGE_PROOFS" in os.environ else ("GET", "POST")
# What a method that an address does not know may answer; never a success.
REFUSALS = {404, 405}


class UndoError(Exception):
    """Leave the transaction of one cell."""


def addresses(namespace: str) -> Iterator[str]:
    """Yield the names of all patterns in a namespace of the resolver."""
    for pattern in walk(get_resolver().url_patterns, ()):
        name, namespaces = pattern
        if namespaces == (namespace,):
            yield name


def walk(
    patterns: list[URLPattern | URLResolver], namespaces: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (name, namespaces) of every pattern below."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern.url_patterns, inner)
        else:
            yield pattern.name or "", namespaces


def test_every_address_of_the_archive_has_a_row() -> None:
    assert set(addresses("dossiers")) == set(rows.addresses())


def test_every_door_of_the_rest_of_the_site_has_a_row() -> None:
    assert {door.name for door in doors()} == set(rows.doors_of_the_site())


@pytest.fixture
def matrix_town(db: None) -> Town:
    """The world with every state that the tables speak of."""
    return make_town()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("area", rows.TABLES)
def test_the_answers_are_those_of_the_table(matrix_town: Town, area: str, role: str) -> None:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(matrix_town.world.users[role])

    wrong = [
        f"{method} {name} {state or '-'}: {got}, expected {expected}"
        for name, row in rows.TABLES[area].items()
        for state in matrix_town.arguments[row.thing]
        for method in METHODS
        for got, expected in [ask(client, matrix_town, name, row, state, method, role)]
        if got not in expected
    ]

    assert not wrong, "\n".join(wrong)


def ask(
    client: Client, town: Town, name: str, row: Row, state: str, method: str, role: str
) -> tuple[int, set[int]]:
    """Return the status of one cell and the statuses the table allows."""
    address = reverse(f"dossiers:{name}", args=town.arguments[row.thing][state])
    try:
        with transaction.atomic():
            body = _body(row, method)
            before = JournalEntry.objects.aggregate(last=Max("pk"))["last"] or 0
            response = client.generic(method, address, headers=row.headers, **body)
            lines = list(JournalEntry.objects.filter(pk__gt=before))
            untold = untold_names(town, response, lines)
            raise UndoError
    except UndoError:
        pass
    asked = f"{method} {name} {state}"
    if response.status_code in (403, 404) and role not in OUTSIDE:
        refusals = [line for line in lines if line.action == JournalAction.REFUSAL]
        assert len(refusals) == 1, f"{asked}: {len(refusals)} lines about the refusal"
    assert not untold, f"{asked}: shown, and in no line of the journal: {untold}"
    if role in OUTSIDE:
        assert "/account/login/" in response.headers.get("Location", "")
        return response.status_code, {302}
    if role not in row.opens.get(state, ()):
        return response.status_code, REFUSALS
    if method == "HEAD" and method not in row.methods:  # some doors know it, some do not
        return response.status_code, REFUSALS | row.expected(state, "GET")
    if method not in row.methods:
        return response.status_code, REFUSALS
    return response.status_code, row.expected(state, method)


# A name that stands in one dossier alone → that dossier of the world.
NAMES = {
    "أوبلا": "family",
    "Oubella": "family",
    "العلوي": "family",
    "Benali": "others",
    "المخفية": "hidden",
}


def untold_names(town: Town, response: HttpResponseBase, lines: list[JournalEntry]) -> list[str]:
    """Return the names in an answer whose dossier no line of its request names."""
    content = b"".join(response) if response.streaming else response.content
    text = content.decode(errors="replace")
    told = {line.folder_id for line in lines}
    told.update(place for line in lines for place in line.detail.get("places", []))
    return [
        name
        for name, dossier in NAMES.items()
        if name in text and getattr(town.world, dossier).pk not in told
    ]


def _body(row: Row, method: str) -> dict[str, str]:
    if method == "GET":
        return {}
    pairs = "&".join(f"{name}={value}" for name, value in row.data.items())
    return {"data": pairs, "content_type": "application/x-www-form-urlencoded"}

"""A session opens the area and the admin when it proved what it must, whatever view began it."""

import pytest
from django.test import Client

from benchmarks.archive.staff_client import PASSWORD, SECOND_FACTOR, record_proofs
from dossiers.tests.world import World

GUARDED = ["/ar/dossiers/", "/admin/"]


@pytest.fixture
def session_of(client: Client, world: World):
    """Begin a session of the director that proved just what is named."""

    def begin(*methods: str) -> Client:
        client.force_login(world.users["director"])
        record_proofs(client, world.users["director"], *methods)
        return client

    return begin


@pytest.mark.parametrize("address", GUARDED)
@pytest.mark.parametrize("methods", [(), (SECOND_FACTOR,)])
def test_a_session_that_another_door_began_is_nobodys(session_of, address, methods) -> None:
    answer = session_of(*methods).get(address)

    assert answer.status_code == 302
    assert "/account/login/" in answer.headers["Location"]


@pytest.mark.parametrize("address", GUARDED)
def test_a_session_without_its_second_factor_is_led_to_it(session_of, address) -> None:
    answer = session_of(PASSWORD).get(address)

    assert answer.status_code == 302
    assert "/account/2fa/" in answer.headers["Location"]


def test_a_session_with_both_proofs_opens_the_area(session_of) -> None:
    assert session_of(PASSWORD, SECOND_FACTOR).get("/ar/dossiers/").status_code == 200

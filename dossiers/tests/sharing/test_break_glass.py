"""Requests of one person at the same moment open a dossier by break-glass once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from dossiers.errors import RefusedError
from dossiers.models import Grant, User
from dossiers.sharing.break_glass import break_glass
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause


@pytest.mark.django_db(transaction=True)
def test_four_presses_at_once_open_the_dossier_once(world: World) -> None:
    worker = world.users["registration_worker"]
    together = Barrier(4, timeout=20)

    def press(_: int) -> bool:
        by = User.objects.get(pk=worker.pk)
        together.wait()
        try:
            break_glass(dossier=world.family, reason="A child in hospital needs it now", by=by)
        except RefusedError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as people:
        opened = list(people.map(press, range(4)))

    assert sorted(opened) == [False, False, False, True]
    assert Grant.objects.filter(cause=GrantCause.BREAK_GLASS).count() == 1

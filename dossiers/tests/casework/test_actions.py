"""Dossiers are opened with references that are never given twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from dossiers.access.permissions import Right
from dossiers.access.roles import Role
from dossiers.casework.actions import create_dossier, next_reference
from dossiers.errors import RefusedError
from dossiers.models import Dossier, Grant, JournalEntry, Unit, User
from dossiers.sharing.boundaries import set_inheritance
from dossiers.sharing.grants import give_role
from dossiers.tests.factories import DossierFactory, UnitFactory, UserFactory
from dossiers.vocabulary import GrantCause


def worker_in(unit: Unit, role: Role = Role.SOCIAL_WORKER) -> User:
    user = UserFactory()
    give_role(folder=unit, to=user, role=role, cause=GrantCause.UNIT_DEFAULT, by=None)
    return user


@pytest.mark.django_db
def test_somebody_without_the_right_opens_no_dossier() -> None:
    unit = UnitFactory()

    with pytest.raises(PermissionDenied):
        create_dossier(unit=unit, by=worker_in(unit, Role.EDUCATOR))

    assert not Dossier.objects.exists()
    assert not JournalEntry.objects.filter(action="change").exists()


@pytest.mark.django_db
def test_a_new_dossier_has_the_next_reference_of_the_year_and_a_journal_line() -> None:
    unit = UnitFactory()
    user = worker_in(unit)
    year = timezone.localdate().year

    first, second = create_dossier(unit=unit, by=user), create_dossier(unit=unit, by=user)

    assert (first.reference, second.reference) == (f"{year}/0001", f"{year}/0002")
    assert JournalEntry.objects.filter(folder_id=second.pk, actor_id=user.pk).exists()


@pytest.mark.django_db
def test_sub_dossiers_count_inside_their_dossier_and_go_no_deeper() -> None:
    unit = UnitFactory()
    user = worker_in(unit)
    dossier = create_dossier(unit=unit, by=user)

    part = create_dossier(unit=unit, by=user, parent=dossier)

    assert part.reference == f"{dossier.reference}-1"
    with pytest.raises(RefusedError):
        create_dossier(unit=unit, by=user, parent=part)


@pytest.mark.django_db
def test_a_reference_survives_a_rollback_without_a_gap() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        next_reference()
        raise RuntimeError

    assert next_reference().endswith("/0001")


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_get_twenty_references() -> None:
    def take(_: int) -> str:
        try:
            with transaction.atomic():
                return next_reference()
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as people:
        references = list(people.map(take, range(20)))

    assert len(set(references)) == 20
    assert max(references).endswith("/0020")


@pytest.mark.django_db
def test_stopping_to_inherit_keeps_the_one_who_did_it_and_those_who_find() -> None:
    dossier = DossierFactory()
    keeper, finder = worker_in(dossier.unit, Role.DIRECTOR), worker_in(dossier.unit)

    set_inheritance(dossier=dossier, inherits=False, protected=False, by=keeper)

    assert dossier in Dossier.objects.visible_to(keeper)
    assert dossier not in Dossier.objects.visible_to(finder)
    assert dossier in Dossier.objects.visible_to(finder, Right.FIND)
    assert Grant.objects.filter(user=keeper, cause=GrantCause.PROTECTION).exists()


@pytest.mark.django_db
def test_a_protected_dossier_hides_its_existence() -> None:
    dossier = DossierFactory()
    keeper, finder = worker_in(dossier.unit, Role.DIRECTOR), worker_in(dossier.unit)

    set_inheritance(dossier=dossier, inherits=True, protected=True, by=keeper)

    assert dossier not in Dossier.objects.visible_to(finder, Right.FIND)

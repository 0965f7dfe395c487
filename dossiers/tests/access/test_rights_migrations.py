"""The migrations that tie kept grants and papers taken back to where they come from."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dossiers.access.roles import Role
from dossiers.models import Document, Dossier, Grant, User
from dossiers.sharing.consistency import check_derived_rights
from dossiers.sharing.grants import give_role
from dossiers.tests.factories import DocumentFactory, DossierFactory, UnitFactory, UserFactory
from dossiers.vocabulary import GrantCause
from tests.migrating import Steps, migrate

BEFORE = [("dossiers", "0027_grant_stands_for_and_document_taken_from")]
AFTER = [("dossiers", "0029_papers_taken_back_keep_their_class")]

pytestmark = pytest.mark.django_db(transaction=True)


def kept(dossier: Dossier, user: User, role: Role) -> Grant:
    return give_role(folder=dossier, to=user, role=role, cause=GrantCause.PROTECTION, by=None)


def test_what_is_kept_inside_ends_with_the_grant_above(newest_step: Steps) -> None:
    centre = UnitFactory()
    unit = UnitFactory(parent=centre)
    dossier = DossierFactory(unit=unit, hidden=True)
    director, stand_in, alone = UserFactory(), UserFactory(), UserFactory()
    tomorrow = timezone.now() + timedelta(days=1)
    above = {
        user: give_role(
            folder=folder,
            to=user,
            role=role,
            cause=GrantCause.UNIT_DEFAULT,
            by=None,
            valid_until=until,
        )
        for user, folder, role, until in (
            (director, centre, Role.DIRECTOR, None),
            (stand_in, unit, Role.SUPERVISOR, tomorrow),
        )
    }
    inside = [
        kept(dossier, director, Role.DIRECTOR),
        kept(dossier, stand_in, Role.RESPONSIBLE),
        kept(dossier, alone, Role.RESPONSIBLE),
    ]
    migrate(BEFORE)

    migrate(AFTER)

    for grant in inside:
        grant.refresh_from_db()
    assert [grant.stands_for for grant in inside] == [above[director], above[stand_in], None]
    assert [grant.valid_until for grant in inside] == [None, tomorrow, None]
    assert list(check_derived_rights()) == []
    migrate(BEFORE)
    assert not Grant.objects.exclude(stands_for=None).exists()


def test_a_paper_taken_back_gets_the_dossier_and_class_it_had(newest_step: Steps) -> None:
    dossier = DossierFactory()
    paper = DocumentFactory(filed=True, dossier=dossier, paper_class="medical")
    never = DocumentFactory(read=True)
    lines = migrate(BEFORE).get_model("dossiers", "JournalEntry").objects
    for detail in ({"verb": "filed", "after": "medical"}, {"verb": "taken back"}):
        lines.create(
            at=timezone.now(),
            action="change",
            thing=str(paper),
            dossier_id=dossier.pk,
            detail=detail,
        )
    Document.objects.filter(pk=paper.pk).update(
        state="read", dossier=None, paper_class="protection"
    )

    migrate(AFTER)

    paper.refresh_from_db()
    never.refresh_from_db()
    assert (paper.taken_from, paper.paper_class) == (dossier, "medical")
    assert (never.taken_from, never.paper_class) == (None, "protection")
    migrate(BEFORE)
    paper.refresh_from_db()
    assert (paper.taken_from, paper.paper_class) == (None, "protection")

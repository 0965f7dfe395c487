"""The demo's papers come by the ordinary door, are really read, and are filed by the action."""

from dataclasses import replace

import pytest
from django.core.management import call_command

from dossiers.demo.accounts import DEMO_ACCOUNTS, make_accounts
from dossiers.demo.archive import PROTECTED_FAMILY, find_dossier, open_dossier
from dossiers.demo.bringing import Bringing
from dossiers.demo.families import DemoFamily, make_families
from dossiers.intake.reading import pipeline
from dossiers.intake.reading.ocr.models import models_are_there
from dossiers.models import Document, Dossier, User
from dossiers.vocabulary import DocumentState

pytestmark = pytest.mark.django_db


@pytest.fixture
def users() -> dict[str, User]:
    call_command("load_reference", verbosity=0)
    return make_accounts()


def one_family(number: int) -> DemoFamily:
    return make_families()[number - 1]


def test_there_is_a_user_of_each_role(users: dict[str, User]) -> None:
    assert set(users) == {account.username for account in DEMO_ACCOUNTS}
    assert make_accounts().keys() == users.keys()


def test_newcomer_and_superuser_see_no_demo_dossier(users: dict[str, User]) -> None:
    open_dossier(one_family(1), users=users)

    for name in ("newcomer", "technician", "editor", "auditor"):
        assert not Dossier.objects.visible_to(users[name]).exists()


def test_protected_family_is_a_secret(users: dict[str, User]) -> None:
    dossier = open_dossier(one_family(PROTECTED_FAMILY), users=users)

    assert dossier not in Dossier.objects.visible_to(users["health"])
    assert dossier in Dossier.objects.visible_to(users["director"])


def test_dossier_is_opened_once(users: dict[str, User]) -> None:
    family = one_family(1)

    dossier = open_dossier(family, users=users)

    assert find_dossier(family) == dossier
    assert dossier.memberships.count() == len(family.people)


def test_papers_are_brought_once(users: dict[str, User]) -> None:
    family = one_family(1)
    bringing = Bringing(families=(family,), users=users, say=lambda _text: None)

    bringing.bring_all()
    bringing.bring_all()

    assert Document.objects.count() == len(family.papers)
    assert set(Document.objects.values_list("state", flat=True)) == {DocumentState.CAPTURED}


@pytest.mark.skipif(not models_are_there(), reason="no reading models (./aman install)")
def test_read_paper_is_filed_into_its_family(users: dict[str, User]) -> None:
    whole = one_family(1)
    family = replace(whole, papers=whole.papers[:1])
    dossier = open_dossier(family, users=users)
    bringing = Bringing(families=(family,), users=users, say=lambda _text: None)
    bringing.bring_all()

    for document in Document.objects.all():
        pipeline.process(document.pk)
    bringing.bring_and_file()

    papers = dossier.documents.order_by("pk")
    assert [paper.kind.code for paper in papers] == [paper.kind for paper in family.papers]
    assert all(page.text for paper in papers for page in paper.pages.all())

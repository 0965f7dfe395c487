"""The class of a paper is raised and lowered with a reason, by who may read both classes."""

import pytest
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.documents.classification import change_class
from dossiers.errors import RefusedError
from dossiers.models import Document, JournalEntry
from dossiers.tests.browsing import signed_in
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass, DossierState

pytestmark = pytest.mark.django_db


def url_of(document: Document) -> str:
    return reverse("dossiers:paper_class", args=[document.uid])


@pytest.mark.parametrize("name", ["educator", "health_officer", "auditor", "superuser"])
def test_who_may_not_change_the_dossier_changes_no_class(world: World, name: str) -> None:
    paper = world.papers[ConfidentialityClass.MEDICAL]

    answer = signed_in(world.users[name]).post(
        url_of(paper), {"paper_class": "general", "reason": "x"}
    )

    paper.refresh_from_db()
    assert answer.status_code == 404
    assert paper.paper_class == ConfidentialityClass.MEDICAL


def test_a_class_that_one_may_not_read_is_not_offered(world: World) -> None:
    world.grant("educator", Role.SOCIAL_WORKER, world.family)
    page = signed_in(world.users["educator"]).get(url_of(world.papers[ConfidentialityClass.CIVIL]))

    offered = {value for value, _label in page.context["form"].fields["paper_class"].choices}

    assert offered == {ConfidentialityClass.GENERAL, ConfidentialityClass.SCHOOL}
    with pytest.raises(RefusedError):
        change_class(
            document=world.papers[ConfidentialityClass.CIVIL],
            paper_class=ConfidentialityClass.PROTECTION,
            reason="سري",
            by=world.users["educator"],
        )


def test_a_raised_paper_is_closed_at_once_to_who_lacks_the_new_class(world: World) -> None:
    paper, educator = world.papers[ConfidentialityClass.SCHOOL], world.users["educator"]
    assert paper in Document.objects.visible_to(educator)

    signed_in(world.users["social_worker"]).post(
        url_of(paper), {"paper_class": "protection", "reason": "تبليغ داخل الورقة"}
    )

    before = paper.version
    paper.refresh_from_db()
    assert paper not in Document.objects.visible_to(educator)
    assert paper.version > before
    line = JournalEntry.objects.filter(action="change", thing=str(paper)).last()
    assert (line.detail["before"], line.detail["after"]) == ("school", "protection")
    assert line.reason == "تبليغ داخل الورقة"


def test_a_class_does_not_change_without_a_reason(world: World) -> None:
    page = signed_in(world.users["social_worker"]).post(
        url_of(world.papers[ConfidentialityClass.SCHOOL]),
        {"paper_class": "general", "reason": "  "},
    )

    assert page.context["form"].errors["reason"]


def test_in_a_closed_dossier_classes_stay(world: World) -> None:
    world.family.state = DossierState.CLOSED
    world.family.save()

    answer = signed_in(world.users["social_worker"]).get(
        url_of(world.papers[ConfidentialityClass.SCHOOL])
    )

    assert answer.status_code == 404

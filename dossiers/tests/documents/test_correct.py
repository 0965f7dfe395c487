"""Correcting and verifying filed papers: who may, who must not, what the journal keeps."""

import pytest
from django.core.exceptions import PermissionDenied

from dossiers.documents.correct import correct_document, verify_document, why_not_verify
from dossiers.errors import RefusedError
from dossiers.models import Document, JournalEntry, Person
from dossiers.tests.factories import DocumentKindFactory
from dossiers.tests.world import World, make_world
from dossiers.vocabulary import ConfidentialityClass, DocumentState, DossierState, JournalAction

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    for paper in world.papers.values():
        paper.filed_by = world.users["registration_worker"]
        paper.save()
    return world


def journal_of(verb: str) -> list[JournalEntry]:
    lines = JournalEntry.objects.filter(action=JournalAction.CHANGE)
    return [line for line in lines if line.detail.get("verb") == verb]


def correct(world: World, user: str, paper: Document, **changes: object) -> list[str]:
    told = {"kind": paper.kind, "people": list(paper.people.all())} | changes
    return correct_document(document=paper, by=world.users[user], **told)  # type: ignore[arg-type]


@pytest.mark.parametrize("user", ["educator", "health_officer", "scanning_desk", "superuser"])
def test_who_may_not_change_the_dossier_neither_corrects_nor_verifies(
    world: World, user: str
) -> None:
    paper = world.papers[ConfidentialityClass.GENERAL]

    with pytest.raises(PermissionDenied):
        correct(world, user, paper, act_number="9")
    with pytest.raises(PermissionDenied):
        verify_document(document=paper, by=world.users[user])
    assert not journal_of("corrected")


def test_papers_of_a_closed_dossier_stay_as_they_are(world: World) -> None:
    world.family.state = DossierState.CLOSED
    world.family.save()

    with pytest.raises(PermissionDenied):
        correct(world, "director", world.papers[ConfidentialityClass.CIVIL], act_number="9")


@pytest.mark.parametrize("paper_class", [ConfidentialityClass.CIVIL, ConfidentialityClass.MEDICAL])
def test_who_filed_a_civil_or_medical_paper_does_not_verify_it(
    world: World, paper_class: ConfidentialityClass
) -> None:
    paper = world.papers[paper_class]
    paper.filed_by = world.users["director"]
    paper.save()

    with pytest.raises(RefusedError):
        verify_document(document=paper, by=world.users["director"])
    paper.refresh_from_db()
    assert paper.state == DocumentState.FILED


def test_a_second_person_verifies(world: World) -> None:
    paper = world.papers[ConfidentialityClass.CIVIL]

    verify_document(document=paper, by=world.users["social_worker"])

    paper.refresh_from_db()
    assert (paper.state, paper.verified_by) == (
        DocumentState.VERIFIED,
        world.users["social_worker"],
    )
    [line] = journal_of("verified")
    assert (line.actor_id, line.folder_id) == (world.users["social_worker"].pk, world.family.pk)


def test_of_other_classes_one_person_is_enough(world: World) -> None:
    paper = world.papers[ConfidentialityClass.GENERAL]

    assert why_not_verify(paper, by=world.users["registration_worker"]) == ""


def test_what_is_verified_is_not_verified_again(world: World) -> None:
    paper = world.papers[ConfidentialityClass.CIVIL]
    verify_document(document=paper, by=world.users["social_worker"])

    with pytest.raises(RefusedError):
        verify_document(document=paper, by=world.users["director"])


def test_the_journal_names_the_corrected_fields_and_not_what_stands_in_them(world: World) -> None:
    paper = world.papers[ConfidentialityClass.CIVIL]

    changed = correct(world, "social_worker", paper, act_number="418", act_office="تارودانت")

    paper.refresh_from_db()
    assert (changed, paper.act_number) == (["act_number", "act_office"], "418")
    [line] = journal_of("corrected")
    assert line.detail["fields"] == ["act_number", "act_office"]
    assert "418" not in str(line.detail)


def test_nothing_changed_leaves_no_line(world: World) -> None:
    assert correct(world, "social_worker", world.papers[ConfidentialityClass.CIVIL]) == []
    assert not journal_of("corrected")


def test_a_correction_takes_the_verification_back_and_its_author_does_not_give_it(
    world: World,
) -> None:
    paper = world.papers[ConfidentialityClass.CIVIL]
    verify_document(document=paper, by=world.users["social_worker"])

    correct(world, "social_worker", paper, act_number="418")

    paper.refresh_from_db()
    assert (paper.state, paper.verified_by) == (DocumentState.FILED, None)
    with pytest.raises(RefusedError):
        verify_document(document=paper, by=world.users["social_worker"])
    verify_document(document=paper, by=world.users["director"])


@pytest.mark.parametrize("kind_class", [ConfidentialityClass.GENERAL, ConfidentialityClass.SCHOOL])
def test_no_kind_lowers_the_class_nor_shows_the_paper_to_others(
    world: World, kind_class: ConfidentialityClass
) -> None:
    paper = world.papers[ConfidentialityClass.CIVIL]
    kind = DocumentKindFactory(code="ZZ01", paper_class=kind_class)

    changed = correct(world, "social_worker", paper, kind=kind)

    paper.refresh_from_db()
    assert (changed, paper.kind, paper.paper_class) == (["kind"], kind, ConfidentialityClass.CIVIL)


def test_a_more_closed_kind_closes_the_paper_and_the_journal_tells_both_classes(
    world: World,
) -> None:
    paper = world.papers[ConfidentialityClass.CIVIL]
    medical = DocumentKindFactory(code="SA05", paper_class=ConfidentialityClass.MEDICAL)

    correct(world, "director", paper, kind=medical)

    paper.refresh_from_db()
    assert (paper.kind, paper.paper_class) == (medical, ConfidentialityClass.MEDICAL)
    [line] = journal_of("corrected")
    assert (line.detail["before"], line.detail["after"]) == (
        ConfidentialityClass.CIVIL,
        ConfidentialityClass.MEDICAL,
    )


def test_a_class_changed_by_hand_stays(world: World) -> None:
    paper = world.papers[ConfidentialityClass.CIVIL]
    paper.paper_class = ConfidentialityClass.PROTECTION
    paper.save()

    correct(world, "director", paper, kind=DocumentKindFactory(code="SC01", paper_class="school"))

    paper.refresh_from_db()
    assert paper.paper_class == ConfidentialityClass.PROTECTION


def test_a_kind_whose_class_one_may_not_read_is_refused(world: World) -> None:
    medical = DocumentKindFactory(code="SA05", paper_class=ConfidentialityClass.MEDICAL)

    with pytest.raises(RefusedError):
        correct(
            world, "registration_worker", world.papers[ConfidentialityClass.CIVIL], kind=medical
        )


def test_people_of_other_dossiers_are_refused(world: World) -> None:
    stranger = Person.objects.exclude(memberships__dossier=world.family).first()

    with pytest.raises(RefusedError):
        correct(world, "social_worker", world.papers[ConfidentialityClass.CIVIL], people=[stranger])

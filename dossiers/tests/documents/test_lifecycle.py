"""Every verb at every state: what the table allows is done as it says, all else changes nothing."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.utils.translation import override

from dossiers.access.permission_map import PERMISSION_MAP
from dossiers.documents.lifecycle import (
    FAILED,
    TRANSITIONS,
    create_document,
    moving,
    queue_forgotten,
    standing,
    why_not,
)
from dossiers.errors import RefusedError
from dossiers.intake.reading import lease
from dossiers.journal.verbs import Verb
from dossiers.models import Document, JournalEntry, ReadingJob, User
from dossiers.tests.factories import DocumentFactory
from dossiers.tests.world import World
from dossiers.vocabulary import SHELF_STATES, ConfidentialityClass, DocumentState
from search.models import Outbox

pytestmark = pytest.mark.django_db

STATES = [*DocumentState, FAILED]
KEPT = {FAILED: "unreadable", DocumentState.RESCAN: "unreadable"}


@pytest.fixture
def anybody(world: World, monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody to whom no permission is refused: what is left is the table."""
    monkeypatch.setattr(User, "has_perm", lambda *_asked: True)
    return world.users["director"]


def paper_at(world: World, state: str) -> Document:
    """Return a paper that stands there, leased where a worker could have it."""
    on_shelf = state in SHELF_STATES
    paper: Any = DocumentFactory(
        filed=on_shelf,
        **({"dossier": world.family} if on_shelf else {"unit": world.units["civil_registration"]}),
        state=DocumentState.CAPTURED if state == FAILED else state,
        paper_class=ConfidentialityClass.GENERAL,
        failure=KEPT.get(state, ""),
        failure__attempts=7,
        trashed_from=DocumentState.READ if state == DocumentState.TRASHED else "",
    )
    if state == DocumentState.CAPTURED:
        assert lease.claim(paper.pk)
    return Document.objects.get(pk=paper.pk)


def everything() -> tuple[Any, ...]:
    """Return all that a step may write."""
    return (
        [model_to_dict(row) for row in Document.objects.order_by("pk")],
        list(ReadingJob.objects.order_by("pk").values()),
        list(Document.objects.order_by("pk").values_list("state", "version")),
        JournalEntry.objects.count(),
        Outbox.objects.count(),
    )


def by_for(verb: Verb, user: User) -> User | None:
    return None if TRANSITIONS[verb].permission is None else user


CASES = [(verb, state) for verb in TRANSITIONS for state in STATES]
ALLOWED = [
    (verb, source, target)
    for verb, step in TRANSITIONS.items()
    for source in step.sources
    for target in step.targets
]
REFUSED = [(verb, state) for verb, state in CASES if state not in TRANSITIONS[verb].sources]


@pytest.mark.parametrize(("verb", "state"), REFUSED)
def test_other_states_are_refused_with_a_sentence_and_nothing_changes(
    world: World, anybody: User, verb: Verb, state: str
) -> None:
    paper = paper_at(world, state)
    before = everything()

    with (
        override("fr"),
        pytest.raises(RefusedError, match=r"\w+ \w+ .*\.") as refusal,
        moving(paper, verb, by=by_for(verb, anybody)),
    ):
        pytest.fail("the caller's part began")

    assert str(refusal.value) not in {str(why_not(paper, verb)), ""}, "it is in French"
    assert everything() == before


@pytest.mark.parametrize("verb", [verb for verb in TRANSITIONS if TRANSITIONS[verb].permission])
def test_without_the_permission_nothing_changes_at_any_state(world: World, verb: Verb) -> None:
    papers = [paper_at(world, state) for state in STATES]
    before = everything()

    for paper in papers:
        for name in ("web_editor", "superuser"):
            with pytest.raises(PermissionDenied), moving(paper, verb, by=world.users[name]):
                pytest.fail("the caller's part began")

    assert everything() == before


@pytest.mark.parametrize(("verb", "source", "target"), ALLOWED)
def test_a_step_does_what_the_table_says(
    world: World, anybody: User, verb: Verb, source: str, target: str
) -> None:
    paper = paper_at(world, source)
    version, lines = paper.version, JournalEntry.objects.count()

    with moving(paper, verb, by=by_for(verb, anybody)) as move:
        move.to = target
        if target in SHELF_STATES:
            filed = world.papers["civil"]
            move.document.dossier, move.document.kind = world.family, filed.kind

    after = Document.objects.get(pk=paper.pk)
    kept = KEPT.get(source, "") if TRANSITIONS[verb].keeps_failure else ""
    assert (after.state, after.failure) == (target, kept)
    assert move.document.failure == kept
    jobs = list(ReadingJob.objects.filter(document=paper).values_list("lease_by", "attempts"))
    assert jobs == ([("", 0)] if target == DocumentState.CAPTURED or kept else [])
    assert JournalEntry.objects.count() == lines + 1
    assert JournalEntry.objects.latest("pk").detail["verb"] == verb
    assert (after.version > version) is (after.dossier_id is not None)
    assert bool(lease.claim(paper.pk)) is (target == DocumentState.CAPTURED and not kept)


@pytest.mark.parametrize("verb", TRANSITIONS)
def test_every_verb_has_a_line_that_leads_somewhere(verb: Verb) -> None:
    step = TRANSITIONS[verb]

    assert step.sources
    assert step.targets
    assert set(step.targets) <= set(DocumentState)
    assert step.permission is None or step.permission in PERMISSION_MAP


def test_a_target_that_the_table_does_not_name_undoes_the_step(world: World, anybody: User) -> None:
    paper = paper_at(world, DocumentState.READ)
    before = everything()

    with (
        pytest.raises(ValueError, match="FILED does not lead"),
        moving(paper, Verb.FILED, by=anybody) as move,
    ):
        move.to = DocumentState.DESTROYED

    assert everything() == before


def test_an_error_in_the_callers_part_undoes_the_step(world: World, anybody: User) -> None:
    paper = paper_at(world, DocumentState.READ)
    before = everything()

    with pytest.raises(KeyError), moving(paper, Verb.TRASHED, by=anybody) as move:
        move.document.people.clear()
        raise KeyError

    assert everything() == before


def test_a_needless_step_writes_nothing(world: World, anybody: User) -> None:
    paper = paper_at(world, DocumentState.VERIFIED)
    before = everything()

    with moving(paper, Verb.CORRECTED, by=anybody) as move:
        move.is_needless = True

    assert everything() == before


@pytest.mark.parametrize(
    ("columns", "stands_at", "is_taken_up"),
    [
        ({}, DocumentState.CAPTURED, True),
        ({"failure": "not_read"}, FAILED, False),
        ({"is_read": True}, DocumentState.READ, False),
    ],
    ids=["to be read", "not to be read", "read"],
)
def test_a_new_paper_waits_for_the_worker_unless_it_is_said_otherwise(
    world: World, columns: dict[str, Any], stands_at: str, is_taken_up: bool
) -> None:
    paper = create_document(unit=world.units["health"], **columns)

    assert standing(Document.objects.get(pk=paper.pk)) == stands_at
    assert bool(lease.claim(paper.pk)) is is_taken_up


@pytest.mark.django_db(transaction=True)
def test_a_captured_paper_without_a_job_is_taken_up_when_a_worker_starts(world: World) -> None:
    forgotten, waiting = (create_document(unit=world.units["health"]) for _one in range(2))
    ReadingJob.objects.filter(document=forgotten).delete()
    filed = world.papers[ConfidentialityClass.CIVIL]

    assert queue_forgotten() == 1
    assert queue_forgotten() == 0

    assert bool(lease.claim(forgotten.pk)) and bool(lease.claim(waiting.pk))
    assert not ReadingJob.objects.filter(document=filed).exists()

"""What the print suggests is looked up once, when the screen opens, and goes along sealed."""

from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.filing import candidates, printed_suggestions
from dossiers.filing.printed_suggestions import SEALED_FOR_S, PrintedSuggestions
from dossiers.models import Document, Grant, JournalEntry, Suggestion
from dossiers.people.find import find_members
from dossiers.sharing.grants import end_grant
from dossiers.tests.world import World
from dossiers.vocabulary import DossierState, JournalAction

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(world: World) -> Document:
    """A read document on which the mother of a family and a number are printed."""
    page = world.tray_paper.pages.get()
    for field, value in (("person", "رقية أوبلا"), ("act_number", "418")):
        Suggestion.objects.create(
            document=world.tray_paper,
            page=page,
            field=field,
            value=value,
            shown=value,
            confidence=0.9,
            left=10,
            top=20,
            right=30,
            bottom=40,
        )
    return world.tray_paper


def address(document: Document) -> str:
    return reverse("dossiers:file", args=[document.uid])


def labels(suggested: PrintedSuggestions) -> dict[str, list[str]]:
    return {field: [one.label for one in found] for field, found in suggested.by_field.items()}


def test_a_step_shows_the_same_without_looking_a_name_up(
    clerk: Client, world: World, document: Document
) -> None:
    opened = clerk.get(address(document)).context
    with mock.patch.object(printed_suggestions, "suggestions_for") as looked_up:
        step = clerk.post(
            address(document),
            {"take": world.family.uid, "suggested": opened["sealed_suggestions"]},
        ).context

    looked_up.assert_not_called()
    assert opened["suggested"]["person"]
    assert step["suggested"] == opened["suggested"]
    assert step["sealed_suggestions"] == opened["sealed_suggestions"]


def test_the_journal_names_the_dossiers_of_people_shown_again(
    clerk: Client, world: World, document: Document
) -> None:
    sealed = clerk.get(address(document)).context["sealed_suggestions"]
    before = JournalEntry.objects.last()
    clerk.post(address(document), {"do": "new", "suggested": sealed})

    lines = JournalEntry.objects.filter(pk__gt=before.pk if before else 0)
    assert any(world.family.pk in line.detail.get("places", []) for line in lines)
    assert not lines.filter(action=JournalAction.SEARCH).exists()


@pytest.mark.parametrize("sealed", ["", "nonsense", "gAAAAAé"])
def test_what_is_not_ours_is_looked_up_anew(
    clerk: Client, world: World, document: Document, sealed: str
) -> None:
    step = clerk.post(address(document), {"do": "other", "suggested": sealed}).context

    assert step["suggested"]["person"]


def test_what_another_clerk_was_shown_opens_for_nobody_else(
    world: World, document: Document
) -> None:
    theirs = PrintedSuggestions.at_opening(document, user=world.users["scanning_desk"])
    with mock.patch.object(printed_suggestions, "suggestions_for", return_value=[]):
        mine = PrintedSuggestions.sent_back(
            theirs.sealed, document, user=world.users["registration_worker"]
        )

    assert labels(theirs)["person"]
    assert labels(mine) == {}


def test_another_version_of_the_document_is_looked_up_anew(
    world: World, document: Document
) -> None:
    user = world.users["scanning_desk"]
    before = PrintedSuggestions.at_opening(document, user=user)
    document.version += 1
    with mock.patch.object(printed_suggestions, "suggestions_for", return_value=[]):
        after = PrintedSuggestions.sent_back(before.sealed, document, user=user)

    assert labels(after) == {}


def test_an_hour_later_it_is_looked_up_anew(
    world: World, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = world.users["scanning_desk"]
    before = PrintedSuggestions.at_opening(document, user=user)
    monkeypatch.setattr(printed_suggestions, "SEALED_FOR_S", -1)
    with mock.patch.object(printed_suggestions, "suggestions_for", return_value=[]):
        after = PrintedSuggestions.sent_back(before.sealed, document, user=user)

    assert SEALED_FOR_S == 3600
    assert labels(after) == {}


def test_who_may_not_file_there_any_more_is_shown_the_rest_alone(
    world: World, document: Document
) -> None:
    user = world.users["scanning_desk"]
    before = PrintedSuggestions.at_opening(document, user=user)
    world.family.state = DossierState.CLOSED
    world.family.save()
    after = PrintedSuggestions.sent_back(before.sealed, document, user=user)

    assert labels(after)["person"] == []
    assert labels(after)["act_number"] == ["418"]


def test_a_role_taken_away_takes_the_names_away(world: World, document: Document) -> None:
    user = world.users["scanning_desk"]
    before = PrintedSuggestions.at_opening(document, user=user)
    for grant in Grant.objects.in_force().filter(user=user):
        end_grant(grant=grant, by=None)
    after = PrintedSuggestions.sent_back(before.sealed, document, user=user)

    assert labels(after)["person"] == []


def test_a_name_typed_to_its_end_costs_one_search_and_one_line(
    clerk: Client,
    world: World,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    """The script waits until the hand rests; before, the whole screen looked eight names up."""
    searches: list[str] = []

    def count(text: str, **how: Any) -> Any:
        searches.append(text)
        return find_members(text, **how)

    monkeypatch.setattr(candidates, "find_members", count)
    before = JournalEntry.objects.count()
    with django_assert_max_num_queries(30):
        clerk.post(reverse("dossiers:candidates", args=[document.uid]), {"find": "Fatima Zahra"})

    assert searches == ["Fatima Zahra"]
    assert JournalEntry.objects.count() == before + 1

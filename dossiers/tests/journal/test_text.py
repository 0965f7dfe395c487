"""Every line of the journal has words for who reads it, in each language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dossiers import journal
from dossiers.journal.text import SCREENS, lines_in_words
from dossiers.journal.things import LISTS, Subject, Thing
from dossiers.journal.verbs import Verb
from dossiers.models import JournalEntry
from dossiers.tests.factories import DossierFactory, UserFactory
from dossiers.vocabulary import JournalAction

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
LATIN_WORD = re.compile(r"[a-z]{2,}")
# Their `verb` is the name of a permission.
ASK_A_RIGHT = {"place_or_404"}


def given(keyword: str) -> Iterator[tuple[str, ast.expr]]:
    """Yield (file, value) of what calls of the archive hand over by this name."""
    root = Path(apps.get_app_config("dossiers").path)
    for file in sorted(root.rglob("*.py")):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name_of_call(node) not in ASK_A_RIGHT:
                for argument in node.keywords:
                    if argument.arg == keyword:
                        yield file.name, argument.value


def name_of_call(call: ast.Call) -> str:
    return getattr(call.func, "attr", None) or getattr(call.func, "id", "")


@pytest.mark.parametrize("verb", Verb)
def test_a_verb_reaches_no_arabic_reader_in_english(verb: Verb) -> None:
    with translation.override("ar"):
        assert not LATIN_WORD.search(str(verb.label))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", [*Verb, *Thing])
def test_a_verb_and_a_thing_are_translated(word: Verb | Thing, language: str) -> None:
    with translation.override("en"):
        english = str(word.label)
    with translation.override(language):
        same = str(word.label) == english

    # French and English have one word for a dossier and for a document.
    assert not same or (language == "fr" and word in (Thing.DOSSIER, Thing.DOCUMENT))


def test_no_line_is_written_with_a_verb_of_its_own() -> None:
    verbs = list(given("verb"))
    strings = [(file, ast.unparse(verb)) for file, verb in verbs if isinstance(verb, ast.Constant)]

    assert len(verbs) > 50
    assert strings == []


def test_every_screen_of_the_journal_has_words() -> None:
    screens = {one.value for _file, one in given("screen") if isinstance(one, ast.Constant)}

    assert screens
    assert screens <= set(SCREENS)


@pytest.mark.django_db
@pytest.mark.parametrize("thing", sorted(LISTS))
def test_a_list_is_told_in_arabic(thing: Thing) -> None:
    line = journal.record(by=None, action=JournalAction.SEARCH, thing=Subject(thing))

    with translation.override("ar"):
        [told] = lines_in_words([line])

    assert told.thing
    assert not LATIN_WORD.search(told.thing)


@pytest.mark.django_db
def test_ten_times_the_lines_take_the_same_number_of_queries() -> None:
    def queries_for(number: int) -> int:
        staff = [UserFactory() for _one in range(3)]
        for place in range(number):
            dossier = DossierFactory()
            journal.record(
                by=staff[place % 3],
                action=JournalAction.GRANT,
                thing=staff[(place + 1) % 3],
                folder_id=dossier.pk,
                verb=Verb.RESPONSIBLE_NAMED,
                responsible=staff[place % 3].pk,
                holder=f"user {staff[place % 3].pk}",
            )
        lines = list(JournalEntry.objects.order_by("-pk")[:number])
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert len(lines_in_words(lines)) == number
        return len(seen)

    assert queries_for(4) == queries_for(40) <= 4


@pytest.mark.django_db
def test_lines_about_ten_thousand_people_and_places_take_a_query_for_each_table() -> None:
    lines = [
        JournalEntry(
            actor_id=number,
            action=JournalAction.GRANT,
            thing=f"user {number}",
            folder_id=number,
            detail={"holder": f"group {number}"},
        )
        for number in range(1, 10_001)
    ]

    with CaptureQueriesContext(connection) as seen:
        told = lines_in_words(lines)

    assert len(told) == len(lines)
    assert len(seen) <= 4

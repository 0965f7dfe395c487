"""What a line is about: its text, which the chain covers, and the columns made from it."""

import pytest

from dossiers import journal
from dossiers.journal import triggers
from dossiers.journal.things import Subject, Thing, columns_of
from dossiers.journal.verbs import Verb
from dossiers.models import JournalEntry, Original, Page, RefusedFile
from dossiers.tests.factories import DocumentFactory, DossierFactory, UnitFactory, UserFactory
from dossiers.vocabulary import JournalAction
from tests.migrating import Steps, migrate

BEFORE = [("dossiers", "0042_document_words")]
AFTER = [("dossiers", "0043_typed_journal")]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("document 17", Subject(Thing.DOCUMENT, "17")),
        ("page 2 of document 17", Subject(Thing.DOCUMENT, "17", page=2)),
        ("page 3 of original 9", Subject(Thing.ORIGINAL, "9", page=3)),
        ("2026/0003", Subject(Thing.DOSSIER, "2026/0003")),
        ("kind birth_record", Subject(Thing.KIND, "birth_record")),
        ("saved search 4", Subject(Thing.SAVED_SEARCH, "4")),
        ("people alike", Subject(Thing.PEOPLE_ALIKE)),
        ("", Subject()),
    ],
)
def test_text_and_subject_say_the_same(text: str, subject: Subject) -> None:
    assert Subject.of_text(text) == subject
    assert str(subject) == text


@pytest.mark.parametrize("text", ["رقية", "user abc", "user ", "group None", "document 1 2 x"])
def test_a_text_of_no_known_form_is_about_nothing(text: str) -> None:
    assert Subject.of_text(text) == Subject()


@pytest.mark.django_db
def test_a_line_is_found_by_what_it_is_about() -> None:
    document = DocumentFactory()
    line = journal.record(by=None, action=JournalAction.VIEW, thing=document)

    assert JournalEntry.objects.get(thing_model=Thing.DOCUMENT, thing_id=str(document.pk)) == line


@pytest.mark.django_db
@pytest.mark.parametrize("make", [DocumentFactory, DossierFactory, UnitFactory, UserFactory])
def test_a_row_is_called_as_its_text_is_read(make: type) -> None:
    subject = Subject.of(make())

    assert Subject.of_text(str(subject)) == Subject(subject.thing, str(subject.id))


def test_a_page_set_aside_is_called_by_its_file() -> None:
    page = Page(original=Original(pk=9), original_number=3)

    assert str(Subject.of(page)) == "page 3 of original 9"


def test_a_row_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="no word for RefusedFile"):
        Subject.of(RefusedFile())


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["thing_model", "thing_id", "thing_page"])
def test_a_changed_column_is_found_although_no_hash_covers_it(column: str) -> None:
    line = journal.record(by=None, action=JournalAction.VIEW, thing=DocumentFactory())
    with triggers.lifted():
        JournalEntry.objects.filter(pk=line.pk).update(**{column: 4})

    assert list(journal.verify_chain()) == [
        f"the columns of line {line.pk} do not say what its text says"
    ]


@pytest.mark.django_db(transaction=True)
def test_old_lines_get_their_columns_and_the_chain_stays_whole(newest_step: Steps) -> None:
    document, dossier, user = DocumentFactory(), DossierFactory(), UserFactory()
    for thing in (document, dossier, user, None):
        journal.record(
            by=user, action=JournalAction.VIEW, thing=thing, folder_id=dossier.pk, verb=Verb.CREATED
        )
    texts = list(JournalEntry.objects.order_by("pk").values_list("thing", "folder_id", "hash"))

    old = migrate(BEFORE)
    kept = old.get_model("dossiers", "JournalEntry").objects.order_by("pk")
    assert list(kept.values_list("thing", "dossier_id", "hash")) == texts
    migrate(AFTER)
    migrate(newest_step)

    assert list(journal.verify_chain()) == []
    assert triggers.is_locked()
    for line in JournalEntry.objects.all():
        expected = columns_of(Subject.of_text(line.thing))
        assert {name: getattr(line, name) for name in expected} == expected

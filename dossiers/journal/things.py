"""What a line of the journal is about: a closed list, with its words in three languages.

The hash of a line covers its text ("page 2 of document 17"). The columns beside it say the same
for queries; they are made from the text alone, so that a change of either is found.
"""

import re
from dataclasses import dataclass
from typing import Self

from django.contrib.auth.models import Group
from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from dossiers.models import (
    Document,
    DocumentKind,
    Dossier,
    Grant,
    Invitation,
    JournalEntry,
    Original,
    Page,
    Person,
    Referral,
    SavedSearch,
    Unit,
    User,
)


class Thing(TextChoices):
    """A model, or a list that shows several things. The label takes the `id` of one."""

    DOSSIER = "dossier", _("dossier %(id)s")
    UNIT = "unit", _("unit %(id)s")
    DOCUMENT = "document", _("document %(id)s")
    ORIGINAL = "original", _("file %(id)s")
    PERSON = "person", _("person %(id)s")
    USER = "user", _("account %(id)s")
    GROUP = "group", _("group %(id)s")
    GRANT = "grant", _("role no. %(id)s")
    REFERRAL = "referral", _("referral %(id)s")
    KIND = "kind", _("kind of document %(id)s")
    INVITATION = "invitation", _("one-time link %(id)s")
    SAVED_SEARCH = "saved search", _("saved search %(id)s")
    SEPARATOR_SHEET = "separator sheet", _("separator sheet")
    PEOPLE_NAMED = "people named on a paper", _("people named on a document")
    PEOPLE_ALIKE = "people alike", _("similar people")
    RECORDS = "records", _("records of people")
    DOSSIERS_TO_FILE_IN = "dossiers to file in", _("dossiers to file in")


LISTS = frozenset(
    {
        Thing.SEPARATOR_SHEET,
        Thing.PEOPLE_NAMED,
        Thing.PEOPLE_ALIKE,
        Thing.RECORDS,
        Thing.DOSSIERS_TO_FILE_IN,
    }
)
MODELS: dict[type[Model], Thing] = {
    Dossier: Thing.DOSSIER,
    Unit: Thing.UNIT,
    Document: Thing.DOCUMENT,
    Original: Thing.ORIGINAL,
    Person: Thing.PERSON,
    User: Thing.USER,
    Group: Thing.GROUP,
    Grant: Thing.GRANT,
    Referral: Thing.REFERRAL,
    DocumentKind: Thing.KIND,
    Invitation: Thing.INVITATION,
    SavedSearch: Thing.SAVED_SEARCH,
}
# What a line calls a thing by, where that is not its number.
KEYS: dict[type[Model], str] = {Dossier: "reference", DocumentKind: "code"}
_REFERENCE = re.compile(r"\d{4}/\d+")
_PAGE = re.compile(r"page (\d+) of (document|original) (\d+)")


@dataclass(frozen=True, slots=True)
class Subject:
    """What one line is about: a thing by its id (of a dossier: its reference), or a page of it.

    >>> str(Subject(Thing.DOCUMENT, "17", page=2))
    'page 2 of document 17'
    >>> Subject.of_text("2026/0003").thing
    Thing.DOSSIER
    """

    thing: Thing | None = None
    id: str | int = ""
    page: int | None = None

    def __str__(self) -> str:
        if self.thing is None:
            return ""
        if self.thing in LISTS:
            return self.thing.value
        if self.thing == Thing.DOSSIER:
            return str(self.id)
        text = f"{self.thing.value} {self.id}"
        return text if self.page is None else f"page {self.page} of {text}"

    @classmethod
    def of(cls, thing: "Model | Subject | None") -> "Subject":
        """Return the subject of a line about a row of ours. Raises ValueError for other models."""
        if thing is None:
            return cls()
        if isinstance(thing, Subject):
            return thing
        if isinstance(thing, Page):
            return cls(Thing.ORIGINAL, thing.original_id, page=thing.original_number)
        model = thing._meta.model
        if model not in MODELS:
            raise ValueError(f"the journal has no word for {model.__name__}")
        return cls(MODELS[model], getattr(thing, KEYS.get(model, "pk")))

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Return what the text of a line speaks of; nothing for a text of no known form."""
        if _REFERENCE.fullmatch(text):
            return cls(Thing.DOSSIER, text)
        if page := _PAGE.fullmatch(text):
            return cls(Thing(page[2]), page[3], page=int(page[1]))
        if text in LISTS:
            return cls(Thing(text))
        word, _space, number = text.rpartition(" ")
        is_known = word in Thing.values and (number.isdecimal() or word == Thing.KIND)
        return cls(Thing(word), number) if is_known else cls()


def columns_of(subject: Subject) -> dict[str, str | int | None]:
    """Return the columns that say for queries what the text says."""
    if subject.thing is None:
        return {"thing_model": None, "thing_id": None, "thing_page": None}
    return {
        "thing_model": subject.thing.value,
        "thing_id": str(subject.id) or None,
        "thing_page": subject.page,
    }


def subject_of(entry: JournalEntry) -> Subject:
    """Return what a stored line is about."""
    return Subject.of_text(entry.thing)

"""A line of the journal in the reader's words. Names staff, never a family."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.access.explain import name_of
from dossiers.access.roles import Role
from dossiers.models import BreakGlassReview, Document, Dossier, JournalEntry, Unit, User
from dossiers.vocabulary import ConfidentialityClass, FactorKind, GrantCause, MemberRole
from dossiers.web.shortcuts import Place, address_of

from .things import Subject, Thing, subject_of
from .verbs import Verb

Row = TypeVar("Row", bound=Model)

SCREENS: dict[str, str | Promise] = {
    "sharing": gettext_lazy("the sharing page"),
    "access": gettext_lazy("the access report"),
    "journal": gettext_lazy("the journal"),
    "correction": gettext_lazy("the correction form"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal in words."""

    entry: JournalEntry
    who: str
    action: str
    thing: str
    # The journal of the dossier or unit it is about.
    url: str
    detail: str


@dataclass(frozen=True, slots=True)
class Names:
    """Staff, groups and places that some lines speak of, looked up at once."""

    users: Mapping[int, User]
    groups: Mapping[int, Group]
    places: Mapping[int, Place]

    @classmethod
    def of(cls, entries: Iterable[JournalEntry]) -> "Names":
        """Look up what these lines name, with one query for each table."""
        users, groups, places = set[int](), set[int](), set[int]()
        for entry in entries:
            subject = subject_of(entry)
            holder = Subject.of_text(str(entry.detail.get("holder", "")))
            for one in (subject, holder):
                if one.thing == Thing.USER:
                    users.add(int(one.id))
                elif one.thing == Thing.GROUP:
                    groups.add(int(one.id))
            users.update(
                pk
                for pk in (entry.actor_id, entry.detail.get("responsible"))
                if isinstance(pk, int)
            )
            if entry.folder_id:
                places.add(entry.folder_id)
        return cls(
            users=_by_pk(User.objects.filter(pk__in=users)),
            groups=_by_pk(Group.objects.filter(pk__in=groups).select_related("names")),
            places={
                **_by_pk(Dossier.objects.filter(pk__in=places)),
                **_by_pk(Unit.objects.filter(pk__in=places)),
            },
        )

    def user(self, pk: int | None) -> str:
        """Return how a member of staff is called; the number of one who is not stored."""
        if pk is None:
            return ""
        return name_of(self.users[pk]) if pk in self.users else f"{pk}"

    def holder(self, text: str) -> str:
        """Return how a person or a group is called that was given something."""
        holder = Subject.of_text(text)
        if holder.thing == Thing.GROUP:
            group = self.groups.get(int(holder.id))
            return str(group) if group else f"{holder.id}"
        return self.user(int(holder.id)) if holder.thing == Thing.USER else text


def _by_pk(rows: QuerySet[Row]) -> dict[int, Row]:
    """Fetch rows with one query; `in_bulk` takes one for each thousand on SQLite."""
    return {row.pk: row for row in rows}


def lines_in_words(entries: Sequence[JournalEntry]) -> list[Line]:
    """Return these lines in the reader's language; the number of queries is the same for any."""
    names = Names.of(entries)
    return [_in_words(entry, names=names) for entry in entries]


def _in_words(entry: JournalEntry, *, names: Names) -> Line:
    place = names.places.get(entry.folder_id or 0)
    return Line(
        entry=entry,
        who=names.user(entry.actor_id) if entry.actor_id in names.users else "",
        action=entry.get_action_display(),
        thing=thing_of(entry, place=str(place or ""), names=names),
        url=address_of(place, "journal") if place is not None else "",
        detail=detail_of(entry, names=names),
    )


def thing_of(entry: JournalEntry, *, place: str, names: Names) -> str:
    """Say what the line is about: the place, and the document or role in it."""
    subject = subject_of(entry)
    if entry.thing == place or (subject.thing == Thing.UNIT and place):
        return place
    if subject.thing is None:
        text = entry.thing
    elif subject.thing in (Thing.USER, Thing.GROUP):
        return names.holder(entry.thing)
    elif subject.page is not None:
        words = _("page %(number)s of file %(id)s")
        if subject.thing == Thing.DOCUMENT:
            words = _("page %(number)s of document %(id)s")
        text = words % {"number": subject.page, "id": subject.id}
    else:
        text = str(subject.thing.label) % {"id": subject.id}
    return f"{place} · {text}" if place and text else place or text


def detail_of(entry: JournalEntry, *, names: Names) -> str:
    """Say what else the line holds, as far as it means something to a person."""
    parts = []
    for key, word in WORDS.items():
        value = entry.detail.get(key)
        if value not in (None, ""):
            parts.append(NAMED[key](names, value) if key in NAMED else word(value))
    return " · ".join(piece for piece in parts if piece)


def _label(*lists: Any) -> Callable[[Any], str]:
    words = {value: word for choices in lists for value, word in choices.choices}
    return lambda value: str(words.get(value, value))


def _column(name: str) -> str:
    return str(getattr(Document._meta.get_field(name), "verbose_name", name))


def _fields(names: list[str]) -> str:
    """Name columns of a paper as its form does."""
    return ", ".join(_column(name) for name in names)


WORDS: dict[str, Callable[[Any], str]] = {
    "verb": _label(Verb),
    "screen": lambda value: str(SCREENS.get(value, value)),
    "role": _label(Role, MemberRole),
    "holder": str,
    "responsible": str,
    "cause": _label(GrantCause),
    "kind": str,
    "factor": _label(FactorKind),
    "attempts": lambda value: _("attempts: %(count)s") % {"count": value},
    "left": lambda value: _("codes left: %(count)s") % {"count": value},
    "fields": _fields,
    "permissions": ", ".join,
    "added": lambda value: _("now also: %(names)s") % {"names": ", ".join(value)} if value else "",
    "removed": lambda value: _("no more: %(names)s") % {"names": ", ".join(value)} if value else "",
    "papers": lambda value: _("documents: %(count)s") % {"count": value},
    "marked": lambda value: _("with a watermark") if value else "",
    "before": lambda value: _("before: %(class)s") % {"class": _label(ConfidentialityClass)(value)},
    "after": lambda value: _("now: %(class)s") % {"class": _label(ConfidentialityClass)(value)},
    "inherits": lambda value: (
        _("follows the unit’s roles") if value else _("does not follow the unit’s roles")
    ),
    "protected": lambda value: _("protected") if value else "",
    "finding": _label(BreakGlassReview.Finding),
    "found": lambda value: _("results: %(count)s") % {"count": value},
    "merged": lambda value: _("with person %(id)s") % {"id": value},
    "despite": lambda value: _("similar people: %(count)s") % {"count": len(value)},
    "unseen": lambda value: _("not accessible: %(count)s") % {"count": value} if value else "",
    "door": lambda value: _("by a code of an invitation") if value == "invitation" else "",
    "units": ", ".join,
    "places": lambda value: (
        _("dossiers and trays: %(count)s") % {"count": len(value)} if value else ""
    ),
    "pages": lambda value: _("pages: %(count)s") % {"count": value},
}
# Of these the words are names that were looked up.
NAMED: dict[str, Callable[[Names, Any], str]] = {
    "holder": Names.holder,
    "responsible": Names.user,
}

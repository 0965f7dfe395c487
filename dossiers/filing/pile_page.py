"""How a page of a pile is told to people, and what has changed since they looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossiers.access.explain import name_of
from dossiers.journal.things import Thing
from dossiers.models import JournalEntry, Page, User
from dossiers.vocabulary import JournalAction
from dossiers.web.numbers import whole_number

from .pile_plan import Pile, Placed, parts_of
from .pile_proposals import Reason

REASONS: dict[Reason, str | Promise] = {
    Reason.SHEET: _("Suggested: there is a cover sheet or separator before it."),
    Reason.BLANK: _("Suggested: there is a blank page before it."),
    Reason.HEADING: _("Suggested: it has the heading of a form."),
}

# What is marked of a page, by what stands before its uid in the form.
MARKS: dict[str, str | Promise] = {
    "cut-": _("Documents begin at the pages"),
    "aside-": _("Pages set aside"),
    "turns-": _("Pages turned"),
}


@dataclass(frozen=True, slots=True)
class PilePage:
    """One thumbnail of the row."""

    uid: str
    place: int  # 1-based
    paper: int  # 1-based; 0 if set aside
    is_first: bool
    begins: bool
    is_aside: bool
    turns: int
    reason: str | Promise
    is_changed: bool
    is_sheet: bool
    is_blank: bool
    has_picture: bool
    thumbnail: str
    image: str
    edit: str

    @property
    def look(self) -> str:
        """The classes of its item in the row."""
        looks = {"begins": self.is_first, "is-aside": self.is_aside, "is-changed": self.is_changed}
        return " ".join(name for name, is_on in looks.items() if is_on)

    @property
    def token(self) -> str:
        """The page as it lies, to be compared later: uid, paper, place."""
        return f"{self.uid}:{self.paper}:{self.place}"


@dataclass(frozen=True)
class Change:
    """What somebody else did to a pile in the meantime."""

    pages: set[str] = field(default_factory=set)
    missing: int = 0
    who: str = ""
    when: datetime | None = None


def describe_row(
    pile: Pile,
    plan: Sequence[Placed],
    *,
    reasons: Mapping[str, Reason] | None = None,
    change: Change | None = None,
) -> list[PilePage]:
    """Return the thumbnails of a row, in its order."""
    pages = {page.uid: page for page in pile.pages}
    papers = {one.uid: number for number, part in enumerate(parts_of(plan), 1) for one in part}
    first = {part[0].uid for part in parts_of(plan)}
    uids = {document.pk: document.uid for document in pile.documents}
    return [
        PilePage(
            uid=placed.uid,
            place=place,
            paper=papers.get(placed.uid, 0),
            is_first=placed.uid in first,
            begins=placed.uid in first,
            is_aside=placed.is_aside,
            turns=placed.turns,
            reason=REASONS[reasons[placed.uid]] if reasons and placed.uid in reasons else "",
            is_changed=change is not None and placed.uid in change.pages,
            is_sheet=pages[placed.uid].is_sheet,
            is_blank=pages[placed.uid].is_blank,
            has_picture=bool(pages[placed.uid].thumbnail_name),
            **_doors(pages[placed.uid], uids),
        )
        for place, placed in enumerate(plan, 1)
    ]


def last_change(pile: Pile, *, shown: str) -> Change:
    """Compare the row as it was shown (tokens) with the pile now; name who changed it last."""
    before = dict(token.split(":", 1) for token in shown.split() if ":" in token)
    now = {page.uid: page.token.split(":", 1)[1] for page in describe_row(pile, pile.plan)}
    line = _last_line(pile)
    return Change(
        pages={uid for uid, place in now.items() if before.get(uid) != place},
        missing=len(before.keys() - now.keys()),
        who=_name(line.actor_id) if line and line.actor_id else "",
        when=line.at if line else None,
    )


def marks_in(words: QueryDict) -> list[tuple[str | Promise, str]]:
    """Return what was marked in a row that was sent: each mark with the places of its pages."""
    places = {
        name.removeprefix("place-"): whole_number(words.get(name), otherwise=0)
        for name in words
        if name.startswith("place-")
    }
    marked = {
        label: sorted(place for uid, place in places.items() if words.get(mark + uid, "0") != "0")
        for mark, label in MARKS.items()
    }
    return [(label, ", ".join(map(str, at))) for label, at in marked.items() if at]


def is_mine_already(plan: Sequence[Placed], pile: Pile, *, by: User) -> bool:
    """Whether this person has just made these papers: a second click, an answer that was lost."""
    wanted, lying = (
        [[one.uid for one in part] for part in parts_of(row)] for row in (plan, pile.plan)
    )
    line = _last_line(pile)
    return sorted(wanted) == sorted(lying) and line is not None and line.actor_id == by.pk


def _last_line(pile: Pile) -> JournalEntry | None:
    """Return the line of the journal about the last change of its papers by a person."""
    lines = JournalEntry.objects.filter(
        action=JournalAction.CHANGE,
        thing_model=Thing.DOCUMENT,
        thing_id__in=[str(document.pk) for document in pile.documents],
    )
    return lines.exclude(actor_id=None).order_by("-pk").first()


def _name(pk: int) -> str:
    user = User.objects.filter(pk=pk).first()
    return name_of(user) if user else ""


def _doors(page: Page, uids: Mapping[int, str]) -> dict[str, str]:
    """Return the addresses of its pictures and of its own screen."""
    if page.document_id is None:
        return {
            "thumbnail": reverse("dossiers:aside_thumbnail", args=[page.uid]),
            "image": reverse("dossiers:aside_image", args=[page.uid]),
            "edit": "",
        }
    place = [uids[page.document_id], page.number]
    return {
        "thumbnail": reverse("dossiers:page_thumbnail", args=place),
        "image": reverse("dossiers:page_image", args=place),
        "edit": reverse("dossiers:page_picture", args=[uids[page.document_id], page.uid]),
    }

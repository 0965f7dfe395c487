"""A line of the journal in the reader's words. Names staff, never a family."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dossiers.access.explain import name_of
from dossiers.access.roles import Role
from dossiers.models import BreakGlassReview, Document, JournalEntry, User
from dossiers.vocabulary import ConfidentialityClass, FactorKind, GrantCause, MemberRole

# What `verb=` says in the lines that the actions write.
VERBS: dict[str, str | Promise] = {
    "created": pgettext_lazy("journal", "opened the dossier"),
    "read": pgettext_lazy("journal", "the document was read"),
    "sent back": pgettext_lazy("journal", "sent the document to be read again"),
    "sheets set aside": pgettext_lazy("journal", "set cover sheets aside"),
    "sent to be read again": pgettext_lazy("journal", "had a document read with other settings"),
    "page shown": pgettext_lazy("journal", "looked at a page to turn or crop it"),
    "pile shown": pgettext_lazy("journal", "looked through a pile of pages"),
    "arranged": pgettext_lazy("journal", "put the pages of a pile in order"),
    "pages set aside shown": pgettext_lazy("journal", "looked at the pages set aside"),
    "page brought back": pgettext_lazy(
        "journal", "put a page that was set aside back into the tray"
    ),
    "joined to another": pgettext_lazy("journal", "joined the document to another"),
    "trashed": pgettext_lazy("journal", "put a document into the trash"),
    "restored": pgettext_lazy("journal", "took a document out of the trash"),
    "to be scanned again": pgettext_lazy("journal", "asked for a new scan"),
    "filed": pgettext_lazy("journal", "filed a document"),
    "taken back": pgettext_lazy("journal", "took a filed document back into the tray"),
    "put into another dossier": pgettext_lazy(
        "journal", "put a filed document into another dossier"
    ),
    "filed papers shown": pgettext_lazy(
        "journal", "looked at the documents they had filed recently"
    ),
    "corrected": pgettext_lazy("journal", "corrected a document"),
    "verified": pgettext_lazy("journal", "verified a document"),
    "person added": pgettext_lazy("journal", "added a person"),
    "person linked": pgettext_lazy("journal", "put a known person into the dossier"),
    "link asked": pgettext_lazy("journal", "asked to have a known person in a dossier"),
    "link accepted": pgettext_lazy("journal", "let a known person be shown in another dossier"),
    "link declined": pgettext_lazy("journal", "declined a request about a person"),
    "asked too often about one name": pgettext_lazy("journal", "asked too often about one name"),
    "people merged": pgettext_lazy("journal", "merged two records of one person"),
    "merge undone": pgettext_lazy("journal", "separated two merged records again"),
    "records compared": pgettext_lazy("journal", "compared two records of one person"),
    "people listed for filing": pgettext_lazy("journal", "looked up people for filing"),
    "given": pgettext_lazy("journal", "gave a role"),
    "ended": pgettext_lazy("journal", "took a role back"),
    "boundary": pgettext_lazy("journal", "changed whether the unit’s roles apply"),
    "class changed": pgettext_lazy("journal", "changed the class"),
    "responsible named": pgettext_lazy("journal", "named the responsible person"),
    "break-glass reviewed": pgettext_lazy("journal", "reviewed an emergency access"),
    "placed": pgettext_lazy("journal", "set the place of the unit"),
    "joined": pgettext_lazy("journal", "joined a group"),
    "left": pgettext_lazy("journal", "left a group"),
    "account made": pgettext_lazy("journal", "made an account"),
    "account activated": pgettext_lazy("journal", "took an account into use"),
    "account deactivated": pgettext_lazy("journal", "took an account out of use"),
    "made administrator": pgettext_lazy("journal", "made somebody an administrator"),
    "no longer administrator": pgettext_lazy("journal", "took administration from somebody"),
    "password changed": pgettext_lazy("journal", "changed a password"),
    "user name changed": pgettext_lazy("journal", "changed a user name"),
    "permissions given": pgettext_lazy("journal", "gave permissions in the admin"),
    "permissions taken": pgettext_lazy("journal", "took permissions in the admin back"),
    "rights on the site changed": pgettext_lazy("journal", "changed rights on the public site"),
    "class of a kind changed": pgettext_lazy("journal", "changed the class of a kind of document"),
    "kind of paper added": pgettext_lazy("journal", "added a kind of document"),
    "unit moved": pgettext_lazy("journal", "moved the unit"),
    "moved": pgettext_lazy("journal", "moved the dossier"),
    "sessions ended": pgettext_lazy("journal", "ended sessions"),
    "wrong code": pgettext_lazy("journal", "a wrong code of the second factor"),
    "code refused": pgettext_lazy("journal", "a code after too many wrong ones"),
    "password refused": pgettext_lazy("journal", "a password after too many wrong ones"),
    "locked": pgettext_lazy("journal", "signing in was locked"),
    "unlocked": pgettext_lazy("journal", "unlocked the sign-in"),
    "search saved": pgettext_lazy("journal", "kept a search"),
    "search deleted": pgettext_lazy("journal", "deleted a kept search"),
    "second factor added": pgettext_lazy("journal", "added a second factor"),
    "second factor removed": pgettext_lazy("journal", "removed a second factor"),
    "recovery codes made": pgettext_lazy("journal", "made new recovery codes"),
    "recovery codes kept": pgettext_lazy("journal", "confirmed having kept the recovery codes"),
    "recovery code used": pgettext_lazy("journal", "signed in with a recovery code"),
    "factor reset asked": pgettext_lazy("journal", "asked to reset a lost second factor"),
    "factor reset confirmed": pgettext_lazy("journal", "confirmed the reset of a second factor"),
    "factor reset refused": pgettext_lazy("journal", "refused the reset of a second factor"),
    "invited": pgettext_lazy("journal", "invited somebody"),
    "link made": pgettext_lazy("journal", "made a one-time link"),
    "link withdrawn": pgettext_lazy("journal", "withdrew a one-time link"),
    "invitation used": pgettext_lazy("journal", "chose a password by an invitation"),
    "one-time password set": pgettext_lazy("journal", "set a password for somebody"),
    "own password set": pgettext_lazy("journal", "chose a password of their own"),
    "account changed": pgettext_lazy("journal", "changed name or language of an account"),
    "account closed": pgettext_lazy("journal", "closed an account"),
    "account reopened": pgettext_lazy("journal", "opened a closed account again"),
    "first account offered": pgettext_lazy("journal", "made a set-up link on the terminal"),
    "first account made": pgettext_lazy("journal", "made a first account by a set-up link"),
    "units chosen": pgettext_lazy("journal", "chose the units in use"),
}
SCREENS: dict[str, str | Promise] = {
    "sharing": gettext_lazy("the sharing page"),
    "access": gettext_lazy("the access report"),
    "journal": gettext_lazy("the journal"),
    "correction": gettext_lazy("the correction form"),
}
THINGS: dict[str, str | Promise] = {
    "document": gettext_lazy("document %(id)s"),
    "grant": gettext_lazy("role no. %(id)s"),
    "unit": gettext_lazy("unit %(id)s"),
    "person": gettext_lazy("person %(id)s"),
    "referral": gettext_lazy("referral %(id)s"),
    "kind": gettext_lazy("kind of document %(id)s"),
    "invitation": gettext_lazy("one-time link %(id)s"),
}


def thing_of(entry: JournalEntry, *, place: str) -> str:
    """Say what the line is about: the place, and the paper or role in it."""
    kind, _space, number = entry.thing.partition(" ")
    if entry.thing == place or kind == "unit":
        return place or entry.thing
    if kind == "user" and number.isdigit():
        return _user_name(int(number))
    if kind == "group" and number.isdigit():
        return _holder(entry.thing)
    if kind == "page":
        # "page 2 of document 17"; one set aside: "page 2 of original 17"
        words = entry.thing.split()
        told = {"number": words[1], "id": words[-1]}
        if "original" in words:
            said = _("page %(number)s of file %(id)s") % told
        else:
            said = _("page %(number)s of document %(id)s") % told
    elif kind in THINGS:
        said = str(THINGS[kind]) % {"id": number}
    else:
        said = entry.thing
    return f"{place} · {said}" if place else said


def detail_of(entry: JournalEntry) -> str:
    """Say what else the line holds, as far as it means something to a person."""
    said = []
    for key, word in WORDS.items():
        value = entry.detail.get(key)
        if value not in (None, ""):
            said.append(word(value))
    return " · ".join(piece for piece in said if piece)


def _user_name(pk: int) -> str:
    user = User.objects.filter(pk=pk).first()
    return name_of(user) if user else f"{pk}"


def _holder(value: str) -> str:
    kind, _space, number = value.partition(" ")
    if kind == "group":
        group = Group.objects.filter(pk=number).first()
        return group.name if group else number
    return _user_name(int(number)) if number.isdigit() else value


def _label(*lists: Any) -> Callable[[Any], str]:
    words = {value: word for choices in lists for value, word in choices.choices}
    return lambda value: str(words.get(value, value))


def _column(name: str) -> str:
    return str(getattr(Document._meta.get_field(name), "verbose_name", name))


def _fields(names: list[str]) -> str:
    """Name columns of a paper as its form does."""
    return ", ".join(_column(name) for name in names)


WORDS: dict[str, Callable[[Any], str]] = {
    "verb": lambda value: str(VERBS.get(value, value)),
    "screen": lambda value: str(SCREENS.get(value, value)),
    "role": _label(Role, MemberRole),
    "holder": _holder,
    "responsible": _user_name,
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

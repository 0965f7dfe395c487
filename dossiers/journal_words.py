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
from dossiers.vocabulary import Class, GrantCause

# What `verb=` says in the lines that the actions write.
VERBS: dict[str, str | Promise] = {
    "created": pgettext_lazy("journal", "opened the dossier"),
    "read": pgettext_lazy("journal", "the paper was read"),
    "sent back": pgettext_lazy("journal", "sent the paper to be read again"),
    "filed": pgettext_lazy("journal", "filed a paper"),
    "corrected": pgettext_lazy("journal", "corrected a paper"),
    "verified": pgettext_lazy("journal", "verified a paper"),
    "person added": pgettext_lazy("journal", "added a person"),
    "person linked": pgettext_lazy("journal", "put a known person into the dossier"),
    "people merged": pgettext_lazy("journal", "merged two records of one person"),
    "merge undone": pgettext_lazy("journal", "took a merged person apart again"),
    "records compared": pgettext_lazy("journal", "compared two records of one person"),
    "people listed for filing": pgettext_lazy("journal", "looked at the people for filing"),
    "given": pgettext_lazy("journal", "gave a role"),
    "ended": pgettext_lazy("journal", "took a role back"),
    "boundary": pgettext_lazy("journal", "changed the inheritance"),
    "class changed": pgettext_lazy("journal", "changed the class"),
    "responsible named": pgettext_lazy("journal", "named the responsible"),
    "break-glass reviewed": pgettext_lazy("journal", "reviewed a break-glass"),
    "placed": pgettext_lazy("journal", "placed the unit"),
    "joined": pgettext_lazy("journal", "joined a group"),
    "left": pgettext_lazy("journal", "left a group"),
    "moved": pgettext_lazy("journal", "moved the dossier"),
    "search saved": pgettext_lazy("journal", "kept a search"),
    "search deleted": pgettext_lazy("journal", "deleted a kept search"),
}
SCREENS: dict[str, str | Promise] = {
    "sharing": gettext_lazy("the sharing page"),
    "access": gettext_lazy("the access report"),
    "journal": gettext_lazy("the journal"),

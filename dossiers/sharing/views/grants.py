"""The sharing page of a unit or a dossier: who holds what, by which cause, until when.

The pages show and ask; the rules are in `dossiers.sharing.actions` and `boundaries`.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers import journal
from dossiers.access.explain import Cause, causes_at
from dossiers.access.roles import BUNDLES
from dossiers.errors import RefusedError
from dossiers.models import Dossier, Grant, User
from dossiers.sharing.actions import Sharer, change_share, end_share, roles_to_give, share
from dossiers.sharing.forms import (
    SHOWN_AT_ONCE,
    ResponsibleForm,
    RoleForm,
    ShareForm,
    field_of,
    find_holders,
    holder_name,
)
from dossiers.vocabulary import JournalAction
from dossiers.web.fresh import fresh_sign_in_required
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import (
    Place,
    address_of,
    back_to_sharing,
    label_of,
    place_or_404,
    sharing_frame,
    words_of,
)
from dossiers.web.typed_words import typed_in

from .boundaries import BOUNDARIES


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One line of the table: a grant as it arrives here."""

    cause: Cause
    holder: str
    members: tuple[str, ...]
    role: str | Promise
    sentence: str | Promise
    words: list[str]
    where: str
    # The grant stands, but its holder may no longer sign in.
    has_left: bool
    change_url: str = ""
    end_url: str = ""


@require_safe
def show(request: AuthenticatedRequest, uid: str, model: type[Place]) -> HttpResponse:
    """Show who has which role here, and what may be done about it."""
    place = place_or_404(request, model=model, uid=uid, verb="SHARE")
    _record(request, place)
    rows = _rows(place, request.user)
    return render(
        request,
        "dossiers/sharing/grants.html",
        {
            **sharing_frame(request, place, title=_("Sharing")),
            "here": [row for row in rows if not row.cause.is_inherited],
            "above": [row for row in rows if row.cause.is_inherited],
            "above_sentence": _above_sentence(place),
            "add_url": address_of(place, "share"),
            **(_dossier_only(place) if isinstance(place, Dossier) else {}),
        },
    )


def _above_sentence(place: Place) -> str:
    if isinstance(place, Dossier):
        return _(
            "These roles were given at a higher level and also apply to this dossier. "
            "Change them where they were given."
        )
    return _(
        "These roles were given at a higher level and also apply to this unit. "
        "Change them where they were given."
    )


@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: AuthenticatedRequest, uid: str, model: type[Place]) -> HttpResponse:
    """Ask to whom and which role; what is searched travels in the body."""
    place = place_or_404(request, model=model, uid=uid, verb="SHARE")
    words = typed_in(request)
    typed = words.get("who", "")
    gives = request.POST.get("step") == "give"
    holders = find_holders("" if gives else typed)
    form = ShareForm(
        request.POST if gives else None,
        roles=roles_to_give(place=place, by=request.user),
        holders=holders if gives else holders[:SHOWN_AT_ONCE],
        initial={name: words.get(name) for name in ("role", "until", "reason")},
    )
    if gives and form.is_valid() and _try(form, _give, request, place, form.cleaned_data):
        return back_to_sharing(request, place)
    if gives:
        chosen = request.POST.get("holder")
        shown = [one for one in field_of(form, "holder").choices if one[0] == chosen]
        field_of(form, "holder").choices = shown or field_of(form, "holder").choices[:SHOWN_AT_ONCE]
    context = {"form": form, "who": typed, "hidden": max(len(holders) - SHOWN_AT_ONCE, 0)}
    return render(
        request,
        "dossiers/sharing/add.html",
        {**sharing_frame(request, place, title=_("Share")), **context},
    )


@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(
    request: AuthenticatedRequest, uid: str, grant_uid: str, model: type[Place]
) -> HttpResponse:
    """Ask for another role or another last day."""
    place = place_or_404(request, model=model, uid=uid, verb="SHARE")
    grant = get_object_or_404(Grant.objects.in_force(), uid=grant_uid, folder_id=place.pk)
    form = RoleForm(
        request.POST or None,
        roles=roles_to_give(place=place, by=request.user),
        initial={"role": grant.role, "until": grant.valid_until, "reason": grant.reason},
    )
    if request.method == "POST" and form.is_valid():
        given = _renamed(form.cleaned_data)
        if _try(form, lambda: change_share(grant=grant, by=request.user, **given)):
            messages.success(request, _("The role is changed."))
            return back_to_sharing(request, place)
    context = {"form": form, "holder": holder_name(grant.holder)}
    return render(
        request,
        "dossiers/sharing/change.html",
        {**sharing_frame(request, place, title=_("Change a role")), **context},
    )


@fresh_sign_in_required
@require_POST
def end(
    request: AuthenticatedRequest, uid: str, grant_uid: str, model: type[Place]
) -> HttpResponse:
    """Take a role back."""
    place = place_or_404(request, model=model, uid=uid, verb="SHARE")
    grant = get_object_or_404(Grant, uid=grant_uid, folder_id=place.pk)
    try:
        end_share(grant=grant, by=request.user)
        messages.success(request, _("The role has been taken back. It no longer applies."))
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    return back_to_sharing(request, place)


def _rows(place: Place, user: User) -> list[GrantRow]:
    sharer = Sharer.of(user, place)
    rows = []
    for cause in causes_at(place.pk):
        grant = cause.grant
        is_here = not cause.is_inherited
        rows.append(
            GrantRow(
                cause=cause,
                holder=holder_name(grant.holder),
                members=_members(grant),
                role=grant.get_role_display(),
                sentence=BUNDLES[grant.role].sentence,
                words=words_of(cause.rights),
                where=label_of(cause.where),
                has_left=grant.user is not None and not grant.user.is_active,
                change_url=_grant_url(place, grant, "change")
                if is_here and sharer.may_change(grant)
                else "",
                end_url=_grant_url(place, grant, "end")
                if is_here and sharer.may_end(grant)
                else "",
            )
        )
    return rows


def _members(grant: Grant) -> tuple[str, ...]:
    if grant.group is None:
        return ()
    return tuple(holder_name(user) for user in grant.group.user_set.filter(is_active=True))


def _grant_url(place: Place, grant: Grant, page: str) -> str:
    return f"{address_of(place, 'sharing')}{grant.uid}/{page}/"


def _dossier_only(dossier: Dossier) -> dict[str, Any]:
    standing = "protected" if dossier.protected else "open" if dossier.inherits else "cut"
    return {
        "standing": BOUNDARIES[standing],
        "boundaries": [one for to, one in BOUNDARIES.items() if to != standing],
        "responsible_form": ResponsibleForm(auto_id="responsible-%s"),
    }


def _give(request: AuthenticatedRequest, place: Place, given: dict[str, Any]) -> None:
    share(place=place, to=given.pop("holder"), by=request.user, **_renamed(given))
    messages.success(request, _("The role has been given. It applies from now on."))


def _renamed(given: dict[str, Any]) -> dict[str, Any]:
    return {"role": given["role"], "reason": given["reason"], "valid_until": given["until"]}


def _try(form: Any, act: Any, *arguments: Any) -> bool:
    """Do it; a refusal becomes a sentence on top of the form."""
    try:
        act(*arguments)
    except RefusedError as refusal:
        form.add_error(None, str(refusal.reason))
        return False
    return True


def _record(request: AuthenticatedRequest, place: Place) -> None:
    journal.record(
        by=request.user,
        action=JournalAction.VIEW,
        thing=place,
        folder_id=place.pk,
        screen="sharing",
    )

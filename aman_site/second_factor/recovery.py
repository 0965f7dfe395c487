"""Recovery codes: shown once, confirmed as kept, made anew. The session knows what is due."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.http import HttpRequest

from dossiers.lost_factors.telling import codes_kept, codes_made
from dossiers.models import User

from .adapter import CannotUnsealError

KEPT_AT, VIEWED_AT = "kept_at", "viewed_at"
# In the session: the codes have not been confirmed as kept, or none is left.
CODES_DUE = "second_factor.codes_due"


def codes_of(user: User) -> Authenticator | None:
    """Return the row of the codes of a person."""
    rows = Authenticator.objects.filter(user_id=user.pk)
    return rows.filter(type=Authenticator.Type.RECOVERY_CODES).first()


def count_left(row: Authenticator) -> int:
    """Return how many codes have not been used; opens no seal."""
    return app_settings.RECOVERY_CODE_COUNT - int(row.data.get("used_mask", 0)).bit_count()


def note_what_is_due(request: HttpRequest, user: User) -> None:
    """Remember in the session whether its person has to see to their codes before going on."""
    row = codes_of(user)
    is_due = row is not None and (not row.data.get(KEPT_AT) or not count_left(row))
    request.session[CODES_DUE] = is_due


@transaction.atomic
def show_once(user: User) -> list[str] | None:
    """Return the codes, in two groups of four, the first time they are asked for; then None."""
    rows = Authenticator.objects.select_for_update()
    row = rows.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None or row.data.get(VIEWED_AT):
        return None
    row.data[VIEWED_AT] = time.time()
    row.save(update_fields=["data"])
    try:
        codes = row.wrap().get_unused_codes()
    except CannotUnsealError:
        return None
    return [f"{code[:4]} {code[4:]}" for code in codes]


@transaction.atomic
def make_new(request: HttpRequest, user: User) -> None:
    """Make a new set of codes; the old ones open nothing any more."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    make_first(user)
    codes_made(user=user)
    request.session[CODES_DUE] = True


def make_first(user: User) -> None:
    """Make the codes of somebody who has none."""
    RecoveryCodes.activate(user)


@transaction.atomic
def confirm_kept(request: HttpRequest, user: User) -> None:
    """Note that the person has printed the codes or written them down."""
    rows = Authenticator.objects.select_for_update()
    row = rows.get(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES)
    row.data[KEPT_AT] = time.time()
    row.save(update_fields=["data"])
    codes_kept(user=user)
    request.session[CODES_DUE] = False

"""Set up, add and remove a second factor. Each is one transaction with its line in the journal.

The first one proves the session in which it is made; any further one, and any removal, asks for
a session that proved the second factor already.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from aman_site.sign_in.session import has_second_factor
from dossiers.errors import RefusedError
from dossiers.lost_factors.telling import factor_added, factor_removed
from dossiers.models import User
from dossiers.vocabulary import FactorKind

from . import recovery
from .codes import LAST_STEP
from .factors import factors_of
from .requirement import is_required


def is_open(user: User) -> bool:
    """Tell whether this person may set up their first second factor today."""
    return settings.AMAN_EMBEDDED_DEMO or timezone.now() < user.enrolment_ends_at


def add_app(request: HttpRequest, *, secret: str, step: int) -> None:
    """Add an app with the secret that it knows; the code just shown is used up (`step`)."""
    with transaction.atomic():
        user, is_first = _who_adds(request)
        app = TOTP.activate(user, secret).instance
        app.data[LAST_STEP] = step
        app.save(update_fields=["data"])
        _finish(request, user, app, is_first=is_first)


def add_key(request: HttpRequest, *, name: str, credential: dict[str, Any]) -> None:
    """Add a security key."""
    with transaction.atomic():
        user, is_first = _who_adds(request)
        key = WebAuthn.add(user, name, credential).instance
        _finish(request, user, key, is_first=is_first)


@transaction.atomic
def remove(request: HttpRequest, *, factor: Authenticator) -> None:
    """Remove an app or a key; refuse the last one of somebody who needs one."""
    user = User.objects.select_for_update().get(pk=_pk(request))
    if not has_second_factor(request) and not settings.AMAN_EMBEDDED_DEMO:
        raise PermissionDenied
    others = factors_of(user).exclude(pk=factor.pk)
    if not others.exists():
        if is_required(user):
            raise RefusedError(
                _("This is your last one, and your rights ask for one: add another first.")
            )
        Authenticator.objects.filter(user_id=user.pk).delete()
    factors_of(user).filter(pk=factor.pk).delete()
    factor_removed(user=user, kind=FactorKind(factor.type))


def _who_adds(request: HttpRequest) -> tuple[User, bool]:
    """Return the person, locked, and whether it is their first; refuse who proved too little."""
    user = User.objects.select_for_update().get(pk=_pk(request))
    is_first = not factors_of(user).exists()
    if is_first and not is_open(user):
        raise PermissionDenied
    if not is_first and not has_second_factor(request) and not settings.AMAN_EMBEDDED_DEMO:
        raise PermissionDenied
    return user, is_first


def _finish(request: HttpRequest, user: User, factor: Authenticator, *, is_first: bool) -> None:
    factor_added(user=user, kind=FactorKind(factor.type))
    if recovery.codes_of(user) is None:
        recovery.make_first(user)
    if is_first:
        # A session that is worth more now gets another key.
        request.session.cycle_key()
        record_authentication(request, user, "mfa", id=factor.pk, type=factor.type)
        recovery.note_what_is_due(request, user)


def _pk(request: HttpRequest) -> int:
    return int(request.user.pk or 0)

"""Look at a code of the second factor: each code of an app is good once, for all processes.

allauth remembers used codes in a cache for one step, while its tolerance accepts a code for
three; here the row of the app itself remembers the last step that was used.
"""

import logging
from collections.abc import Callable

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction

from dossiers.lost_factors.telling import code_used
from dossiers.models import User
from dossiers.plain_text import plain

from .adapter import CannotUnsealError
from .recovery import count_left

log = logging.getLogger(__name__)

LAST_STEP = "last_step"

Accepts = Callable[[User, Authenticator, str], bool]


def normal_code(typed: str) -> str:
    """Return the code as it was meant: Western digits, no blanks, dashes or invisible marks.

    >>> normal_code("١٢٣ ٤٥٦")
    '123456'
    """
    return "".join(plain(typed).replace("-", "").split())


def find_authenticator(user: User, code: str) -> Authenticator | None:
    """Return the factor of this person that the code belongs to; the code is used up with it."""
    for kind, accepts in (
        (Authenticator.Type.TOTP, _accepts_app_code),
        (Authenticator.Type.RECOVERY_CODES, _accepts_recovery_code),
    ):
        authenticator = _accepted(user, kind, code, accepts)
        if authenticator is not None:
            return authenticator
    return None


def step_of(secret: str, code: str) -> int | None:
    """Return the step of 30 seconds to which a code belongs; None for a wrong one."""
    return next(
        (
            step
            for step in yield_hotp_counters_from_time()
            if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))
        ),
        None,
    )


@transaction.atomic
def _accepted(user: User, kind: str, code: str, accepts: Accepts) -> Authenticator | None:
    # Two who send the same code at once wait here for one another.
    rows = Authenticator.objects.select_for_update()
    row = rows.filter(user_id=user.pk, type=kind).first()
    try:
        if row is None or not accepts(user, row, code):
            return None
    except CannotUnsealError:
        log.error("The second factor of user %s cannot be opened: another secret key?", user.pk)
        return None
    row.user = user
    return row


def _accepts_app_code(_user: User, row: Authenticator, code: str) -> bool:
    step = step_of(decrypt(row.data["secret"]), code)
    if step is None or step <= row.data.get(LAST_STEP, 0):
        return False
    row.data[LAST_STEP] = step
    row.save(update_fields=["data"])
    return True


def _accepts_recovery_code(user: User, row: Authenticator, code: str) -> bool:
    codes = row.wrap()
    if not codes.validate_code(code):
        return False
    row.data = codes.instance.data
    code_used(user=user, left=count_left(row))
    return True

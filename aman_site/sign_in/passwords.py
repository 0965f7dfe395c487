"""Refuse a password that is a common one made longer; ask for no kinds of signs."""

import re
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dossiers.models import User

# What stands before or after the word: digits, signs.
EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
REPEATED = re.compile(r"^(.{1,6}?)\1+.{0,5}$", re.DOTALL)
# So many signs of a password must not come from a common one.
OWN_SIGNS_MIN = 8


class CommonPasswordMadeLongerValidator(CommonPasswordValidator):
    """Look in Django's list of common passwords also for what a password is made of."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse "password2026!" and "azertyazerty" like the words they come from."""
        folded = password.casefold().strip()
        super().validate(folded, user)
        word = EDGES.sub("", folded)
        is_made_longer = word in self.passwords and len(folded) - len(word) < OWN_SIGNS_MIN
        if is_made_longer or _is_counted(folded) or REPEATED.match(folded):
            raise ValidationError(
                _("This is a common password made longer. Take several words of your own."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """Say the rule."""
        return str(_("Not one of the common passwords, nor one made longer."))


def _is_counted(password: str) -> bool:
    """Tell digits that somebody counted, up or down: 123456789012."""
    if not password.isdecimal():
        return False
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(password)}
    return len(steps) == 1

"""Words of other packages about passwords: our catalogue gives them, with one word in Arabic."""

from django.utils.translation import gettext_noop

WORDS = (
    gettext_noop("Password"),
    gettext_noop("Password confirmation"),
    gettext_noop("Enter the same password as above, for verification."),
    gettext_noop("The two password fields didn't match."),
    gettext_noop("Enter your password:"),
)

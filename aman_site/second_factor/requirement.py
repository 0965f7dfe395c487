"""Who signs in with a second factor: whoever holds a right in the archive, or makes accounts."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from aman_site.sign_in.session import has_second_factor
from dossiers.models import Grant, User

# Whoever may change one of these decides who gets in, or how closed a document is.
POWERS = (
    "dossiers.change_user",
    "auth.change_group",
    "dossiers.change_documentkind",
    "dossiers.change_unit",
)


def is_required(user: User | AnonymousUser) -> bool:
    """Tell whether this person needs a second factor; never in the embedded demo."""
    if settings.AMAN_EMBEDDED_DEMO or not isinstance(user, User):
        return False
    return any(user.has_perm(power) for power in POWERS) or Grant.objects.held_by(user).exists()


def missing_factor(request: HttpRequest) -> str | None:
    """Return where the second factor is set up, for a session that needs one and lacks it."""
    if has_second_factor(request) or not is_required(request.user):
        return None
    return reverse("mfa_index")

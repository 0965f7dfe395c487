"""Who signs in with a second factor: whoever holds a right in the archive, or makes accounts."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from aman_site.sign_in.session import has_second_factor
from dossiers.models import Grant, User

from .factors import factors_of
from .recovery import CODES_DUE

# Whoever may change one of these decides who gets in, or how closed a document is.
POWERS = tuple(
    f"{app}.{verb}_{model}"
    for app, model in (
        ("dossiers", "user"),
        ("auth", "group"),
        ("dossiers", "documentkind"),
        ("dossiers", "unit"),
    )
    for verb in ("add", "change", "delete")
)
# In the session: the address that was wanted before the second factor came between.
WANTED = "second_factor.wanted"


def is_required(user: User | AnonymousUser) -> bool:
    """Tell whether this person needs a second factor; never in the embedded demo."""
    if settings.AMAN_EMBEDDED_DEMO or not isinstance(user, User):
        return False
    return any(user.has_perm(power) for power in POWERS) or Grant.objects.held_by(user).exists()


def missing_factor(request: HttpRequest) -> str | None:
    """Return where the second factor is set up or shown, for a session that needs and lacks it.

    Then where its recovery codes are seen to.
    """
    if has_second_factor(request):
        if not request.session.get(CODES_DUE):
            return None
        _remember_what_was_wanted(request)
        return reverse("mfa_view_recovery_codes")
    user = request.user
    if not isinstance(user, User) or not is_required(user):
        return None
    _remember_what_was_wanted(request)
    # Enrolled in another window meanwhile: this session has to show it.
    if factors_of(user).exists():
        # What was sent and not looked at comes back on the first page (dossiers.web.typed_words).
        is_look = request.method == "GET"
        wanted = request.get_full_path() if is_look else reverse(settings.LOGIN_REDIRECT_URL)
        query = urlencode({"next": wanted})
        return f"{reverse('mfa_reauthenticate')}?{query}"
    return reverse("mfa_index")


def _remember_what_was_wanted(request: HttpRequest) -> None:
    """Remember a page; a picture, or what a script of an old tab asks for, is none."""
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    if request.method == "GET" and is_page:
        request.session[WANTED] = request.get_full_path()


def pop_wanted(request: HttpRequest) -> str:
    """Return the address that was wanted at first, else where a sign-in leads."""
    return request.session.pop(WANTED, None) or reverse(settings.LOGIN_REDIRECT_URL)

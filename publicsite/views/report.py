"""Report a child at risk: no account, no cookie, no script; nothing personal in address or log.

The report goes through the one door of the archive; what comes back is a tracking number.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dossiers.public_door import submit_referral
from publicsite.forms.report import ReportForm, new_stamp
from publicsite.navigation import frame
from publicsite.views.errors import csrf_failure, too_many

HOUR_S = 60 * 60
# Where the button "leave this page" leads: everybody may have it open.
EXIT_URLS = {code: f"https://{code}.wikipedia.org/" for code in ("ar", "fr", "en")}


# There is no session here for another site to misuse; the signed stamp and the origin do the work.
@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form; take a report and answer with its tracking number."""
    if request.method != "POST":
        return _page(request, ReportForm(initial={"stamp": new_stamp()}))
    if _comes_from_elsewhere(request):
        return csrf_failure(request)
    if _is_over_the_limit(request):
        return too_many(request)
    form = ReportForm(request.POST)
    if not form.is_valid():
        data = request.POST.copy()
        data["stamp"] = new_stamp()
        form.data = data
        return _page(request, form, status=422)
    context = {"tracking_number": _tracking_number(form)}
    return render(request, "publicsite/report_sent.html", _context() | context)


def _tracking_number(form: ReportForm) -> str:
    """Write the report once, however often the same form is sent."""
    key = f"report:{form.nonce}"
    known = cache.get(key)
    if known is None:
        fields = {name: form.cleaned_data[name] for name in form.own_fields}
        # A machine gets a number like everybody else, and nothing is written.
        known = (
            "—" if form.is_trapped else submit_referral(language=get_language() or "ar", **fields)
        )
        cache.set(key, known, 24 * HOUR_S)
    return str(known)


def _page(request: HttpRequest, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = _context() | {"form": form}
    return render(request, "publicsite/report.html", context, status=status)


def _context() -> dict[str, object]:
    language = get_language() or "ar"
    return frame(language=language) | {"exit_url": EXIT_URLS[language]}


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether another site's page sent this form."""
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    return origin not in (None, "null", own)


def _is_over_the_limit(request: HttpRequest) -> bool:
    """Count the sendings of one address in an hour; the address itself is not kept."""
    address = request.META.get("REMOTE_ADDR", "")
    key = f"report-from:{salted_hmac('publicsite.report', address).hexdigest()}"
    cache.add(key, 0, HOUR_S)
    return cache.incr(key) > settings.AMAN_REPORTS_PER_HOUR

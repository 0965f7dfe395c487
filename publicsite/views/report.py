"""Report a child at risk: no account, no cookie, no script; nothing personal in address or log.

The report goes through the one door of the archive; what comes back is a tracking number.
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dossiers.public_door import DiskFullError, submit_referral
from publicsite.forms.report import ReportForm, new_stamp
from publicsite.navigation import frame
from publicsite.page_meta import page_meta
from publicsite.views.errors import csrf_failure

# Where the button "leave this page" leads: everybody may have it open.
EXIT_URLS = {code: f"https://{code}.wikipedia.org/" for code in ("ar", "fr", "en")}
# The page of thanks carries its number into another language.
NUMBER_SALT = "publicsite.report.number"
NOT_KEPT = _(
    "The site has no room left at the moment, so your report has not been kept. What you wrote is"
    " still here: send it again later. If there is danger now, do not wait: call."
)


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
    if "keep" in request.POST:
        return _in_other_language(request)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _again(request, form, status=422)
    try:
        number = _submit(form, address=request.META["REMOTE_ADDR"])
    except DiskFullError:
        form.add_error(None, NOT_KEPT)
        return _again(request, form, status=507, stamp=form.cleaned_data["stamp"])
    return _thanks(request, number)


def _in_other_language(request: HttpRequest) -> HttpResponse:
    """Show what stands on the page in the language now chosen; nothing is sent or kept."""
    try:
        return _thanks(request, signing.loads(request.POST.get("number", ""), salt=NUMBER_SALT))
    except signing.BadSignature:
        written = {name: request.POST.get(name, "") for name in (*ReportForm.own_fields, "stamp")}
        return _page(
            request, ReportForm(initial=written | {"stamp": written["stamp"] or new_stamp()})
        )


def _thanks(request: HttpRequest, number: str) -> HttpResponse:
    signed = signing.dumps(number, salt=NUMBER_SALT)
    context = {"tracking_number": number, "signed_number": signed}
    return render(request, "publicsite/report_sent.html", _context() | context)


def _submit(form: ReportForm, *, address: str) -> str:
    """Hand the report over: the same words of the same form are one report."""
    return submit_referral(
        language=get_language() or "ar",
        form=form.nonce,
        address=address,
        is_trapped=form.is_trapped,
        **{name: form.cleaned_data[name] for name in form.own_fields},
    )


def _again(request: HttpRequest, form: ReportForm, *, status: int, stamp: str = "") -> HttpResponse:
    """Show the form with what was written, under a new stamp unless one is given."""
    data = request.POST.copy()
    data["stamp"] = stamp or new_stamp()
    form.data = data
    return _page(request, form, status=status)


def _page(request: HttpRequest, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = _context() | {"form": form}
    context |= page_meta(
        request,
        title=gettext("Report a child at risk"),
        summary=gettext("Tell the centre about a child who may need help, even without your name."),
    )
    return render(request, "publicsite/report.html", context, status=status)


def _context() -> dict[str, object]:
    language = get_language() or "ar"
    around = frame(language=language)
    return around | {"exit_url": EXIT_URLS[language], "carried_form": "report"}


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether another site's page sent this form."""
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    return origin not in (None, "null", own)

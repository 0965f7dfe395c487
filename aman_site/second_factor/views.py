"""The pages of the second factor: allauth's, with our actions, in our look.

An enrolment leads through two pages, the factor and its recovery codes, and then to the address
that was wanted at first.
"""

import base64
from typing import Any, cast

from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView, authenticate
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aman_site.sign_in.session import has_second_factor
from dossiers.errors import RefusedError
from dossiers.lost_factors.actions import may_reset
from dossiers.models import User

from . import enrolment, recovery
from .factors import factors_of
from .forms import SECRET, AppForm, KeptForm, KeyForm, KeyNameForm
from .requirement import is_required, pop_wanted

FORM = ["GET", "HEAD", "POST"]


class OwnFactorsView(IndexView):
    """One's own factors; for somebody without one, the choice of the first."""

    def get_template_names(self) -> list[str]:
        """Choose between the two pages."""
        has_one = factors_of(self.request.user).exists()
        return ["mfa/index.html" if has_one else "mfa/enrol.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what both pages tell; opens no seal."""
        user = _me(self.request)
        factors = list(factors_of(user).order_by("pk"))
        codes = recovery.codes_of(user)
        return {
            "app": next((row for row in factors if row.type == "totp"), None),
            "keys": [row for row in factors if row.type == "webauthn"],
            "codes_left": recovery.count_left(codes) if codes else 0,
            "is_required": is_required(user),
            "is_open": enrolment.is_open(user),
            "ends_at": user.enrolment_ends_at,
            "is_last": len(factors) == 1,
            "may_reset": may_reset(user),
        }


@require_http_methods(FORM)
def show_factor(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code at the sign-in; begin anew where the factor was reset meanwhile.

    allauth alone leads in circles then: from the code to the password, and back.
    """
    waiting = get_pending_stage(request)
    if waiting is not None and not factors_of(waiting.login.user).exists():
        clear_login(request)
        return redirect("account_login")
    response: HttpResponseBase = authenticate(request)
    return response


class Adding:
    """Who may add a factor: see `enrolment`. Refusals lead to where something can be done."""

    request: HttpRequest

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        """Return where to go instead; None for whoever may go on."""
        user = _me(request)
        if not factors_of(user).exists():
            return None if enrolment.is_open(user) else redirect("mfa_index")
        if has_second_factor(request) or not is_required(user):
            return None
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('mfa_reauthenticate')}?{query}")

    def after(self, said: str) -> str:
        """Return the next page: the recovery codes, if they are not kept yet."""
        codes = recovery.codes_of(_me(self.request))
        if codes is not None and not codes.data.get(recovery.KEPT_AT):
            return reverse("mfa_view_recovery_codes")
        messages.success(self.request, said)
        return reverse("mfa_index")


class AddAppView(Adding, ActivateTOTPView):
    """Set up an app on a telephone."""

    form_class = AppForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask who may add one first."""
        return self.refusal(request) or super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the picture to scan, and the secret in groups of four to type."""
        context = super(ActivateTOTPView, self).get_context_data(**kwargs)
        secret = context["form"].secret
        url = get_adapter().build_totp_url(_me(self.request), secret)
        encoded = base64.b64encode(get_adapter().build_totp_svg(url).encode()).decode()
        return context | {
            "totp_url": url,
            "picture": f"data:image/svg+xml;base64,{encoded}",
            "groups": [secret[at : at + 4] for at in range(0, len(secret), 4)],
        }

    def form_valid(self, form: AppForm) -> HttpResponse:
        """Add the app; the secret leaves the session."""
        if form.step is None:
            raise Http404
        enrolment.add_app(self.request, secret=form.secret, step=form.step)
        self.request.session.pop(SECRET, None)
        return redirect(self.after(_("The app is set up.")))


class AddKeyView(Adding, AddWebAuthnView):
    """Add a security key."""

    form_class = KeyForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask who may add one first."""
        return self.refusal(request) or super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return allauth's options, and the form as it was sent."""
        return super().get_context_data(**kwargs) | kwargs

    def form_valid(self, form: KeyForm) -> HttpResponse:
        """Add the key."""
        enrolment.add_key(
            self.request,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        )
        return redirect(self.after(_("The security key is set up.")))


class RenameKeyView(EditWebAuthnView):
    """Give a key another name."""

    form_class = KeyNameForm
    success_url = reverse_lazy("mfa_index")


@login_required
@require_http_methods(FORM)
def remove_app(request: HttpRequest) -> HttpResponse:
    """Ask before the app is removed, and remove it."""
    factor = get_object_or_404(Authenticator, user_id=request.user.pk, type="totp")
    return _remove(request, factor)


@login_required
@require_http_methods(FORM)
def remove_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a key is removed, and remove it."""
    keys = Authenticator.objects.filter(user_id=request.user.pk, type="webauthn")
    return _remove(request, get_object_or_404(keys, pk=pk))


@login_required
@require_http_methods(FORM)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the codes once; go on when they are on paper."""
    user = _me(request)
    if recovery.codes_of(user) is None:
        return redirect("mfa_index")
    form = KeptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        recovery.confirm_kept(request, user)
        return redirect(pop_wanted(request))
    codes = recovery.show_once(user) if request.method == "GET" else None
    row = recovery.codes_of(user)
    context = {
        "codes": codes,
        "form": form,
        "left": recovery.count_left(row) if row else 0,
        "is_kept": bool(row and row.data.get(recovery.KEPT_AT)),
    }
    return render(request, "mfa/recovery_codes/index.html", context)


@login_required
@require_http_methods(FORM)
def make_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ask before new codes are made, and make them."""
    user = _me(request)
    if not factors_of(user).exists():
        return redirect("mfa_index")
    if not has_second_factor(request) and is_required(user):
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('mfa_reauthenticate')}?{query}")
    if request.method == "POST":
        recovery.make_new(request, user)
        return redirect("mfa_view_recovery_codes")
    return render(request, "mfa/recovery_codes/generate.html")


def _remove(request: HttpRequest, factor: Authenticator) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            enrolment.remove(request, factor=factor)
        except RefusedError as refused:
            refusal = str(refused.reason)
        else:
            messages.success(request, _("It is removed."))
            return redirect("mfa_index")
    name = factor.wrap().name if factor.type == "webauthn" else _("App on the telephone")
    context = {"name": name, "refusal": refusal, "is_app": factor.type == "totp"}
    return render(request, "mfa/remove.html", context)


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


own_factors = login_required(OwnFactorsView.as_view())
add_app = login_required(AddAppView.as_view())
add_key = login_required(AddKeyView.as_view())
rename_key = login_required(RenameKeyView.as_view())

"""Ask for a fresh sign-in before what cannot be taken back, and lose nothing that was typed.

The page that asks carries the form along as hidden fields and goes to the same address: once
the proofs are right the deed is done in that very request, with all that guards it.
"""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from aman_site.second_factor.forms import CredentialField
from dossiers.web.fresh import asks_fresh_sign_in

from .codes import LimitedKeyAgainForm, LimitedReauthenticateForm
from .session import PASSWORD, SECOND_FACTOR, missing_proofs

SAFE = ("GET", "HEAD", "OPTIONS")
# Users and groups of the Wagtail admin; the bulk action names its model in the address.
ADMIN_OF_PEOPLE = {"wagtailusers_users", "wagtailusers_groups"}
BULK_ACTION = "wagtail_bulk_action"
PEOPLE = {("dossiers", "user"), ("auth", "group")}
# Pages of the second factor that show or change nothing that matters.
OPEN_PAGES_OF_FACTOR = ("mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_list_webauthn")
PREFIX = "fresh"
PROOFS = tuple(f"{PREFIX}-{name}" for name in ("password", "code", "credential"))


class FreshForm(forms.Form):
    """The proofs that are missing, each checked with its own limit and noted when right."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )
    code = forms.CharField(
        label=_("Code of the second factor"),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        ),
    )

    credential = CredentialField()

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": PREFIX})
        self.request = request
        missing = missing_proofs(request)
        for proof, name in ((PASSWORD, "password"), (SECOND_FACTOR, "code")):
            if proof not in missing:
                del self.fields[name]
        has_key = "code" in self.fields and is_mfa_enabled(request.user, ["webauthn"])
        if not has_key:
            del self.fields["credential"]
        else:
            # One of the two is enough.
            self.fields["code"].required = self.fields["credential"].required = False

    @property
    def asks_key(self) -> bool:
        """Whether a security key may answer in place of a code."""
        return "credential" in self.fields

    def clean_password(self) -> str:
        """Check the password as the sign-in page does."""
        password: str = self.cleaned_data["password"]
        if not get_adapter(self.request).reauthenticate(self.request.user, password):
            raise get_adapter().validation_error("incorrect_password")
        reauthenticate_by_password(self.request)
        return password

    def clean_code(self) -> str:
        """Check the code as the sign-in page does."""
        if self.cleaned_data["code"] or not self.asks_key:
            fields = {"code": self.cleaned_data["code"]}
            form = LimitedReauthenticateForm(fields, user=self.request.user)
            if not form.is_valid():
                raise forms.ValidationError(form.errors["code"])
            form.save()
        elif not self.data.get(f"{PREFIX}-credential"):
            raise forms.ValidationError(_("Type a code, or use the security key."))
        return ""

    def clean_credential(self) -> str:
        """Check the answer of a key as the sign-in page does."""
        if answer := self.cleaned_data["credential"]:
            form = LimitedKeyAgainForm({"credential": json.dumps(answer)}, user=self.request.user)
            if not form.is_valid():
                raise forms.ValidationError(form.errors["credential"])
            form.save()
        return ""


def ask_for_fresh_sign_in(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
    """Answer with the page that asks, where the view wants a fresh sign-in and there is none.

    Where the proofs came along with the form and are right, let the request go on without them.
    """
    if not _is_asked(request, view) or not request.user.is_authenticated:
        return None
    if not missing_proofs(request):
        return _go_on(request)
    came_along = any(name.startswith(f"{PREFIX}-") for name in request.POST)
    form = FreshForm(request.POST if came_along else None, request=request)
    if came_along and form.is_valid():
        return _go_on(request)
    context = {"form": form, "carried": _carried(request)}
    if form.asks_key:
        context["key_options"] = begin_authentication(request.user)
    return render(request, "account/fresh.html", context)


def _is_asked(request: HttpRequest, view: Callable[..., Any]) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    name = match.url_name or ""
    if name.startswith("mfa_") and not name.startswith(OPEN_PAGES_OF_FACTOR):
        return True
    is_safe = request.method in SAFE
    if asks_fresh_sign_in(view, to_look=is_safe):
        return True
    if is_safe:
        return False
    if name == BULK_ACTION:
        named = (match.kwargs.get("app_label"), match.kwargs.get("model_name"))
        return named in PEOPLE
    return bool(ADMIN_OF_PEOPLE & set(match.namespaces))


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of the form as they came; for a page that is only looked at, its mark."""
    if request.method in SAFE:
        return [(f"{PREFIX}-look", "1")]
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and name not in PROOFS
        for value in values
    ]


def _go_on(request: HttpRequest) -> HttpResponse | None:
    """Take the proofs out of the form before its view reads it; lead back to what is looked at."""
    if f"{PREFIX}-look" in request.POST:
        return redirect(request.get_full_path())
    form = request.POST.copy()
    for name in [name for name in form if name.startswith(f"{PREFIX}-")]:
        del form[name]
    request.POST = form  # type: ignore[assignment]
    return None

"""The forms that take a password: fields with their labels and nothing that repeats them."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.core import context
from django import forms
from django.utils.translation import gettext as _

from dossiers.models import normal_name


class PlainLoginForm(LoginForm):
    """allauth's form without placeholders, and without a reset by e-mail.

    Passwords are set by whoever is responsible for accounts; the page says so.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _make_plain(self)
        self.fields["login"].widget.attrs["dir"] = "ltr"

    def clean_login(self) -> str:
        """Spell the name as it is kept, compared and counted."""
        return normal_name(self.cleaned_data["login"])


class PlainChangePasswordForm(ChangePasswordForm):
    """The change of one's own password: guesses of the present one count like any others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _make_plain(self)

    def clean_oldpassword(self) -> str:
        """Check the present password as the sign-in page does."""
        password: str = self.cleaned_data.get("oldpassword", "")
        if not get_adapter(context.request).reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password

    def clean_password1(self) -> str:
        """Refuse the present password: it may be one that somebody else set."""
        password: str = self.cleaned_data["password1"]
        if password == self.cleaned_data.get("oldpassword"):
            raise forms.ValidationError(_("This is your present password. Choose another one."))
        return password


def _make_plain(form: forms.Form) -> None:
    for field in form.fields.values():
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)

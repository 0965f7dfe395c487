"""The sign-in form: two fields with their labels and nothing that repeats them."""

from typing import Any

from allauth.account.forms import LoginForm


class PlainLoginForm(LoginForm):
    """allauth's form without placeholders, and without a reset by e-mail.

    Passwords are set by whoever is responsible for accounts; the page says so.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["dir"] = "ltr"

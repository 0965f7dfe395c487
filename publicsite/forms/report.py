"""The report form: five fields, one of them required, and what keeps machines out."""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SALT = "publicsite.report"
# A person needs longer than this to describe anything; a form may stay open for a day.
LEAST_S = 3
MOST_S = 24 * 60 * 60


def new_stamp() -> str:
    """Return a signed random number that says when the form was shown."""
    return signing.TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(12))


class ReportForm(forms.Form):
    """A report of a child at risk. Nothing but the description is needed."""

    description = forms.CharField(
        label=_("What is happening?"),
        help_text=_(
            "In your own words, in any language. This is the only field you have to fill in."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    child = forms.CharField(
        label=_("Which child?"),
        help_text=_("Name, age or anything that helps us recognise the child."),
        max_length=200,
        required=False,
    )
    place = forms.CharField(
        label=_("Where?"),
        help_text=_("Neighbourhood, street, school or hamlet."),
        max_length=200,
        required=False,
    )
    reporter = forms.CharField(label=_("Your name"), max_length=200, required=False)
    contact = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("Telephone or e-mail, if you want us to answer."),
        max_length=200,
        required=False,
    )
    # A trap: people do not see it, machines fill it in.
    website = forms.CharField(required=False, label=_("Leave this empty"))
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    own_fields = ("description", "child", "place", "reporter", "contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep browsers from storing or offering what was typed."""
        super().__init__(*args, **kwargs)
        for field in (self.fields[name] for name in (*self.own_fields, "website")):
            field.widget.attrs["autocomplete"] = "off"
            field.widget.attrs["dir"] = "auto"
        self.fields["website"].widget.attrs["tabindex"] = "-1"

    def clean(self) -> dict[str, Any]:
        """Refuse what was sent too fast, too late, or without a stamp of ours."""
        cleaned = super().clean() or {}
        signer = signing.TimestampSigner(salt=SALT)
        try:
            self.nonce = signer.unsign(cleaned.get("stamp", ""), max_age=MOST_S)
        except signing.BadSignature:
            raise forms.ValidationError(
                _("This form was open too long. What you wrote is still here: send it again.")
            ) from None
        if _age_s(signer, cleaned["stamp"]) < LEAST_S:
            raise forms.ValidationError(
                _("That was very quick. Please wait three seconds and send it again.")
            )
        return cleaned

    @property
    def is_trapped(self) -> bool:
        """Tell whether a machine filled in the field that people do not see."""
        return bool(self.cleaned_data.get("website"))


def _age_s(signer: signing.TimestampSigner, stamp: str) -> float:
    """Return how many seconds ago the form was shown."""
    try:
        signer.unsign(stamp, max_age=LEAST_S)
    except signing.SignatureExpired:
        return LEAST_S
    return 0

"""The forms of the second factor: any digits, blanks between them, one code good once.

They set no limit to guesses: the forms of `sign_in.codes` do, which stand on these.
"""

import struct
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.models import User
from dossiers.storage.sealing import seal_values, unseal_values

from .adapter import PURPOSE
from .codes import find_authenticator, normal_code, step_of
from .recovery import note_what_is_due

# In the session, sealed: the secret that an app is being set up with. It stays the same for a
# while, so that a second look at the page, in another language, does not undo what was scanned.
SECRET = "second_factor.secret"  # noqa: S105
SECRET_STAYS_S = 15 * 60
NAME_LENGTH = 60
# Characters; the answer of a key has about one thousand.
CREDENTIAL_LENGTH = 20_000
# What fido2 and cryptography raise over an answer that no key gave.
MALFORMED = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    struct.error,
    InvalidSignature,
)

Look = TypeVar("Look")


class CodeField(forms.CharField):
    """A code: a telephone offers its digits, and fills in what it received."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Code"))
        options.setdefault(
            "widget",
            forms.TextInput(
                attrs={
                    "autocomplete": "one-time-code",
                    "inputmode": "numeric",
                    "dir": "ltr",
                    "class": "code-input",
                    "autocapitalize": "off",
                    "spellcheck": "false",
                }
            ),
        )
        super().__init__(max_length=40, **options)

    def to_python(self, value: Any) -> str:
        """Return the code as it was meant."""
        return normal_code(super().to_python(value) or "")


class Proof:
    """A right answer is recorded in the session."""

    user: User

    def save(self) -> None:
        """Record the proof, and what is left to do about the recovery codes."""
        super().save()  # type: ignore[misc]  # allauth's form stands below
        note_what_is_due(context.request, self.user)


class CodeCheck(Proof):
    """Looks at a code of an app or a recovery code, in place of allauth's own way."""

    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """Find whose code it is; the code is used up."""
        code: str = self.cleaned_data["code"]
        authenticator = find_authenticator(self.user, code)
        if authenticator is None:
            self._tell_failure()
            raise get_adapter().validation_error("incorrect_code")
        self.authenticator = authenticator
        return code

    def _tell_failure(self) -> None:
        rows = Authenticator.objects.filter(user_id=self.user.pk).exclude(type="webauthn")
        # "totp" comes before "recovery_codes".
        own = rows.order_by("-type").first()
        if own is not None:
            self._emit_authentication_failed(own)  # type: ignore[attr-defined]


class CodeAuthenticateForm(CodeCheck, AuthenticateForm):
    """The code at the sign-in."""

    code = CodeField(label=_("Code from the app, or a recovery code"))


class CodeReauthenticateForm(CodeCheck, ReauthenticateForm):
    """The code that proves the second factor again."""

    code = CodeField(label=_("Code from the app, or a recovery code"))


class CredentialField(forms.JSONField):
    """What the browser sends of a security key."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        """Read it; refuse what is far too long or too deep."""
        try:
            if isinstance(value, str) and len(value) > CREDENTIAL_LENGTH:
                raise get_adapter().validation_error("incorrect_code")
            return super().to_python(value)
        except RecursionError as error:
            raise get_adapter().validation_error("incorrect_code") from error


def refusing_malformed(look: Callable[[], Look]) -> Look:
    """Return what `look` returns; what the parser of keys stumbles over is a wrong answer."""
    try:
        return look()
    except MALFORMED as error:
        raise get_adapter().validation_error("incorrect_code") from error


class KeyCheck(Proof):
    """Looks at the answer of a security key, whoever sent it."""

    def clean_credential(self) -> Authenticator:
        """Find the key that answered."""
        return refusing_malformed(super().clean_credential)  # type: ignore[misc]


class KeyAuthenticateForm(KeyCheck, AuthenticateWebAuthnForm):
    """The answer of a security key at the sign-in."""

    credential = CredentialField()


class KeyReauthenticateForm(KeyCheck, ReauthenticateWebAuthnForm):
    """The answer of a security key that proves the second factor again."""

    credential = CredentialField()


class AppForm(ActivateTOTPForm):
    """The first code of an app that has just been set up."""

    code = CodeField(label=_("Code that the app shows"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # allauth's form keeps the secret in clear in the session: its own step is left out.
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)
        self.secret = secret_in_session()
        self.step: int | None = None

    def clean_code(self) -> str:
        """Compare with the codes of now; remember which one it was."""
        code: str = self.cleaned_data["code"]
        self.step = step_of(self.secret, code)
        if self.step is None:
            raise forms.ValidationError(
                _(
                    "This code is not right. Does the telephone show the right time? Wait for the"
                    " next code and type that one."
                )
            )
        return code


class KeyForm(AddWebAuthnForm):
    """A security key and the name its owner gives it."""

    name = forms.CharField(
        label=_("Name of the key"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("So that you know it again, for example: key on my key ring."),
    )
    credential = CredentialField()

    def clean(self) -> dict[str, Any]:
        """Look at the answer of the key."""
        return refusing_malformed(super().clean)


class KeyNameForm(EditWebAuthnForm):
    """Another name for a key."""

    name = forms.CharField(label=_("Name of the key"), max_length=NAME_LENGTH)


class KeptForm(forms.Form):
    """The promise that the recovery codes are on paper."""

    kept = forms.BooleanField(
        label=_("I have printed the codes or written them down."),
        error_messages={"required": _("Print the codes or write them down, then tick the box.")},
    )


def secret_in_session() -> str:
    """Return the secret that an app is being set up with; a new one after a while."""
    session = context.request.session
    sealed = session.get(SECRET, "")
    secret = unseal_values(sealed, purpose=PURPOSE, max_age_s=SECRET_STAYS_S)
    if not secret:
        secret = generate_totp_secret()
        session[SECRET] = seal_values(secret, purpose=PURPOSE)
    return str(secret)

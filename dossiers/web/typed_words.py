"""What somebody typed into a form of the area, kept until its owner is back or carried along.

A form names its owner by a signed mark beside the token. Where the sender is not signed in any
more, the words wait sealed in the new, empty session; they are shown to their owner alone, once.
They never stand in an address, a cookie or the browser's storage.
"""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict

from dossiers.models import User
from dossiers.storage.sealing import seal_values, unseal_values

OWNER = "typed_by"
KEEP = "keep"
SAFE = ("GET", "HEAD", "OPTIONS")
KEPT_S = 30 * 60
_SIGNER = Signer(salt="dossiers.typed_by")
_IN_SESSION, _PURPOSE = "typed_words", "typed words"
_NOT_TYPED = ("csrfmiddlewaretoken", OWNER)
# Proofs of the person are never kept (sign_in.fresh).
_PROOFS = "fresh-"


@dataclass(frozen=True, slots=True)
class TypedForm:
    """A form as it was sent: where to, its fields in their order, whether files came with it."""

    url: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "TypedForm":
        """Read the form of a request, without its token."""
        fields = [
            (name, value)
            for name, values in typed_in(request).lists()
            if name not in _NOT_TYPED and not name.startswith(_PROOFS)
            for value in values
        ]
        return cls(request.get_full_path(), tuple(fields), had_files=bool(request.FILES))


def owner_mark(user: User) -> str:
    """Return what a form carries to say whose it is; the same for all forms of one person."""
    return _SIGNER.sign(str(user.pk))


def owner_of(request: HttpRequest) -> int | None:
    """Return the id of the user for whom the sent form was drawn; None without a mark of ours."""
    try:
        return int(_SIGNER.unsign(typed_in(request).get(OWNER, "")))
    except BadSignature:
        return None


def typed_in(request: HttpRequest) -> QueryDict:
    """Return what was typed: what the language switch carried, else what was posted."""
    return carried_words(request) or request.POST


def carried_words(request: HttpRequest) -> QueryDict | None:
    """Return what the language switch carried, while its page is drawn (middleware)."""
    return getattr(request, "carried_words", None)


def keep_words(request: HttpRequest) -> bool:
    """Keep a form whose sender has to sign in first; return whether there was one to keep."""
    by = owner_of(request)
    # A script that asks by itself shows no page to come back to.
    if by is None or request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return False
    form = TypedForm.of(request)
    values = {"by": by, "url": form.url, "fields": form.fields, "had_files": form.had_files}
    request.session[_IN_SESSION] = seal_values(values, purpose=_PURPOSE)
    return True


def take_kept_words(request: HttpRequest) -> TypedForm | None:
    """Hand out what was kept, once, to its owner; whoever else signed in leaves nothing of it."""
    sealed = request.session.pop(_IN_SESSION, None)
    values = unseal_values(sealed, purpose=_PURPOSE, max_age_s=KEPT_S) if sealed else None
    if values is None or values["by"] != request.user.pk:
        return None
    fields = tuple((name, value) for name, value in values["fields"])
    return TypedForm(values["url"], fields, had_files=values["had_files"])

"""A document that a colleague dealt with while its form was open: what happened, and the words.

Only to whoever was shown the document beside the form, by a signed mark in it; to all others it
stays what is not there. Who did it, and where the document is, is said to whoever may see it there.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise

from dossiers.access.explain import name_of
from dossiers.access.permissions import Permission
from dossiers.models import Document, User
from dossiers.web.filing_rights import may_file
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.typed_words import KEEP, TypedForm, carried_words, typed_in

SHOWN = "shown"
_SALT = "dossiers.shown beside a form"

Labels = Mapping[str, str | Promise]
Texts = list[tuple[str | Promise, str]]
TypedTexts = Callable[[QueryDict], Texts]
View = Callable[..., HttpResponseBase]


def shown_mark(uid: str, *, user: User) -> str:
    """Return what a form carries to prove when its document was shown to this person."""
    return signing.dumps([uid, user.pk, timezone.now().timestamp()], salt=_SALT)


def labels_of(form: type[forms.Form], *, prefix: str = "") -> Labels:
    """Return the labels of the fields of text of a form, by their names in a request."""
    return {
        prefix + name: field.label or ""
        for name, field in form.base_fields.items()
        if not isinstance(field, forms.ChoiceField)
    }


def texts_of(labels: Labels) -> TypedTexts:
    """Return what finds the words of these fields in a form, each with its label."""
    return lambda words: [
        (label, typed) for name, label in labels.items() if (typed := words.get(name, ""))
    ]


NOTHING_TYPED = texts_of({})


def tells_meanwhile(typed_texts: TypedTexts = NOTHING_TYPED) -> Callable[[View], View]:
    """Let a view tell what became of its document where it would answer that it is not there.

    The document is the `uid` of the address; `typed_texts` finds what is shown of the form.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def tell(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                response = view(request, *args, **kwargs)
            except (Http404, PermissionDenied):
                answer = _answer_meanwhile(request, kwargs["uid"], typed_texts)
                if answer is None:
                    raise
                return answer
            if response.status_code == 405 and carried_words(request):
                # The page of this module, in another language.
                return _answer_meanwhile(request, kwargs["uid"], typed_texts) or response
            return response

        return tell

    return decorate


def _answer_meanwhile(
    request: AuthenticatedRequest, uid: str, typed_texts: TypedTexts
) -> HttpResponse | None:
    """Say what became of a document, with the words typed; None to whoever was not shown it."""
    words, user = typed_in(request), request.user
    since = _shown_at(words.get(SHOWN, ""), uid=uid, user=user)
    if since is None:
        return None
    fields = TypedForm.of(request).fields
    context = {
        "typed": typed_texts(words),
        "carried": [(name, value) for name, value in fields if name != KEEP],
        "may_file": may_file(user),
        **_became(uid, user=user, since=since),
    }
    return render(request, "dossiers/documents/meanwhile.html", context, status=409)


def _shown_at(mark: str, *, uid: str, user: User) -> datetime | None:
    """Return when the document was shown to this person; None for no mark, or one of another."""
    try:
        shown, by, at = signing.loads(mark, salt=_SALT)
    except signing.BadSignature:
        return None
    return datetime.fromtimestamp(at, UTC) if (shown, by) == (uid, user.pk) else None


def _became(uid: str, *, user: User, since: datetime) -> dict[str, Any]:
    """Return what happened to the document since then, as far as the user may see where it is."""
    named = Document.objects.filter(uid=uid).select_related("dossier", "filed_by", "trashed_by")
    there = (named & Document.objects.visible_to(user)).first()
    if there is not None:
        return {"document": there, "filed_by": _filed_by(there, user=user, since=since)}
    thrown = (named & Document.objects.in_trash_of(user)).filter(trashed_at__gt=since).first()
    return {"trashed_by": name_of(thrown.trashed_by) if thrown and thrown.trashed_by else ""}


def _filed_by(document: Document, *, user: User, since: datetime) -> str:
    """Return who filed it since then; "" where nobody did, or its dossier is not to be found."""
    by, at = document.filed_by, document.filed_at
    if by is None or at is None or at <= since:
        return ""
    return name_of(by) if user.has_perm(Permission.Dossier.FIND, document.dossier) else ""

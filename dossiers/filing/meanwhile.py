"""A document that a colleague dealt with while its form was open: what happened, and the words.

Only to whoever was shown the document at the tray, by a signed mark in the form; to all others
it stays what is not there. Who filed it, and where, is said to whoever may read it.
"""

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise

from dossiers.access.explain import name_of
from dossiers.models import Document, User
from dossiers.web.typed_words import typed_in

from .forms import NewDossierForm, OtherPersonForm, PaperForm, RaiseClassForm

SHOWN = "shown"
_SIGNER = Signer(salt="dossiers.shown at the tray")
# The forms of the desk, by what stands before their names.
_FORMS: tuple[tuple[str, type[forms.Form]], ...] = (
    ("", PaperForm),
    ("class-", RaiseClassForm),
    ("new-", NewDossierForm),
    ("other-", OtherPersonForm),
)


def shown_mark(document: Document, *, user: User) -> str:
    """Return what the form carries to prove that this document was shown to this person."""
    return _SIGNER.signature(f"{document.uid} {user.pk}")


def answer_meanwhile(request: HttpRequest, uid: str) -> HttpResponse | None:
    """Say what became of a document, with the words typed; None to whoever was not shown it."""
    words = typed_in(request)
    try:
        _SIGNER.unsign(f"{uid} {request.user.pk}{_SIGNER.sep}{words.get(SHOWN, '')}")
    except BadSignature:
        return None
    readable = Document.objects.on_shelf_for(request.user).select_related("dossier", "filed_by")
    document = readable.filter(uid=uid).first()
    by = document.filed_by if document is not None else None
    context = {
        "document": document if by is not None else None,
        "name": name_of(by) if by is not None else "",
        "typed": typed_texts(words),
    }
    return render(request, "dossiers/filing/meanwhile.html", context, status=409)


def typed_texts(words: QueryDict) -> list[tuple[str | Promise, str]]:
    """Return the words of the fields of text, each with the name of its field."""
    return [
        (field.label or "", words.get(prefix + name, ""))
        for prefix, form in _FORMS
        for name, field in form.base_fields.items()
        if not isinstance(field, forms.ChoiceField) and words.get(prefix + name)
    ]

"""Export the papers of a dossier: those of the chosen classes that the user may read, as a ZIP.

What may not be read is neither packed nor counted nor named. Each paper is asked for
again just before it is packed: a right that ends meanwhile ends the papers.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.casework.zip_stream import zip_stream
from dossiers.documents.file_names import neutral_name
from dossiers.documents.original_files import NotTakenOutError, hand_out
from dossiers.media_types import media_type_of
from dossiers.models import Document, Dossier, User
from dossiers.storage.private_files import StoreError
from dossiers.vocabulary import DISCREET_CLASSES, ConfidentialityClass, JournalAction
from dossiers.web.fresh import fresh_sign_in_required
from dossiers.web.private_response import SEALED_HEADERS
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import crumbs_to, refuse_unless


@dataclass(frozen=True, slots=True)
class Packed:
    """A line of the index: the paper and its file; no file if it could not be opened."""

    document: Document
    file: str


class ExportForm(forms.Form):
    """Which classes go with the export; the discreet ones only when they are asked for."""

    classes = forms.MultipleChoiceField(
        label=gettext_lazy("Documents of these classes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one class.")},
    )

    def __init__(self, *args: Any, counts: Counter[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [paper_class for paper_class in ConfidentialityClass if counts[paper_class]]
        field: Any = self.fields["classes"]
        field.choices = [(one.value, f"{one.label} ({counts[one]})") for one in there]
        field.initial = [one.value for one in there if one not in DISCREET_CLASSES]


@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: AuthenticatedRequest, uid: str) -> HttpResponseBase:
    """Ask which classes, then send their papers."""
    dossiers = Dossier.objects.visible_to(request.user).select_related("unit")
    dossier = get_object_or_404(dossiers, uid=uid)
    refuse_unless(request, Permission.Dossier.EXPORT, dossier)
    papers = _papers(dossier, request.user)
    counts = Counter(papers.order_by().values_list("paper_class", flat=True))
    form = ExportForm(request.POST if request.method == "POST" else None, counts=counts)
    if form.is_valid():
        return _send(request, dossier, papers.filter(paper_class__in=form.cleaned_data["classes"]))
    context = {
        "dossier": dossier,
        "form": form,
        "total": sum(counts.values()),
        "crumbs": crumbs_to(dossier, _("Export"), user=request.user),
    }
    return render(
        request, "dossiers/casework/export.html", context, status=422 if form.is_bound else 200
    )


def _send(
    request: AuthenticatedRequest, dossier: Dossier, papers: QuerySet[Document]
) -> HttpResponseBase:
    chosen = list(papers.values_list("pk", "paper_class"))
    ids = [pk for pk, _paper_class in chosen]
    # Before the first byte: what cannot be written down is not sent.
    journal.record(
        by=request.user,
        action=JournalAction.EXPORT,
        thing=dossier,
        folder_id=dossier.pk,
        papers=len(ids),
        documents=ids,
        classes=sorted({paper_class for _pk, paper_class in chosen}),
    )
    files = _files(dossier, ids, by_id=request.user.pk, language=get_language() or "ar")
    name = dossier.reference.replace("/", "-")
    headers = {**SEALED_HEADERS, "Content-Disposition": f'attachment; filename="{name}.zip"'}
    return StreamingHttpResponse(zip_stream(files), content_type="application/zip", headers=headers)


def _files(
    dossier: Dossier, ids: list[int], *, by_id: int, language: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the papers, then the index of those that went along."""
    packed: list[Packed] = []
    for pk in ids:
        document = _still_readable(dossier, pk, by_id)
        if document is None:
            continue
        try:
            content = hand_out(document).content
        except (NotTakenOutError, StoreError):
            packed.append(Packed(document, ""))
            continue
        name = f"papers/{neutral_name(document, media_type_of(content))}"
        packed.append(Packed(document, name))
        yield name, content
    with override(language):
        index = render_to_string(
            "dossiers/casework/export_index.html", {"dossier": dossier, "rows": packed}
        )
    yield "index.html", index.encode()
    yield "index.css", render_to_string("dossiers/casework/export_index.css").encode()


def _papers(dossier: Dossier, user: User) -> QuerySet[Document]:
    papers = Document.objects.on_shelf_for(user).filter(dossier=dossier)
    return papers.order_by("issued_on", "pk")


def _still_readable(dossier: Dossier, pk: int, by_id: int) -> Document | None:
    """Return the paper if this person may take it along now, asked anew."""
    user = User.objects.filter(pk=by_id, is_active=True).first()
    if user is None or not user.has_perm(Permission.Dossier.EXPORT, dossier):
        return None
    papers = _papers(dossier, user).select_related("kind", "dossier")
    return papers.prefetch_related("people__names").filter(pk=pk).first()

"""Raise or lower the class of a paper, with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers.access.permissions import Permission
from dossiers.documents.classification import change_class, classes_to_give
from dossiers.documents.meanwhile import labels_of, tells_meanwhile, texts_of
from dossiers.errors import RefusedError
from dossiers.models import Document
from dossiers.sharing.forms import ClassForm
from dossiers.vocabulary import ConfidentialityClass
from dossiers.web.fresh import fresh_sign_in_required
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import crumbs_to, dossier_of, refuse_unless


@fresh_sign_in_required
@tells_meanwhile(texts_of(labels_of(ClassForm)))
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Ask for the new class and why; offer only classes this person may read."""
    documents = Document.objects.visible_to(request.user).select_related("dossier", "kind")
    document = get_object_or_404(documents, uid=uid)
    refuse_unless(request, Permission.Document.CHANGE_CLASS, document)
    classes = classes_to_give(document=document, by=request.user)
    form = ClassForm(request.POST or None, classes=classes)
    if request.method == "POST" and form.is_valid():
        try:
            change_class(
                document=document,
                paper_class=ConfidentialityClass(form.cleaned_data["paper_class"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _("The class is changed."))
            return redirect("dossiers:document", uid=document.uid)
    context = {
        "document": document,
        "form": form,
        "crumbs": crumbs_to(dossier_of(document), _("Class of the document"), user=request.user),
    }
    return render(request, "dossiers/documents/classification.html", context)

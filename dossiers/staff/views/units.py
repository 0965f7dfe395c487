"""Which units the centre uses and how they are called: chosen by the director, first of all."""

from django.contrib import messages
from django.forms import modelformset_factory
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers.access.permissions import Permission
from dossiers.models import Unit
from dossiers.sharing.units import choose_units
from dossiers.staff.forms import UnitForm
from dossiers.web.breadcrumbs import Crumb
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import refuse_unless

from .frame import staff_crumbs


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: AuthenticatedRequest) -> HttpResponse:
    """Ask for the names and which units are in use; then lead to the staff."""
    centre = get_object_or_404(Unit, parent=None)
    refuse_unless(request, Permission.Unit.CHOOSE, centre)
    user = request.user
    is_first = user.chooses_units
    formset = modelformset_factory(Unit, form=UnitForm, extra=0, edit_only=True)
    rows = formset(
        request.POST if request.method == "POST" else None,
        queryset=Unit.objects.order_by("parent", "pk"),
        prefix="units",
    )
    if request.method == "POST" and rows.is_valid():
        rows.save(commit=False)
        choose_units(units=[form.instance for form in rows.forms], by=user)
        if is_first:
            return redirect(f"{reverse('dossiers:team_invite')}?first=1")
        messages.success(request, _("The units are kept."))
        return redirect("dossiers:team")
    context = {
        "rows": rows,
        "centre": centre,
        "is_first": is_first,
        "crumbs": [] if is_first else [*staff_crumbs(), Crumb(_("Units in use"))],
    }
    return render(request, "dossiers/staff/units.html", context)

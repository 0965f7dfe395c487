"""What the pages about staff share: the person or 404, the way back."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.models import User
from dossiers.web.breadcrumbs import Crumb, search_crumb
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import refuse_unless


def person_or_404(request: AuthenticatedRequest, pk: int, permission: str) -> User:
    """Return a member of staff if the user may do this with their account."""
    person = get_object_or_404(User, pk=pk)
    refuse_unless(request, permission, person)
    return person


def staff_crumbs() -> list[Crumb]:
    """Lead back to the staff page."""
    return [search_crumb(), Crumb(_("Staff"), reverse("dossiers:team"))]

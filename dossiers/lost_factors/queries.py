"""Which requests somebody sees, and for whom they may ask."""

from django.db.models import Q, QuerySet

from dossiers.models import FactorReset, User
from dossiers.models.lost_factor import FactorResetQuerySet

from .actions import may_reset


def requests_seen_by(user: User) -> FactorResetQuerySet:
    """Return all requests for who keeps accounts; to others those about themselves."""
    requests = FactorReset.objects.select_related("user", "asked_by", "closed_by")
    return requests if may_reset(user) else requests.filter(Q(user=user))


def people_to_ask_for(user: User) -> QuerySet[User]:
    """Return everybody who works here but the one who asks."""
    return User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("username")

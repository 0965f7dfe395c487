"""The dossier: file of a family, a child or a procedure, and its reference."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dossiers.access import shown
from dossiers.access.permissions import Right
from dossiers.access.users import AnyUser
from dossiers.access.visibility import dossiers_q
from dossiers.vocabulary import WRITABLE_DOSSIER_STATES, DossierState

from .folder import Folder, Unit
from .identity import NotIndexedByWagtail

# A dossier in a unit may hold sub-dossiers; a sub-dossier holds none.
MAX_DEPTH = 2


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Sets of dossiers."""

    def visible_to(self, user: AnyUser, right: Right = Right.VIEW) -> Self:
        """Keep the dossiers on which the user holds the right (by default: to open)."""
        return self.filter(dossiers_q(user, right))


class Dossier(Folder):
    """Folderish file. Its reference never changes and is never used again."""

    folder = models.OneToOneField(
        Folder, models.CASCADE, parent_link=True, primary_key=True, related_name="as_dossier"
    )
    reference = models.CharField(max_length=16, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=DossierState, default=DossierState.OPEN)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dossiers")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_dossiers"
    )
    depth = models.PositiveSmallIntegerField(default=1, editable=False)
    inherits = models.BooleanField(default=True)
    protected = models.BooleanField(default=False)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="responsible_for"
    )
    commune = models.CharField(_("commune"), max_length=100, blank=True)
    douar = models.CharField(_("hamlet (douar)"), max_length=100, blank=True)
    paper_place = models.CharField(_("location of the paper file"), max_length=100, blank=True)
    opened_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = DossierQuerySet.as_manager()  # type: ignore[misc]  # a folder has its own

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True, depth=1) | Q(parent__isnull=False, depth=2),
                name="dossier_depth_matches_parent",
            ),
            # What is protected inherits nothing either.
            models.CheckConstraint(
                condition=Q(protected=False) | Q(inherits=False),
                name="dossier_protected_does_not_inherit",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def shown_title(self) -> str:
        """The title for a page: it is the name of a person, so showing it is noted."""
        shown.note(self.pk)
        return self.title

    @property
    def container_id(self) -> int:
        """Id of the folder this dossier lies in."""
        return self.parent_id or self.unit_id

    @property
    def is_writable(self) -> bool:
        """Whether papers and people may be added or changed."""
        return self.state in WRITABLE_DOSSIER_STATES


class ReferenceCounter(NotIndexedByWagtail):
    """The last number given: one row a year, or one a dossier for its sub-dossiers."""

    series = models.CharField(max_length=16, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"

    @classmethod
    def next(cls, series: str) -> int:
        """Return the next number of a series, once, however many ask at the same time.

        Call inside a transaction: the row stays locked until its end, so a
        number given back by a rollback leaves no gap.
        """
        cls.objects.get_or_create(series=series)
        cls.objects.filter(series=series).update(last=F("last") + 1)
        return cls.objects.get(series=series).last

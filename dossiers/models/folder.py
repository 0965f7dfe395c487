"""Folders: what rights are given on. Units at the top, dossiers below, and their closure table."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dossiers.access.permissions import Right

from .identity import Identified, NotIndexedByWagtail


class Folder(Identified):
    """A place in the tree on which a right may be held: a unit or a dossier.

    Units and dossiers share its ids, so that grants, reach and the tokens of
    the card index speak of one kind of place.
    """

    class Meta:
        default_permissions = ()
        permissions = [(right.value, right.value.replace("_", " ")) for right in Right]

    def __str__(self) -> str:
        return f"folder {self.pk}"


class Pillar(models.TextChoices):
    """The pillar the centre announces for a unit; several units may share one."""

    SOCIAL_WORK = "social_work", pgettext_lazy("pillar", "Social work")
    HEALTH = "health", pgettext_lazy("pillar", "Health")
    EDUCATION = "education", pgettext_lazy("pillar", "Education")
    SOCIAL_SKILLS = "social_skills", pgettext_lazy("pillar", "Social skills")
    CIVIL_REGISTRATION = "civil_registration", pgettext_lazy("pillar", "Civil registration")


class Unit(Folder):
    """A service that holds dossiers. The centre itself is the one unit without a parent."""

    folder = models.OneToOneField(
        Folder, models.CASCADE, parent_link=True, primary_key=True, related_name="as_unit"
    )
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=100)
    name_fr = models.CharField(_("name in French"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    pillar = models.CharField(_("pillar"), max_length=20, choices=Pillar, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        related_name="units",
    )
    # Not in use: nothing new is put into it, and nobody is invited to it; what it holds stays.
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name_ar"]
        default_permissions = ("add", "change", "delete", "view")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language in force."""
        return getattr(self, f"name_{get_language() or 'ar'}", self.name_ar)


class FolderClosure(NotIndexedByWagtail):
    """A row of the closure table: `descendant` lies in `ancestor`, and no boundary stands between.

    Every folder has a row with itself.

    `find_only`: a boundary stands between ("stop inheriting") that only the
    right to find passes. A protected dossier has no row from above at all.
    """

    ancestor = models.ForeignKey(Folder, models.CASCADE, related_name="reaches")
    descendant = models.ForeignKey(Folder, models.CASCADE, related_name="reached_from")
    find_only = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["descendant", "ancestor"], name="reach_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id}"

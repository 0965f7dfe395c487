"""What has to be obtained, and the papers it needs: reference data, nothing about a person."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from dossiers.vocabulary import Confidence

from .kind import DocumentKind


class Procedure(ClusterableModel):
    """One procedure as families read it. Editors confirm and extend the list."""

    code = models.SlugField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("Part of the page’s address; Latin letters and hyphens."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    title_ar = models.CharField(_("title in Arabic"), max_length=120)
    title_fr = models.CharField(_("title in French"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    note_ar = models.CharField(_("note in Arabic"), max_length=300, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=300, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=1, choices=Confidence, default=Confidence.UNCHECKED
    )
    checked_on = models.DateField(
        _("confirmed by the centre on"),
        null=True,
        blank=True,
        help_text=_("If empty, families read that the centre has not confirmed the list yet."),
    )
    checked_by = models.CharField(
        _("confirmed by"), max_length=80, blank=True, help_text=_("Not shown to the public.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the language in force."""
        return getattr(self, f"title_{get_language() or 'ar'}", self.title_ar)


class Requirement(ClusterableModel, Orderable):
    """One line of a procedure: any one of these papers will do."""

    wagtail_reference_index_ignore = True

    procedure = ParentalKey(Procedure, on_delete=models.CASCADE, related_name="requirements")
    kinds = ParentalManyToManyField(
        DocumentKind,
        blank=True,
        verbose_name=_("kinds of document"),
        help_text=_("Any one of these is enough."),
    )
    text_ar = models.CharField(
        _("or, in Arabic"),
        max_length=120,
        blank=True,
        help_text=_("Anything that is not a paper on the list: photographs, a form."),
    )
    text_fr = models.CharField(_("or, in French"), max_length=120, blank=True)
    text_en = models.CharField(_("or, in English"), max_length=120, blank=True)
    whose_ar = models.CharField(_("whose, in Arabic"), max_length=80, blank=True)
    whose_fr = models.CharField(_("whose, in French"), max_length=80, blank=True)
    whose_en = models.CharField(_("whose, in English"), max_length=80, blank=True)
    note_ar = models.CharField(_("note in Arabic"), max_length=200, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=200, blank=True)
    note_en = models.CharField(_("note in English"), max_length=200, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=1, choices=Confidence, default=Confidence.UNCHECKED
    )

    class Meta(Orderable.Meta):
        verbose_name = _("line")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"requirement {self.pk}"

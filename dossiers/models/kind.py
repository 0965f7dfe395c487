"""Kinds of papers: what a paper may be, and its class."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossiers.vocabulary import ConfidentialityClass


class DocumentKind(models.Model):
    """What sort of paper (reference data). Editors extend the list."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    paper_class = models.CharField(
        _("class"),
        max_length=10,
        choices=ConfidentialityClass,
        default=ConfidentialityClass.PROTECTION,
    )
    validity = models.CharField(
        _("usual validity at the counter"),
        max_length=40,
        blank=True,
        help_text=_("As people say it, e.g. “3 months”."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of document")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    @property
    def name(self) -> str:
        """The name in the language in force."""
        return getattr(self, f"name_{get_language() or 'ar'}", self.name_ar)

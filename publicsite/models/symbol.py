"""The symbols that stand beside the word of a pillar or service."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Symbol(models.TextChoices):
    """Symbols of `img/icons.svg` that stand for a pillar or service."""

    SOCIAL = "social", _("People")
    HEALTH = "health", _("Heart")
    EDUCATION = "education", _("Book")
    SKILLS = "skills", _("Ball")
    CIVIL = "civil", _("Certificate")
    STREET = "street", _("Gate")
    WOMEN = "women", _("Group")

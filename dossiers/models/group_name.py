"""Names of a group of accounts in the three languages, beside the one that Django stores."""

from django.contrib.auth.models import Group
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .identity import NotIndexedByWagtail


class GroupName(NotIndexedByWagtail):
    """How a group is called; an empty name means that its stored one is shown."""

    group = models.OneToOneField(Group, models.CASCADE, primary_key=True, related_name="names")
    name_ar = models.CharField(_("name in Arabic"), max_length=150, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=150, blank=True)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.in_language() or f"names of group {self.group_id}"

    def in_language(self) -> str:
        """Return the name in the language in force; "" where it has none."""
        return getattr(self, f"name_{get_language() or 'ar'}", "")


def called(group: Group) -> str:
    """Return the name of a group in the language in force, else the stored one."""
    try:
        return group.names.in_language() or group.name
    except ObjectDoesNotExist:
        return group.name


def all_names(group: Group) -> list[str]:
    """Return every name by which a group may be looked for."""
    try:
        names = group.names
    except ObjectDoesNotExist:
        return [group.name]
    return [group.name, names.name_ar, names.name_fr, names.name_en]


# Django's group cannot be swapped, and each list, chooser and message of the admin asks for this.
Group.add_to_class("__str__", called)

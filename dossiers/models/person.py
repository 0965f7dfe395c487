"""People: once each, however many dossiers they stand in."""

from typing import Protocol, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.access.permissions import Right
from dossiers.access.users import AnyUser
from dossiers.access.visibility import folders_q
from dossiers.vocabulary import (
    GONE_DOSSIER_STATES,
    DatePrecision,
    MemberRole,
    NameKind,
    RegistrationStatus,
    Script,
    Sex,
)

from .dossier import Dossier
from .identity import NotedWhenLoaded, NotIndexedByWagtail, Versioned


class NamedInScripts(Protocol):
    """What has a name in either script, each "" when it is not known."""

    @property
    def name_arabic(self) -> str:
        """The name in Arabic script."""

    @property
    def name_latin(self) -> str:
        """The name in Latin letters."""


def main_name(of: NamedInScripts) -> str:
    """Return the one name by which somebody is told in a line: Arabic first; or ""."""
    return of.name_arabic or of.name_latin


class PersonQuerySet(models.QuerySet["Person"]):
    """Sets of people."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep the people of whom the user may know: members of a dossier they may find."""
        return self.filter(pk__in=Membership.objects.visible_to(user).values("person_id"))

    def details_visible_to(self, user: AnyUser) -> Self:
        """Keep the people of whom the user may know more than the name."""
        return self.filter(pk__in=Membership.objects.opened_to(user).values("person_id"))


class Person(Versioned):
    """A real person. Names stand in PersonName, dossiers in Membership."""

    sex = models.CharField(_("sex"), max_length=8, choices=Sex, default=Sex.UNKNOWN)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_precision = models.CharField(
        _("precision of the birth date"),
        max_length=5,
        choices=DatePrecision,
        default=DatePrecision.DAY,
    )
    birth_hijri = models.CharField(_("birth date (Hijri), as written"), max_length=40, blank=True)
    birth_place = models.CharField(_("birth place"), max_length=100, blank=True)
    commune = models.CharField(_("commune"), max_length=100, blank=True)
    cnie = models.CharField(_("national identity card (CNIE)"), max_length=12, blank=True)
    idcs = models.CharField(_("digital identifier (IDCS)"), max_length=12, blank=True)
    massar = models.CharField(_("Massar code"), max_length=12, blank=True)
    registration = models.CharField(
        _("civil registration"),
        max_length=14,
        choices=RegistrationStatus,
        default=RegistrationStatus.UNKNOWN,
    )
    act_number = models.CharField(_("record number"), max_length=20, blank=True)
    act_year_hijri = models.PositiveSmallIntegerField(
        _("record year (Hijri)"), null=True, blank=True
    )
    act_year = models.PositiveSmallIntegerField(_("record year"), null=True, blank=True)
    act_office = models.CharField(_("civil-status office"), max_length=100, blank=True)
    deceased = models.BooleanField(_("deceased"), default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"person {self.pk}"

    def name_in(self, script: str) -> str:
        """Return the first name in this script, official before usual, or ""."""
        names = [name for name in self.names.all() if name.script == script]
        order = list(NameKind.values)
        names.sort(key=lambda name: (order.index(name.kind), name.pk))
        return names[0].text if names else ""

    @property
    def name_arabic(self) -> str:
        """The name in Arabic script, or ""."""
        return self.name_in(Script.ARABIC)

    @property
    def name_latin(self) -> str:
        """The name in Latin letters, or ""."""
        return self.name_in(Script.LATIN)


class PersonName(NotIndexedByWagtail):
    """One name of a person as somebody wrote it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=150)
    script = models.CharField(_("script"), max_length=8, choices=Script)
    kind = models.CharField(
        _("kind of name"), max_length=8, choices=NameKind, default=NameKind.OFFICIAL
    )
    given = models.CharField(_("given name"), max_length=80, blank=True)
    father = models.CharField(_("father's name"), max_length=80, blank=True)
    family = models.CharField(_("family name"), max_length=80, blank=True)
    source = models.ForeignKey(
        "dossiers.Document", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"name {self.pk}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Sets of memberships."""

    def visible_to(self, user: AnyUser, *, rows_are_few: bool = False) -> Self:
        """Keep the memberships in dossiers the user may find.

        `rows_are_few`: the set is named by its few ids already (access.visibility.reach_q).
        """
        return self.filter(
            folders_q(user, Right.FIND, path="dossier_id", rows_are_few=rows_are_few)
        ).exclude(dossier__state__in=GONE_DOSSIER_STATES)

    def opened_to(self, user: AnyUser) -> Self:
        """Keep the memberships that show the user the person's details.

        The dossier is one the user may open, and the person is in it with the consent of
        those who answered for them before.
        """
        return self.filter(
            folders_q(user, Right.VIEW, path="dossier_id", rows_are_few=True), is_confirmed=True
        ).exclude(dossier__state__in=GONE_DOSSIER_STATES)


class Membership(NotedWhenLoaded, Versioned):
    """A person in a dossier. It has its own card in the index.

    A card a membership, not a person: who may find one dossier of a person
    does not learn of another.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role in the dossier"), max_length=12, choices=MemberRole)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    is_primary = models.BooleanField(_("main person of the dossier"), default=False)
    # Not while those who answer for the person are asked: here only the name is shown then.
    is_confirmed = models.BooleanField(default=True, editable=False)

    place_columns = ("dossier_id",)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-is_primary", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "person", "role"], name="membership_role_once"
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"

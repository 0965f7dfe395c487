"""A small invented town that every test may use. No real person, ever.

Build it with `make_world()`; it holds one worker of each role, a family of the
social work unit with one paper of each class, a family of somebody else, a
protected family, and a paper that still waits in the registration desk's tray.
"""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AnonymousUser

from dossiers.access.roles import Role
from dossiers.models import Document, Dossier, Membership, Unit, User
from dossiers.sharing.grants import give_role
from dossiers.vocabulary import ConfidentialityClass, GrantCause, MemberRole
from search import api
from tests.standing_rows import StandingRows

from .factories import (
    DocumentFactory,
    DocumentKindFactory,
    DossierFactory,
    MembershipFactory,
    PageFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
)

KIND_OF_CLASS = {
    ConfidentialityClass.GENERAL: "CE01",
    ConfidentialityClass.CIVIL: "EC01",
    ConfidentialityClass.SCHOOL: "SC01",
    ConfidentialityClass.MEDICAL: "SA05",
    ConfidentialityClass.PROTECTION: "CE02",
}

# A word that stands in the text of one paper only, by class.
WORD_OF_CLASS = {
    ConfidentialityClass.GENERAL: "موافقة",
    ConfidentialityClass.CIVIL: "رسم الولادة",
    ConfidentialityClass.SCHOOL: "المدرسة",
    ConfidentialityClass.MEDICAL: "Amoxicilline",
    ConfidentialityClass.PROTECTION: "تبليغ",
}


@dataclass
class World:
    """The town: units and users by name, three families, a paper in the tray."""

    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    family: Dossier = None  # type: ignore[assignment]  # the social worker's own
    others: Dossier = None  # type: ignore[assignment]  # of the other social worker
    hidden: Dossier = None  # type: ignore[assignment]  # protected, of the other one
    mother: Membership = None  # type: ignore[assignment]  # رقية أوبلا, in `family`
    papers: dict[str, Document] = field(default_factory=dict)  # of `family`, by class
    tray_paper: Document = None  # type: ignore[assignment]

    def user(self, name: str) -> User | AnonymousUser:
        """Return a user of the town; "anonymous" is nobody."""
        return AnonymousUser() if name == "anonymous" else self.users[name]

    def grant(self, user: str, role: Role, on: Unit | Dossier) -> None:
        """Give a role to a user of the town."""
        give_role(folder=on, to=self.users[user], role=role, cause=GrantCause.SHARING, by=None)


STAFF = (
    "web_editor",
    "moderator",
    "scanning_desk",
    "registration_worker",
    "social_worker",
    "other_social_worker",
    "health_officer",
    "educator",
    "supervisor",
    "director",
    "auditor",
    "superuser",
    "left",
)


def make_world() -> World:
    """Return the town, as it stands already (tests.standing_rows) or written for one test."""
    return STANDING_WORLD.take()


def build_world() -> World:
    """Write the town to the database and put its cards in the index."""
    world = World()
    centre = world.units["aman"] = UnitFactory(code="aman", name_ar="مركز أمان")
    for code in ("social_work", "health", "education", "civil_registration"):
        world.units[code] = UnitFactory(code=code, parent=centre)
    for name in STAFF:
        world.users[name] = UserFactory(
            username=name, is_superuser=name == "superuser", is_active=name != "left"
        )
    _make_families(world)
    _give_roles(world)
    api.index(
        [f"member:{pk}" for pk in Membership.objects.values_list("pk", flat=True)]
        + [f"document:{document.pk}" for document in world.papers.values()]
    )
    return world


STANDING_WORLD = StandingRows(build_world)


def _make_families(world: World) -> None:
    social_work = world.units["social_work"]
    world.family = DossierFactory(unit=social_work, reference="2026/0012", title="رقية أوبلا")
    world.others = DossierFactory(unit=social_work, reference="2026/0013", title="Benali")
    world.hidden = DossierFactory(
        unit=social_work, reference="2026/0014", title="Secret", hidden=True
    )
    world.mother = MembershipFactory(
        dossier=world.family,
        role=MemberRole.MOTHER,
        is_primary=True,
        person=PersonFactory(
            arabic="رقية أوبلا", latin="Rkia Oubella", birth_date=date(1985, 3, 2)
        ),
    )
    MembershipFactory(
        dossier=world.family,
        person=PersonFactory(arabic="يوسف العلوي", birth_date=date(2014, 5, 17)),
    )
    MembershipFactory(dossier=world.others, person=PersonFactory(latin="Mohamed Benali"))
    MembershipFactory(dossier=world.hidden, person=PersonFactory(arabic="زينب المخفية"))
    for paper_class, code in KIND_OF_CLASS.items():
        document = DocumentFactory(
            filed=True,
            dossier=world.family,
            paper_class=paper_class,
            kind=DocumentKindFactory(code=code, paper_class=paper_class),
        )
        PageFactory(document=document, text=WORD_OF_CLASS[paper_class])
        world.papers[paper_class] = document
    world.tray_paper = DocumentFactory(read=True, unit=world.units["civil_registration"])
    PageFactory(document=world.tray_paper)


def _give_roles(world: World) -> None:
    centre = world.units["aman"]
    for user, role in (
        ("scanning_desk", Role.SCANNING_DESK),
        ("registration_worker", Role.REGISTRATION_WORKER),
        ("director", Role.DIRECTOR),
        ("auditor", Role.AUDITOR),
        ("left", Role.DIRECTOR),
    ):
        world.grant(user, role, centre)
    world.grant("supervisor", Role.SUPERVISOR, world.units["social_work"])
    world.grant("social_worker", Role.RESPONSIBLE, world.family)
    world.grant("other_social_worker", Role.RESPONSIBLE, world.others)
    world.grant("other_social_worker", Role.RESPONSIBLE, world.hidden)
    world.grant("health_officer", Role.HEALTH_OFFICER, world.family)
    world.grant("educator", Role.EDUCATOR, world.family)

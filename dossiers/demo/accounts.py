"""A user of each role; their password is printed on the terminal and worth nothing elsewhere."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission

from dossiers.access.roles import Role
from dossiers.models import Unit, User
from dossiers.sharing.grants import give_role
from dossiers.vocabulary import GrantCause

DEMO_PASSWORD = "aman-demo-2026"  # noqa: S105 (printed by ./aman run; the demo is local)


@dataclass(frozen=True)
class DemoAccount:
    """Who signs in, which roles on which units, and a sentence for the terminal."""

    username: str
    # Invented, in both scripts.
    names: tuple[str, str]
    does: str
    roles: tuple[tuple[Role, str], ...] = ()
    language: str = "ar"
    edits_pages: bool = False
    runs_server: bool = False


DEMO_ACCOUNTS = (
    DemoAccount(
        "desk",
        ("نعيمة أشتوك", "Naima Achtouk"),
        "scanning desk: scans and files papers",
        ((Role.SCANNING_DESK, "aman"),),
    ),
    DemoAccount(
        "registration",
        ("كوثر بوسعيد", "Kaoutar Boussaid"),
        "registration worker: finds everybody, civil papers",
        ((Role.REGISTRATION_WORKER, "aman"),),
    ),
    DemoAccount(
        "social",
        ("مليكة الهواري", "Malika El Houari"),
        "social worker: the families of social work",
        ((Role.SOCIAL_WORKER, "social_work"),),
    ),
    DemoAccount(
        "educator",
        ("سناء إدبلا", "Sanaa Idbella"),
        "educator: school papers of her dossiers",
        ((Role.FINDER, "aman"), (Role.EDUCATOR, "education")),
    ),
    DemoAccount(
        "health",
        ("عمر تزنيتي", "Omar Tiznitti"),
        "health officer: medical papers of his dossiers",
        ((Role.FINDER, "aman"), (Role.HEALTH_OFFICER, "health")),
        language="fr",
    ),
    DemoAccount(
        "supervisor",
        ("خديجة أولحاج", "Khadija Oulhaj"),
        "supervisor of social work: its papers of every class",
        ((Role.SUPERVISOR, "social_work"),),
        language="fr",
    ),
    DemoAccount(
        "director",
        ("عبد الرحيم بنعيسى", "Abderrahim Benaissa"),
        "director: every class",
        ((Role.DIRECTOR, "aman"),),
    ),
    DemoAccount(
        "auditor",
        ("ليلى الفاسي", "Leila El Fassi"),
        "auditor: the journal, no papers",
        ((Role.AUDITOR, "aman"),),
        "fr",
    ),
    DemoAccount(
        "newcomer", ("ياسين أمزيل", "Yassine Amzil"), "somebody without any right: finds nothing"
    ),
    DemoAccount(
        "editor",
        ("هند الرحماني", "Hind Rahmani"),
        "web editor: public pages, no dossier",
        language="fr",
        edits_pages=True,
    ),
    DemoAccount(
        "technician",
        ("رشيد أيت باها", "Rachid Aït Baha"),
        "superuser: the server, no dossier",
        language="en",
        runs_server=True,
    ),
)

# Of the lists in the admin, the editor of the demo keeps the papers to bring.
LISTS = ("add_procedure", "change_procedure")


def make_accounts() -> dict[str, User]:
    """Make the missing accounts; return all, by user name."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    users = {}
    for account in DEMO_ACCOUNTS:
        user = User.objects.filter(username=account.username).first()
        users[account.username] = user or _make_account(account, units=units)
    return users


def _make_account(account: DemoAccount, *, units: dict[str, Unit]) -> User:
    user: User = User.objects.create_user(
        username=account.username,
        password=DEMO_PASSWORD,
        name_arabic=account.names[0],
        name_latin=account.names[1],
        language=account.language,
        is_superuser=account.runs_server,
        is_staff=account.runs_server,
    )
    if account.edits_pages:
        user.groups.set(Group.objects.filter(name__in=["Editors", "Moderators"]))
        user.user_permissions.set(Permission.objects.filter(codename__in=LISTS))
    for role, unit in account.roles:
        give_role(folder=units[unit], to=user, role=role, cause=GrantCause.UNIT_DEFAULT, by=None)
    return user

"""A refusal tells nothing: the same bytes, the same questions to the database, a line each time."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.models import JournalEntry, LinkRequest
from dossiers.models.identity import new_uid
from dossiers.tests.factories import (
    DocumentFactory,
    DossierFactory,
    MembershipFactory,
    PageFactory,
    ReferralFactory,
    UserFactory,
)
from dossiers.tests.world import World
from dossiers.vocabulary import JournalAction

pytestmark = pytest.mark.django_db

OF_DOSSIERS = (
    "dossier",
    "dossier_sharing",
    "dossier_access",
    "dossier_journal",
    "dossier_export",
    "break_glass",
    "cover_sheet",
)
OF_PAPERS = ("document", "original", "copy", "print", "correct", "paper_class", "document_access")
CASES = [
    *[(name, "dossier", "GET") for name in OF_DOSSIERS],
    *[(name, "paper", "GET") for name in OF_PAPERS],
    *[(name, "paper", "POST") for name in ("back_to_tray", "refile", "verify", "discard_filed")],
    *[(name, "waiting", "GET") for name in ("file", "pile")],
    *[(name, "waiting", "POST") for name in ("discard", "retry", "rescan", "restore")],
    ("page_image", "page", "GET"),
    ("unit_sharing", "unit", "GET"),
    ("unit_access", "unit", "GET"),
    ("person_merge", "person", "GET"),
    ("link_answer", "request", "POST"),
    ("referral", "referral", "GET"),
]


@pytest.fixture
def hidden(world: World) -> dict[str, list[Any]]:
    """Things of a unit in which the asker holds nothing, as their addresses name them."""
    world.users["asker"] = UserFactory(username="asker")
    world.grant("asker", Role.SUPERVISOR, world.units["education"])
    unit = world.units["health"]
    dossier = DossierFactory(unit=unit)
    paper = DocumentFactory(filed=True, dossier=dossier)
    PageFactory(document=paper)
    waiting = DocumentFactory(read=True, unit=unit)
    PageFactory(document=waiting)
    member = MembershipFactory(dossier=dossier)
    request = LinkRequest.objects.create(
        membership=member, found_in=dossier, asked_by=world.users["director"]
    )
    return {
        "dossier": [dossier.uid],
        "paper": [paper.uid],
        "page": [paper.uid, 1],
        "waiting": [waiting.uid],
        "unit": [unit.uid],
        "person": [member.person.uid],
        "request": [request.uid],
        "referral": [ReferralFactory(unit=unit).uid],
    }


@pytest.mark.parametrize(("name", "thing", "method"), CASES, ids=lambda value: value)
def test_what_is_hidden_answers_as_what_never_was(
    world: World, hidden: dict[str, list[Any]], name: str, thing: str, method: str
) -> None:
    client = Client()
    client.force_login(world.users["asker"])
    uid, *more = hidden[thing]
    asked = [reverse(f"dossiers:{name}", args=[one, *more]) for one in (uid, new_uid(), uid)]

    answers = []
    for address in asked:
        with CaptureQueriesContext(connection) as queries:
            answer = client.generic(method, address)
        answers.append(
            (answer.status_code, len(answer.content), dict(answer.headers), len(queries))
        )

    # The first request of a session may look up what later ones know.
    assert answers[1] == answers[2]
    assert answers[1][0] == 404


def test_every_refusal_is_a_line_with_its_door_and_names_what_exists(
    world: World, hidden: dict[str, list[Any]]
) -> None:
    client = Client()
    client.force_login(world.users["asker"])
    client.get(reverse("dossiers:person_merge", args=hidden["person"]))
    client.get(reverse("dossiers:person_merge", args=[new_uid()]))

    known, unknown = JournalEntry.objects.filter(action=JournalAction.REFUSAL).order_by("pk")

    assert known.thing.startswith("person ")
    assert unknown.thing == ""
    assert {known.detail["door"], unknown.detail["door"]} == {"person_merge"}


@pytest.mark.parametrize(
    "name", ["tray", "arrivals", "break_glass_reviews", "trash", "aside", "referrals", "journal"]
)
def test_a_desk_that_is_not_one_s_own_is_refused_with_a_line(world: World, name: str) -> None:
    client = Client()
    client.force_login(world.users["web_editor"])

    assert client.post(reverse(f"dossiers:{name}")).status_code in (404, 405)
    assert client.get(reverse(f"dossiers:{name}")).status_code == 404

    assert JournalEntry.objects.filter(detail__door=name).exists()

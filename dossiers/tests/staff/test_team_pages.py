"""The staff page: who sees whom, what is offered, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.access.roles import Role
from dossiers.models import Grant, Invitation, Unit, User
from dossiers.tests.browsing import address, signed_in
from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause

pytestmark = pytest.mark.django_db

STATEMENTS = 12
INVITED = {
    "name_arabic": "سلمى بنعلي",
    "name_latin": "Salma Benali",
    "language": "ar",
    "username": "",
    "roles-TOTAL_FORMS": "3",
    "roles-INITIAL_FORMS": "0",
}


@pytest.mark.parametrize("name", ["social_worker", "auditor", "educator", "scanning_desk"])
def test_there_is_no_staff_page_without_staff_to_answer_for(world: World, name: str) -> None:
    client = signed_in(world.users[name])

    assert client.get(address("team")).status_code == 404
    home = client.get(address("home")).content.decode()
    assert address("team") not in home


def test_head_of_a_unit_sees_the_people_of_the_unit_alone(world: World, helper: User) -> None:
    page = signed_in(world.users["supervisor"]).get(address("team"))

    assert {row.person.username for row in page.context["rows"]} == {"supervisor", "helper"}
    assert "2026/" not in page.content.decode()


@pytest.mark.parametrize("name", ["director", "superuser"])
def test_director_and_technical_administrator_see_everybody(world: World, name: str) -> None:
    page = signed_in(world.users[name]).get(address("team"))

    assert page.context["total"] == User.objects.count()


def test_list_of_200_costs_no_more_statements_than_that_of_three(world: World) -> None:
    people = [UserFactory(username=f"many{number}") for number in range(200)]
    Grant.objects.bulk_create(
        Grant(
            folder_id=world.units["social_work"].pk,
            user=person,
            role=Role.SOCIAL_WORKER,
            cause=GrantCause.UNIT_DEFAULT,
        )
        for person in people
    )
    client = signed_in(world.users["director"])
    client.get(address("team"))

    with CaptureQueriesContext(connection) as spent:
        page = client.get(address("team"))

    assert page.context["total"] > 200
    asked = [query["sql"] for query in spent if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= STATEMENTS, "\n".join(asked)


def test_people_are_narrowed_by_unit_and_state(world: World, helper: User) -> None:
    client = signed_in(world.users["director"])
    unit = world.units["social_work"].uid

    in_unit = client.get(address("team"), {"unit": unit, "state": ""})
    closed = client.get(address("team"), {"unit": "", "state": "closed"})

    assert {row.person.username for row in in_unit.context["rows"]} == {"supervisor", "helper"}
    assert {row.person.username for row in closed.context["rows"]} == {"left"}


def test_technical_administrator_is_offered_no_role_and_gives_none_by_force(world: World) -> None:
    client = signed_in(world.users["superuser"])
    unit = world.units["social_work"].uid

    page = client.get(address("team_invite")).content.decode()
    client.post(
        address("team_invite"),
        INVITED | {"roles-0-unit": unit, "roles-0-role": Role.READER},
    )

    assert "roles-0-role" not in page
    made = User.objects.get(username="salma.benali")
    assert not Grant.objects.filter(user=made).exists()


def test_slip_is_shown_once_in_both_languages_and_kept_nowhere(world: World) -> None:
    unit = world.units["social_work"].uid
    sent = INVITED | {"roles-0-unit": unit, "roles-0-role": Role.SOCIAL_WORKER}

    slip = signed_in(world.users["supervisor"]).post(address("team_invite"), sent)

    page = slip.content.decode()
    assert slip.headers["Cache-Control"] == "no-store, private"
    assert "/ar/account/invitation/#" in page
    assert "حسابكم في مركز أمان" in page
    assert "Votre compte au Centre Aman" in page
    assert "data:image/svg+xml" in page
    assert Invitation.objects.open().get().user == User.objects.get(username="salma.benali")
    assert Grant.objects.filter(user__username="salma.benali", role="social_worker").exists()


def test_half_a_role_is_asked_for_again(world: World) -> None:
    unit = world.units["social_work"].uid

    answer = signed_in(world.users["supervisor"]).post(
        address("team_invite"), INVITED | {"roles-0-unit": unit}
    )

    assert answer.context["lines"].errors[0]["role"]
    assert not User.objects.filter(username="salma.benali").exists()


def test_units_lead_to_their_sharing_pages(world: World) -> None:
    page = signed_in(world.users["supervisor"]).get(address("team")).content.decode()

    assert address("unit_sharing", world.units["social_work"].uid) in page
    assert address("unit_sharing", world.units["health"].uid) not in page


def test_dossier_names_its_unit_as_a_way_for_who_shares_it(world: World) -> None:
    way = address("unit_sharing", world.units["social_work"].uid)
    dossier = address("dossier", world.family.uid)

    assert way not in signed_in(world.users["social_worker"]).get(dossier).content.decode()
    assert way in signed_in(world.users["supervisor"]).get(dossier).content.decode()


def unit_forms(**changed: str) -> dict[str, str]:
    units = list(Unit.objects.order_by("parent", "pk"))
    data = {"units-TOTAL_FORMS": str(len(units)), "units-INITIAL_FORMS": str(len(units))}
    for place, unit in enumerate(units):
        data |= {
            f"units-{place}-folder": str(unit.pk),
            f"units-{place}-name_ar": unit.name_ar,
            f"units-{place}-name_fr": unit.name_fr,
            f"units-{place}-name_en": unit.name_en,
        }
        if unit.code != "health":
            data[f"units-{place}-in_use"] = "on"
    return data | changed


def test_first_director_is_led_to_the_units_then_to_the_staff(world: World) -> None:
    director = world.users["director"]
    director.chooses_units = True
    director.save()
    client = signed_in(director)

    led = client.get(address("home"))
    done = client.post(address("units"), unit_forms())

    assert led.headers["Location"] == address("units")
    assert done.headers["Location"] == f"{address('team_invite')}?first=1"
    assert not Unit.objects.get(code="health").in_use
    assert Unit.objects.get(code="aman").in_use
    assert client.get(address("home")).status_code == 200
    offered = client.get(address("team_invite")).content.decode()
    assert world.units["health"].uid not in offered


def test_head_of_a_unit_chooses_no_units(world: World) -> None:
    answer = signed_in(world.users["supervisor"]).post(address("units"), unit_forms())

    assert answer.status_code == 404
    assert Unit.objects.get(code="health").in_use


def test_page_of_a_person_offers_nothing_about_oneself(world: World) -> None:
    client = signed_in(world.users["director"])
    page = client.get(address("team_person", world.users["director"].pk)).content.decode()

    assert address("team_close", world.users["director"].pk) not in page


def test_closing_page_names_references_of_shared_dossiers_alone(world: World, helper: User) -> None:
    for dossier in (world.family, world.hidden):
        dossier.responsible = helper
        dossier.save()

    page = signed_in(world.users["supervisor"]).get(address("team_close", helper.pk))

    text = page.content.decode()
    assert world.family.reference in text
    assert world.hidden.reference not in text
    assert len(page.context["dossiers"]) == 1

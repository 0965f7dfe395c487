"""The sharing pages of dossiers and units, as people use them."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from dossiers.access.permissions import Right
from dossiers.access.roles import Role
from dossiers.models import Dossier, Grant, JournalEntry
from dossiers.sharing.grants import give_role
from dossiers.tests.browsing import address, signed_in
from dossiers.tests.factories import DossierFactory
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["registration_worker", "auditor", "superuser", "educator"])
def test_who_does_not_share_a_dossier_has_no_sharing_page(world: World, name: str) -> None:
    client = signed_in(world.users[name])

    answers = [
        client.get(address("dossier_sharing", world.family.uid)),
        client.get(address("dossier_share", world.family.uid)),
        client.post(address("boundary", world.family.uid), {"to": "cut", "step": "confirm"}),
        client.post(address("responsible", world.family.uid), {"person": world.users[name].pk}),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert Dossier.objects.get(pk=world.family.pk).inherits
    assert JournalEntry.objects.filter(action="refusal", folder_id=world.family.pk).count() == 4


def test_the_page_says_who_holds_what_from_where_and_why(world: World) -> None:
    answer = signed_in(world.users["social_worker"]).get(
        address("dossier_sharing", world.family.uid)
    )

    page = answer.content.decode()
    assert "health_officer" in page
    assert "director" in page
    above = {row.cause.grant.folder_id for row in answer.context["above"]}
    assert above == {world.units["aman"].pk, world.units["social_work"].pk}
    assert {row.holder for row in answer.context["here"]} == {
        "social_worker",
        "health_officer",
        "educator",
    }
    assert answer["Cache-Control"] == "no-store, private"


def test_staff_are_searched_by_name_in_the_body(world: World) -> None:
    world.users["educator"].first_name = "فاطِمة"
    world.users["educator"].save()
    url = address("dossier_share", world.family.uid)

    found = signed_in(world.users["social_worker"]).post(url, {"who": "فاطمه", "step": "search"})

    names = [name for _key, name in found.context["form"].fields["holder"].choices]
    assert names == ["فاطِمة"]
    assert not Grant.objects.filter(user=world.users["educator"], folder=world.family.pk)[1:]


def give(client: Client, world: World, **data: object) -> object:
    url = address("dossier_share", world.family.uid)
    to = world.users["other_social_worker"]
    return client.post(url, {"holder": f"u{to.pk}", "step": "give", **data})


def test_a_role_given_on_the_page_holds_from_the_next_request(world: World) -> None:
    other = world.users["other_social_worker"]
    assert not Dossier.objects.visible_to(other).filter(pk=world.family.pk).exists()

    answer = give(signed_in(world.users["social_worker"]), world, role=Role.READER_MEDICAL)

    assert answer.status_code == 302
    assert world.papers["medical"] in type(world.papers["medical"]).objects.visible_to(other)
    assert world.papers["school"] not in type(world.papers["school"]).objects.visible_to(other)
    assert JournalEntry.objects.filter(action="grant", folder_id=world.family.pk).last().actor_id


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.AUDITOR, Role.BREAK_GLASS, "nonsense"])
def test_nobody_gives_what_they_do_not_hold(world: World, role: str) -> None:
    answer = give(signed_in(world.users["social_worker"]), world, role=role)

    assert answer.status_code == 200
    assert answer.context["form"].errors["role"]
    assert not Grant.objects.filter(user=world.users["other_social_worker"], role=role).exists()


def test_a_last_day_in_the_past_is_refused_and_a_future_one_holds_to_its_end(
    world: World,
) -> None:
    client = signed_in(world.users["social_worker"])

    refused = give(client, world, role=Role.READER, until="2020-01-01")
    give(client, world, role=Role.READER, until=timezone.localdate().isoformat())

    assert refused.context["form"].errors["until"]
    grant = Grant.objects.get(user=world.users["other_social_worker"], folder=world.family.pk)
    assert timezone.localtime(grant.valid_until).strftime("%H:%M:%S") == "23:59:59"


def test_a_group_is_shared_with_as_a_whole_and_follows_its_members(world: World) -> None:
    group = Group.objects.create(name="فريق الصيف")
    client, url = signed_in(world.users["director"]), address("dossier_share", world.family.uid)

    client.post(url, {"holder": f"g{group.pk}", "role": Role.READER, "step": "give"})
    world.users["web_editor"].groups.add(group)

    assert world.family in Dossier.objects.visible_to(world.users["web_editor"])
    group.user_set.clear()
    assert world.family not in Dossier.objects.visible_to(world.users["web_editor"])


def grant_of(world: World, name: str) -> Grant:
    return Grant.objects.get(user=world.users[name], folder_id=world.family.pk, ended_at=None)


def test_a_role_is_changed_by_ending_it_and_giving_another(world: World) -> None:
    before = grant_of(world, "educator")
    url = address("dossier_share_change", world.family.uid, before.uid)

    signed_in(world.users["social_worker"]).post(url, {"role": Role.READER_CIVIL})

    before.refresh_from_db()
    assert before.ended_at
    assert grant_of(world, "educator").role == Role.READER_CIVIL


def test_a_role_is_taken_back_at_once(world: World) -> None:
    url = address("dossier_share_end", world.family.uid, grant_of(world, "educator").uid)
    theirs = signed_in(world.users["educator"])
    assert theirs.get(address("dossier", world.family.uid)).status_code == 200

    signed_in(world.users["social_worker"]).post(url)

    assert theirs.get(address("dossier", world.family.uid)).status_code == 404


def test_a_grant_of_another_dossier_is_not_ended_through_this_one(world: World) -> None:
    foreign = Grant.objects.get(user=world.users["other_social_worker"], folder=world.others.pk)
    url = address("dossier_share_end", world.family.uid, foreign.uid)

    answer = signed_in(world.users["social_worker"]).post(url)

    foreign.refresh_from_db()
    assert answer.status_code == 404
    assert foreign.ended_at is None


def test_the_last_sharer_of_a_hidden_dossier_cannot_be_removed(world: World) -> None:
    grant = Grant.objects.get(folder=world.hidden.pk)
    url = address("dossier_share_end", world.hidden.uid, grant.uid)

    answer = signed_in(world.users["other_social_worker"]).post(url, follow=True)

    grant.refresh_from_db()
    assert grant.ended_at is None
    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_the_preview_names_who_loses_and_changes_nothing(world: World) -> None:
    client = signed_in(world.users["social_worker"])

    answer = client.post(address("boundary", world.family.uid), {"to": "protected"})

    losing = {row["name"] for row in answer.context["losing"]}
    assert losing == {"supervisor", "registration_worker", "scanning_desk"}
    assert not Dossier.objects.get(pk=world.family.pk).protected


def test_the_preview_says_what_who_lifts_it_loses_and_when_it_cannot_be_lifted(
    world: World,
) -> None:
    educator, dossier = (
        world.users["educator"],
        DossierFactory(unit=world.units["health"], cut_off=True),
    )
    give_role(
        folder=dossier,
        to=educator,
        role=Role.RESPONSIBLE,
        cause=GrantCause.PROTECTION,
        by=None,
    )
    client, url = signed_in(educator), address("boundary", dossier.uid)

    allowed = client.post(url, {"to": "open"})
    Grant.objects.filter(role=Role.DIRECTOR).update(ended_at=timezone.now())
    refused = client.post(url, {"to": "open"})

    assert allowed.context["stops_sharing"]
    assert 'value="confirm"' in allowed.content.decode()
    assert refused.context["refusal"]
    assert 'value="confirm"' not in refused.content.decode()
    assert not Dossier.objects.get(pk=dossier.pk).inherits


def test_protecting_hides_the_dossier_and_inheriting_again_shows_it(world: World) -> None:
    client, url = signed_in(world.users["social_worker"]), address("boundary", world.family.uid)
    worker = world.users["registration_worker"]

    client.post(url, {"to": "protected", "step": "confirm"})
    hidden = not Dossier.objects.visible_to(worker, Right.FIND).filter(pk=world.family.pk)
    client.post(url, {"to": "open", "step": "confirm"})

    assert hidden
    assert Dossier.objects.visible_to(worker, Right.FIND).filter(pk=world.family.pk).exists()
    kept = Grant.objects.in_force().filter(cause=GrantCause.PROTECTION)
    assert not kept.exists()


def test_naming_a_responsible_tells_them_and_ends_the_role_of_the_one_before(world: World) -> None:
    client, url = signed_in(world.users["director"]), address("responsible", world.family.uid)
    first, second = world.users["educator"], world.users["health_officer"]

    for person in (first, second):
        client.post(url, {"person": person.pk})

    dossier = Dossier.objects.get(pk=world.family.pk)
    causes = dossier.grants.in_force().filter(cause=GrantCause.RESPONSIBLE)
    assert dossier.responsible == second
    assert [grant.user for grant in causes] == [second]
    assert second.notices.filter(seen_at=None).count() == 1


def test_the_responsible_is_not_locked_out_by_hand(world: World) -> None:
    client = signed_in(world.users["director"])
    client.post(address("responsible", world.family.uid), {"person": world.users["educator"].pk})
    grant = Grant.objects.get(cause=GrantCause.RESPONSIBLE)

    client.post(address("dossier_share_end", world.family.uid, grant.uid))

    grant.refresh_from_db()
    assert grant.ended_at is None


def test_a_unit_has_a_sharing_page_for_who_shares_it_alone(world: World) -> None:
    unit = world.units["social_work"]
    url = address("unit_sharing", unit.uid)

    assert signed_in(world.users["social_worker"]).get(url).status_code == 404
    assert signed_in(world.users["supervisor"]).get(url).status_code == 200


def test_a_supervisor_makes_no_director(world: World) -> None:
    url = address("unit_share", world.units["social_work"].uid)
    data = {"holder": f"u{world.users['educator'].pk}", "role": Role.DIRECTOR, "step": "give"}

    signed_in(world.users["supervisor"]).post(url, data)
    assert not Grant.objects.filter(user=world.users["educator"], role=Role.DIRECTOR).exists()

    signed_in(world.users["director"]).post(url, data)
    assert Grant.objects.filter(user=world.users["educator"], role=Role.DIRECTOR).exists()

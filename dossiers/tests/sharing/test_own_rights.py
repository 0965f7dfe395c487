"""The cleverest colleague with each role tries the pages: nothing they do gives them more.

What the actions refuse is tested beside them; here the ways through the browser are walked.
"""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from dossiers.access.permissions import Permission
from dossiers.access.roles import Role
from dossiers.administration.forms import stamp_of
from dossiers.models import Document, Dossier, Grant, JournalEntry, User
from dossiers.sharing.grants import give_role
from dossiers.tests.browsing import address, signed_in
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause

pytestmark = pytest.mark.django_db


def grants_of(user: User) -> list[tuple[str, object]]:
    return list(Grant.objects.in_force().filter(user=user).values_list("role", "valid_until"))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPERVISOR, Role.READER])
@pytest.mark.parametrize("through", ["themselves", "their group"])
def test_a_supervisor_gives_themselves_no_role_on_their_unit(
    world: World, role: Role, through: str
) -> None:
    supervisor, group = world.users["supervisor"], Group.objects.create(name="فريق")
    supervisor.groups.add(group)
    before = grants_of(supervisor)
    to = f"u{supervisor.pk}" if through == "themselves" else f"g{group.pk}"
    url = address("unit_share", world.units["social_work"].uid)

    answer = signed_in(supervisor).post(url, {"holder": to, "role": role, "step": "give"})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert grants_of(supervisor) == before
    assert not Grant.objects.filter(group=group).exists()


def test_an_auditor_made_by_a_supervisor_would_have_read_the_protected_journal(
    world: World,
) -> None:
    supervisor, unit = world.users["supervisor"], world.units["social_work"]
    data = {"holder": f"u{supervisor.pk}", "role": Role.AUDITOR, "step": "give"}
    client = signed_in(supervisor)

    client.post(address("unit_share", unit.uid), data)

    for name in ("dossier_access", "dossier_journal"):
        assert client.get(address(name, world.hidden.uid)).status_code == 404


def test_nobody_prolongs_their_own_role_on_the_page_nor_is_offered_to(world: World) -> None:
    supervisor, unit = world.users["supervisor"], world.units["social_work"]
    grant = Grant.objects.get(user=supervisor)
    change = address("unit_share_change", unit.uid, grant.uid)
    client = signed_in(supervisor)

    offered = client.get(address("unit_sharing", unit.uid)).content.decode()
    answer = client.post(change, {"role": Role.SUPERVISOR, "until": "2099-12-31"})

    assert change not in offered
    assert address("unit_share_end", unit.uid, grant.uid) in offered
    assert answer.status_code == 200
    assert grants_of(supervisor) == [(Role.SUPERVISOR, None)]


def test_nobody_names_themselves_responsible_on_the_page(world: World) -> None:
    supervisor = world.users["supervisor"]

    answer = signed_in(supervisor).post(
        address("responsible", world.family.uid), {"person": supervisor.pk}, follow=True
    )

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Dossier.objects.get(pk=world.family.pk).responsible is None


def test_the_original_is_not_fetched_through_the_tray(world: World) -> None:
    paper, worker = world.papers["civil"], world.users["registration_worker"]
    client, original = signed_in(worker), address("original", paper.uid)
    assert client.get(original).status_code == 404

    client.post(address("back_to_tray", paper.uid), {"reason": "x"})
    answers = [client.get(one) for one in (original, address("archive", paper.uid))]

    assert Document.objects.get(pk=paper.pk).is_in_tray
    assert {answer.status_code for answer in answers} == {404}
    assert not JournalEntry.objects.filter(action="download").exists()


def test_correcting_the_kind_opens_a_paper_to_nobody(world: World) -> None:
    paper, worker = world.papers["civil"], world.users["registration_worker"]
    educator = world.users["educator"]
    kinds = {"general": "CE01", "school": "SC01"}
    assert not educator.has_perm(Permission.Document.VIEW, paper)

    for kind in kinds.values():
        signed_in(worker).post(address("correct", paper.uid), {"kind": kind})

    paper = Document.objects.get(pk=paper.pk)
    assert paper.kind.code == kinds["school"]
    assert paper.paper_class == "civil"
    assert not educator.has_perm(Permission.Document.VIEW, paper)


def test_a_technician_does_not_join_a_group_that_holds_roles(world: World) -> None:
    group, superuser = Group.objects.create(name="مشرفون"), world.users["superuser"]
    give_role(
        folder=world.units["aman"],
        to=group,
        role=Role.DIRECTOR,
        cause=GrantCause.UNIT_DEFAULT,
        by=None,
    )
    superuser.email, superuser.first_name, superuser.last_name = "a@example.org", "أ", "ب"
    superuser.save()
    told = {
        "username": superuser.username,
        "email": superuser.email,
        "first_name": superuser.first_name,
        "last_name": superuser.last_name,
        "language": "ar",
        "is_superuser": "on",
        "seen": stamp_of(superuser),
        "groups": [group.pk],
    }

    answer = signed_in(superuser).post(
        reverse("wagtailusers_users:edit", args=[superuser.pk]), told
    )

    assert "مشرفون" in str(answer.context["form"].errors["groups"])
    assert not superuser.groups.exists()
    assert world.family not in Dossier.objects.visible_to(superuser)

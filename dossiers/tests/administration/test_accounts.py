"""The technical administrator makes accounts and gives no roles; nobody is deleted."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site
from wagtail.users.views.groups import get_permission_panel_classes

from dossiers.access.permissions import Right
from dossiers.access.roles import Role
from dossiers.access.visibility import held_rights
from dossiers.administration import rules
from dossiers.administration.forms import stamp_of
from dossiers.models import DocumentKind, Installation, JournalEntry, User
from dossiers.sharing.grants import give_role
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause

pytestmark = pytest.mark.django_db

ACCOUNT_RIGHTS = ("access_admin", "add_user", "change_user", "delete_user")
GROUP_RIGHTS = ("add_group", "change_group", "delete_group")


@pytest.fixture
def clerk(client: Client, world: World) -> Client:
    """Somebody who keeps the accounts and is no administrator."""
    person = world.users["moderator"]
    person.user_permissions.set(
        Permission.objects.filter(codename__in=(*ACCOUNT_RIGHTS, *GROUP_RIGHTS))
    )
    client.force_login(person)
    return client


@pytest.fixture
def night_shift(world: World) -> Group:
    """A group that holds a role on the social work unit."""
    group = Group.objects.create(name="Night shift")
    unit = world.units["social_work"]
    give_role(folder=unit, to=group, role=Role.READER_ALL, cause=GrantCause.UNIT_DEFAULT, by=None)
    return group


@pytest.fixture
def editors() -> Group:
    """A group that publishes every page."""
    group = Group.objects.create(name="Publishers")
    publish = Permission.objects.get(codename="publish_page", content_type__model="page")
    GroupPagePermission.objects.create(
        group=group, page=Page.objects.get(depth=1), permission=publish
    )
    return group


def panels() -> dict[str, Any]:
    """Return the empty forms of pages and collections that stand below a group."""
    prefixes = (f"{name}_permissions" for name in ("page", "document", "image", "collection"))
    return {
        f"{prefix}-{count}": 0 for prefix in prefixes for count in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


def one_right(place: str) -> dict[str, Any]:
    """Return the form that gives a group a right on a page, a collection or a site."""
    if place == "site":
        [form] = [one for one in get_permission_panel_classes() if hasattr(one, "settings_model")]
        prefix = form(instance=Group()).prefix
        return {f"{prefix}-sites": [Site.objects.first().pk]}
    if place == "page":
        prefix, thing, right = "page_permissions", Page.objects.last(), "publish_page"
    else:
        prefix, thing = "image_permissions", Collection.objects.first()
        right = str(Permission.objects.get(codename="add_image").pk)
    place_and_right = {f"{prefix}-0-{place}": thing.pk, f"{prefix}-0-permissions": [right]}
    return {f"{prefix}-TOTAL_FORMS": 1} | place_and_right


def save_group(client: Client, group: Group, **fields: Any) -> Any:
    address = reverse("wagtailusers_groups:edit", args=[group.pk])
    return client.post(address, {"name": group.name} | panels() | fields)


def account_fields(person: User, **changes: Any) -> dict[str, Any]:
    told = {"username": person.username, "first_name": "A", "last_name": "B"}
    told |= {"email": "a@example.org", "seen": stamp_of(person)} | changes
    return {name: value for name, value in told.items() if value is not None}


def edit(client: Client, person: User, **changes: Any) -> Any:
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    return client.post(address, account_fields(person, **changes))


def bulk(client: Client, action: str, *people: User, **fields: Any) -> Any:
    address = reverse("wagtail_bulk_action", args=["dossiers", "user", action])
    chosen = "&".join(f"id={person.pk}" for person in people)
    return client.post(f"{address}?{chosen}&next=/admin/users/", fields, follow=True)


def verbs() -> list[str]:
    return [line.detail.get("verb", "") for line in JournalEntry.objects.all()]


class TestRolesOfGroups:
    """Who belongs to a group with roles holds them: that is given where roles are given."""

    @pytest.mark.parametrize("who", ["superuser", "educator"])
    def test_technician_puts_nobody_in(self, technician, world, night_shift, who: str) -> None:
        person = world.users[who]

        answer = edit(technician, person, groups=[night_shift.pk], is_superuser=None)

        assert answer.status_code == 200
        assert str(rules.GROUP_GIVES_ROLES % {"group": night_shift}) in answer.content.decode()
        assert not person.groups.exists()
        assert Right.VIEW_MEDICAL not in held_rights(User.objects.get(pk=person.pk)) or who == "x"

    def test_technician_takes_nobody_out(self, technician, world, night_shift) -> None:
        world.users["educator"].groups.add(night_shift)

        answer = edit(technician, world.users["educator"])

        assert answer.status_code == 200
        assert world.users["educator"].groups.get() == night_shift

    def test_bulk_action_puts_nobody_in(self, technician, world, night_shift) -> None:
        bulk(technician, "assign_role", world.users["educator"], role=night_shift.pk)

        assert not world.users["educator"].groups.exists()

    def test_new_account_begins_outside(self, technician, night_shift) -> None:
        told = {"username": "new", "first_name": "N", "last_name": "N", "email": "n@example.org"}
        told |= {"password1": "a-Long-enough-1-word", "password2": "a-Long-enough-1-word"}

        technician.post(reverse("wagtailusers_users:add"), told | {"groups": [night_shift.pk]})
        assert not User.objects.filter(username="new").exists()
        technician.post(reverse("wagtailusers_users:add"), told)

        assert User.objects.get(username="new").groups.count() == 0
        assert "account made" in verbs()

    def test_who_may_share_there_puts_others_in_and_never_themselves(
        self, client, world, night_shift
    ) -> None:
        director = world.users["director"]
        director.user_permissions.set(Permission.objects.filter(codename__in=ACCOUNT_RIGHTS))
        client.force_login(director)

        edit(client, director, groups=[night_shift.pk])
        edit(client, world.users["educator"], groups=[night_shift.pk])

        assert list(night_shift.user_set.all()) == [world.users["educator"]]
        assert verbs().count("joined") == 1

    def test_group_without_roles_is_the_technician_s(self, technician, world) -> None:
        group = Group.objects.create(name="Handbook")

        edit(technician, world.users["educator"], groups=[group.pk])

        assert group.user_set.get() == world.users["educator"]


class TestNobodyIsDeleted:
    """Single and bulk deletion say so and lead to the staff page, where accounts are closed."""

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_one_account(self, technician, world, method: str) -> None:
        person = world.users["web_editor"]

        answer = getattr(technician, method)(
            reverse("wagtailusers_users:delete", args=[person.pk]), follow=True
        )

        assert str(rules.PEOPLE_STAY) in answer.content.decode()
        assert answer.redirect_chain[-1][0] == reverse("dossiers:team_person", args=[person.pk])
        assert User.objects.filter(pk=person.pk).exists()

    def test_several_accounts(self, technician, world) -> None:
        people = [world.users["web_editor"], world.users["educator"]]

        answer = bulk(technician, "delete", *people)

        assert answer.status_code == 200
        assert str(rules.PEOPLE_STAY) in answer.content.decode()
        assert answer.redirect_chain[-1][0] == reverse("dossiers:team")
        assert User.objects.filter(pk__in=[person.pk for person in people]).count() == 2

    def test_group(self, technician, night_shift) -> None:
        answer = technician.post(
            reverse("wagtailusers_groups:delete", args=[night_shift.pk]), follow=True
        )

        assert str(rules.GROUPS_STAY) in answer.content.decode()
        assert Group.objects.filter(pk=night_shift.pk).exists()

    def test_who_may_not_delete_learns_nothing(self, client, world) -> None:
        world.users["moderator"].user_permissions.set(
            Permission.objects.filter(codename__in=("access_admin", "change_user"))
        )
        client.force_login(world.users["moderator"])
        address = reverse("wagtailusers_users:delete", args=[world.users["educator"].pk])

        answer = client.post(address, follow=True)

        assert str(rules.PEOPLE_STAY) not in answer.content.decode()


class TestClosedOnTheStaffPageAlone:
    """The admin has no switch: it knew no hand-over, no last director, and brought roles back."""

    def test_form_of_an_account_changes_nothing(self, technician, world) -> None:
        director, left = world.users["director"], world.users["left"]

        for person, is_active in ((director, None), (left, "on")):
            assert edit(technician, person, is_active=is_active).status_code == 302

        assert User.objects.get(pk=director.pk).is_active
        assert not User.objects.get(pk=left.pk).is_active

    @pytest.mark.parametrize("is_active", [True, False])
    def test_bulk_action_changes_nothing(self, technician, world, is_active) -> None:
        people = [world.users["director"], world.users["left"]]

        answer = bulk(technician, "set_active_state", *people, mark_as_active=is_active)

        assert answer.redirect_chain[-1][0] == reverse("dossiers:team")
        stands = User.objects.filter(pk__in=[one.pk for one in people])
        assert dict(stands.values_list("username", "is_active")) == {
            "director": True,
            "left": False,
        }


class TestWhoKeepsAccountsIsNoAdministrator:
    """Somebody with `change_user` does not become more than they are."""

    def test_makes_no_administrator(self, clerk, world) -> None:
        edit(clerk, world.users["educator"], is_superuser="on")

        assert not User.objects.get(pk=world.users["educator"].pk).is_superuser

    def test_does_not_touch_an_administrator(self, clerk, world) -> None:
        administrator = world.users["superuser"]
        before = administrator.password

        edit(clerk, administrator, password1="a-Long-enough-1", password2="a-Long-enough-1")
        for name in ("team_close", "team_link", "team_unlock"):
            address = reverse(f"dossiers:{name}", args=[administrator.pk])
            assert clerk.post(address, {"reason": "x"}).status_code == 404

        administrator.refresh_from_db()
        assert (administrator.password, administrator.is_active) == (before, True)

    def test_joins_no_group_that_may_more(self, clerk, world) -> None:
        group = Group.objects.create(name="Lists")
        group.permissions.add(Permission.objects.get(codename="change_documentkind"))

        edit(clerk, world.users["moderator"], groups=[group.pk])
        bulk(clerk, "assign_role", world.users["moderator"], role=group.pk)

        assert not group.user_set.exists()

    def test_joins_no_group_that_publishes(self, clerk, world, editors) -> None:
        answer = edit(clerk, world.users["moderator"], groups=[editors.pk])
        bulk(clerk, "assign_role", world.users["moderator"], role=editors.pk)

        assert str(rules.GROUP_MAY_MORE % {"group": editors}) in answer.content.decode()
        assert not editors.user_set.exists()

    @pytest.mark.parametrize("place", ["page", "collection", "site"])
    def test_gives_a_group_no_right_on_the_site_they_lack(self, clerk, place: str) -> None:
        group = Group.objects.create(name="Own")

        answer = save_group(clerk, group, **one_right(place))

        assert str(rules.NOT_HELD) in answer.content.decode()
        assert not rules.rights_on_site([group])
        assert "rights on the site changed" not in verbs()

    def test_makes_no_group_that_publishes(self, clerk) -> None:
        clerk.post(
            reverse("wagtailusers_groups:add"), {"name": "New"} | panels() | one_right("page")
        )

        assert not Group.objects.filter(name="New").exists()

    def test_takes_no_right_on_the_site_they_lack_from_a_group(self, clerk, editors) -> None:
        save_group(clerk, editors)

        assert rules.rights_on_site([editors])

    def test_gives_below_a_page_what_they_hold_there(self, clerk, world, editors) -> None:
        world.users["moderator"].groups.add(editors)
        clerk.force_login(world.users["moderator"])
        group = Group.objects.create(name="Own")

        save_group(clerk, group, **one_right("page"))

        assert [str(one) for one in rules.rights_on_site([group])] == [
            f"publish_page page {Page.objects.last().pk}"
        ]

    def test_gives_a_group_no_permission_they_lack(self, clerk, world) -> None:
        group = Group.objects.create(name="Own")
        permission = Permission.objects.get(codename="change_documentkind")

        save_group(clerk, group, permissions=[permission.pk])

        assert not group.permissions.exists()


def test_password_set_by_another_is_a_line_without_it(technician, world) -> None:
    educator = world.users["educator"]

    edit(technician, educator, password1="a-Long-enough-1", password2="a-Long-enough-1")

    [line] = [line for line in JournalEntry.objects.all() if line.thing == f"user {educator.pk}"]
    assert line.detail == {"verb": "one-time password set"}
    assert line.actor_id == world.users["superuser"].pk


def test_kind_is_lowered_in_the_admin_by_a_director_alone(technician, world) -> None:
    kind = DocumentKind.objects.get(code="SA05")
    address = reverse("wagtailsnippets_dossiers_documentkind:edit", args=[kind.pk])
    told = {"code": "SA05", "name_ar": "و", "name_fr": "O", "name_en": "O", "is_active": "on"}
    told |= {"paper_class": "general"}

    refused = technician.post(address, told)
    assert str(rules.KIND_LOWERED) in refused.content.decode()
    director = world.users["director"]
    director.user_permissions.set(
        Permission.objects.filter(codename__in=("access_admin", "change_documentkind"))
    )
    technician.force_login(director)
    technician.post(address, told)

    kind.refresh_from_db()
    assert kind.paper_class == "general"
    assert verbs().count("class of a kind changed") == 1


def test_rights_of_a_group_on_pages_and_files_are_a_line(technician) -> None:
    group = Group.objects.create(name="Writers")
    page = Page.objects.first()
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=page, permission=change)
    GroupCollectionPermission.objects.create(
        group=group,
        collection=Collection.objects.first(),
        permission=Permission.objects.get(codename="add_document"),
    )

    save_group(technician, group)

    [line] = [line for line in JournalEntry.objects.all() if line.thing == f"group {group.pk}"]
    assert f"change_page page {page.pk}" in line.detail["removed"]


def test_technician_sees_that_the_sweep_was_refused(technician) -> None:
    home = reverse("wagtailadmin_home")
    assert "sweep_store" not in technician.get(home).content.decode()

    Installation.objects.update(
        sweep_refused_at=timezone.now(), orphans_found=1040, files_stored=1040
    )

    assert "sweep_store" in technician.get(home).content.decode()

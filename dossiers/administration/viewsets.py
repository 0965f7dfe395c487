"""Accounts and groups in the Wagtail admin: taken out of use, never deleted, under our rules."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import TitleColumn
from wagtail.contrib.settings.forms import SitePermissionForm
from wagtail.users.views import groups as wagtail_groups
from wagtail.users.views import users as wagtail_users
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from dossiers import journal
from dossiers.journal.verbs import Verb
from dossiers.models import User
from dossiers.vocabulary import JournalAction

from . import rules
from .actor import current_actor
from .forms import AccountForm, GroupRulesForm, NewAccountForm, refuse_member


def may_change(account: User, *, by: User) -> bool:
    """Tell whether this user may change the account: that of an administrator, only another."""
    return bool(by.is_superuser or not account.is_superuser)


class AccountEditView(wagtail_users.EditView):
    """Change an account."""

    object: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse the account of an administrator to who is none."""
        if not may_change(self.object, by=cast(User, request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look at the account as it stands now, and let nobody else save it meanwhile."""
        self.object = User.objects.select_for_update().get(pk=self.object.pk)
        return super().post(request, *args, **kwargs)


class StaysMixin:
    """In the place of a confirmation to delete: a sentence, and the form that helps."""

    sentence: Any
    edit_name: str
    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Delete nothing."""
        self.check_permissions()
        messages.error(request, self.sentence)
        return redirect(self.edit_name, self.object.pk)

    def check_permissions(self) -> None:
        """Say nothing to who could not delete here at all."""
        if not self.user_has_permission("delete"):  # type: ignore[attr-defined]  # Wagtail's view
            raise PermissionDenied


class AccountDeleteView(StaysMixin, wagtail_users.DeleteView):
    """Accounts stay."""

    sentence = rules.PEOPLE_STAY
    edit_name = "dossiers:team_person"


class GroupDeleteView(StaysMixin, wagtail_groups.DeleteView):
    """Groups stay."""

    sentence = rules.GROUPS_STAY
    edit_name = "wagtailusers_groups:edit"


class AccountViewSet(wagtail_users.UserViewSet):
    """Wagtail's accounts with our forms."""

    edit_view_class = AccountEditView
    edit_template_name = "dossiers/administration/account_edit.html"
    delete_view_class = AccountDeleteView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:  # noqa: FBT001, FBT002
        """Return the form with our rules."""
        return AccountForm if for_update else NewAccountForm


class SiteRightsMixin:
    """Rights of a group on the site are written in bulk: they are compared around it."""

    object: Group
    permission_panel_forms: list[Any]
    produced_error_message: Any

    def is_valid(self, form: forms.ModelForm) -> bool:
        """Refuse what who works here may not do on the site, as the form does in the admin."""
        if not super().is_valid(form):  # type: ignore[misc]  # Wagtail's view
            return False
        by = current_actor()
        changed = self.rights_now() ^ asked_rights(self.permission_panel_forms)
        if by is None or rules.holds_on_site(changed, by=by):
            return True
        form.add_error(None, rules.NOT_HELD)
        self.produced_error_message = rules.NOT_HELD
        return False

    def process_form(self) -> HttpResponse:
        """Save, and leave a line where rights on the site changed."""
        with transaction.atomic():
            before = self.rights_now()
            response: HttpResponse = super().process_form()  # type: ignore[misc]
            after = self.rights_now()
            by = current_actor()
            if by is not None and not rules.holds_on_site(before ^ after, by=by):
                # A form below that nobody here knows: nothing is saved.
                raise PermissionDenied(rules.NOT_HELD)
            if before != after:
                journal.record(
                    by=by,
                    action=JournalAction.GRANT,
                    thing=self.object,
                    verb=Verb.RIGHTS_ON_THE_SITE_CHANGED,
                    added=sorted(map(str, after - before)),
                    removed=sorted(map(str, before - after)),
                )
        return response

    def rights_now(self) -> set[rules.SiteRight]:
        """Return what is stored of the group; a new one holds nothing."""
        return rules.rights_on_site([self.object]) if self.object.pk else set()


def asked_rights(panels: list[Any]) -> set[rules.SiteRight]:
    """Return what the valid forms below a group would leave it."""
    rights: set[rules.SiteRight] = set()
    for panel in panels:
        if isinstance(panel, SitePermissionForm):
            name = panel.permission.codename
            sites = panel.cleaned_data["sites"]
            rights.update(rules.SiteRight(name, "site", site.pk) for site in sites)
            continue
        forms = (form for form in panel.forms if form not in panel.deleted_forms)
        for cleaned in (form.cleaned_data for form in forms):
            for kind in cleaned.keys() & {"page", "collection"}:
                place = cleaned[kind]
                rights.update(
                    rules.SiteRight(one.codename, kind, place.pk, place.path)
                    for one in cleaned["permissions"]
                )
    return rights


class GroupIndexView(wagtail_groups.IndexView):
    """List the groups by their names in the language in force; found by each of them."""

    search_fields = ["name", "names__name_ar", "names__name_fr", "names__name_en"]
    columns = [
        TitleColumn(
            "name",
            accessor=str,
            label=gettext_lazy("Name"),
            sort_key="name",
            url_name="wagtailusers_groups:edit",
        ),
    ]

    def get_base_queryset(self) -> QuerySet[Group]:
        """Look the names up with the groups."""
        groups: QuerySet[Group] = super().get_base_queryset()
        return groups.select_related("names")


class GroupEditView(SiteRightsMixin, wagtail_groups.EditView):
    """Change a group."""


class GroupCreateView(SiteRightsMixin, wagtail_groups.CreateView):
    """Make a group."""


class GroupViewSet(wagtail_groups.GroupViewSet):
    """Wagtail's groups with our form."""

    index_view_class = GroupIndexView
    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView
    create_template_name = edit_template_name = "dossiers/administration/group.html"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:  # noqa: FBT001, FBT002
        """Return the form with our rules."""
        return GroupRulesForm


class LeadsToStaff(UserBulkAction):
    """Several accounts at once: each is opened and closed on its own page among the staff."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Change nothing; lead to the staff of the centre."""
        if not request.user.has_perm(wagtail_users.change_user_perm):
            raise PermissionDenied
        messages.error(request, rules.PEOPLE_STAY)
        return redirect("dossiers:team")

    @classmethod
    def execute_action(cls, *_args: Any, **_named: Any) -> tuple[int, int]:
        """Change nothing."""
        raise PermissionDenied


class DeleteNobody(LeadsToStaff, DeleteBulkAction):
    """In the place of Wagtail's deletion."""


class CloseNobody(LeadsToStaff, SetActiveStateBulkAction):
    """In the place of Wagtail's switch, which knows no hand-over and no last director."""


class RoleForm(AssignRoleBulkAction.form_class):
    """Which group; one that gives roles of the archive is refused."""

    def clean_role(self) -> Group:
        """Refuse as the form of one account does; the people themselves are asked below."""
        group: Group = self.cleaned_data["role"]
        refuse_member(group, person_id=None, by=current_actor())
        return group


class AssignGroup(AssignRoleBulkAction):
    """Wagtail's "assign role": its roles are groups."""

    form_class = RoleForm

    def check_perm(self, obj: User) -> bool:
        """Ask for the account too."""
        return super().check_perm(obj) and may_change(obj, by=self.request.user)


BULK_ACTIONS = (DeleteNobody, CloseNobody, AssignGroup)

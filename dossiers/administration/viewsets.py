"""Accounts and groups in the Wagtail admin: taken out of use, never deleted, under our rules."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from wagtail.users.views import groups as wagtail_groups
from wagtail.users.views import users as wagtail_users
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from dossiers import journal
from dossiers.models import User
from dossiers.vocabulary import JournalAction

from . import rules
from .actor import current_actor
from .forms import AccountForm, GroupRulesForm, NewAccountForm, refuse_member


def may_change(account: User, *, by: Any) -> bool:
    """Tell whether this user may change the account: that of an administrator, only another."""
    return bool(by.is_superuser or not account.is_superuser)


class AccountEditView(wagtail_users.EditView):
    """Change an account."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse the account of an administrator to who is none."""
        if not may_change(self.object, by=request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


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
    delete_view_class = AccountDeleteView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:  # noqa: FBT001, FBT002
        """Return the form with our rules."""
        return AccountForm if for_update else NewAccountForm


def rights_on_site(group: Any) -> set[str]:
    """Return what a group may do on pages and collections of the public site."""
    of_pages = group.page_permissions.values_list("permission__codename", "page_id")
    of_files = group.collection_permissions.values_list("permission__codename", "collection_id")
    return {f"{name} page {pk}" for name, pk in of_pages} | {
        f"{name} collection {pk}" for name, pk in of_files
    }


class TellsRightsMixin:
    """Pages and collections of a group are written in bulk: they are compared around it."""

    object: Group

    def process_form(self) -> HttpResponse:
        """Save, and leave a line where rights on the site changed."""
        with transaction.atomic():
            before = rights_on_site(self.object) if self.object.pk else set()
            response: HttpResponse = super().process_form()  # type: ignore[misc]
            after = rights_on_site(self.object) if self.object.pk else set()
            if before != after:
                journal.record(
                    by=current_actor(),
                    action=JournalAction.GRANT,
                    thing=f"group {self.object.pk}",
                    verb="rights on the site changed",
                    added=sorted(after - before),
                    removed=sorted(before - after),
                )
        return response


class GroupEditView(TellsRightsMixin, wagtail_groups.EditView):
    """Change a group."""


class GroupCreateView(TellsRightsMixin, wagtail_groups.CreateView):
    """Make a group."""


class GroupViewSet(wagtail_groups.GroupViewSet):
    """Wagtail's groups with our form."""

    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView

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

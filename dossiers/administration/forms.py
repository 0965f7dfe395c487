"""Forms for accounts and groups: nobody gives more than they may do, no group gives roles."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from wagtail.users.forms import GroupForm, UserCreationForm, UserEditForm

from . import rules
from .actor import current_actor


class AccountRules(forms.ModelForm):
    """What holds for a new account and for one that is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by = current_actor()
        if by is not None and not by.is_superuser:
            self.fields.pop("is_superuser", None)

    def clean_groups(self) -> QuerySet[Group]:
        """Refuse groups that hold roles, and groups that may do more than who works here."""
        chosen: QuerySet[Group] = self.cleaned_data["groups"]
        pk = self.instance.pk
        before = set(self.instance.groups.all()) if pk else set()
        for group in before ^ set(chosen):
            refuse_member(group, person_id=pk, by=current_actor())
        return chosen


def refuse_member(group: Group, *, person_id: int | None, by: Any) -> None:
    """Raise ValidationError where this user may not change who belongs to the group."""
    if by is None:
        return
    if not rules.may_change_member(group, person_id=person_id or 0, by=by):
        raise forms.ValidationError(rules.GROUP_GIVES_ROLES, params={"group": group})
    if rules.may_do_more(group, than=by):
        raise forms.ValidationError(rules.GROUP_MAY_MORE, params={"group": group})


class NewAccountForm(AccountRules, UserCreationForm):
    """Make an account."""


class AccountForm(AccountRules, UserEditForm):
    """Change an account; it is closed and opened on the staff page alone, with its hand-over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("is_active", None)


class GroupRulesForm(GroupForm):
    """Make or change a group."""

    def clean_permissions(self) -> QuerySet[Permission]:
        """Refuse what who works here may not do: they may belong to the group themselves."""
        chosen: QuerySet[Permission] = self.cleaned_data["permissions"]
        by = current_actor()
        before = set(self.instance.permissions.all()) if self.instance.pk else set()
        for permission in set(chosen) ^ before:
            name = f"{permission.content_type.app_label}.{permission.codename}"
            if by is not None and not by.has_perm(name):
                raise forms.ValidationError(rules.NOT_HELD)
        return chosen

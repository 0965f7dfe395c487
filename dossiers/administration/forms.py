"""Forms for accounts and groups: nobody gives more than they may do, no group gives roles."""

import json
from operator import itemgetter
from typing import Any

from django import forms
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.forms.models import fields_for_model
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import registry as log_registry
from wagtail.users.forms import GroupForm, UserCreationForm, UserEditForm

from dossiers.models import GroupName, JournalEntry, User
from dossiers.vocabulary import JournalAction

from . import rules
from .actor import current_actor

# What is looked at to tell whether somebody else has changed an account.
STAMPED = (
    "username",
    "first_name",
    "last_name",
    "email",
    "password",
    "is_active",
    "is_superuser",
)
NAMES = ("name_ar", "name_fr", "name_en")


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


def refuse_member(group: Group, *, person_id: int | None, by: User | None) -> None:
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
    """Change an account; it is closed and opened on the staff page alone, with its hand-over.

    Whoever opened it before somebody else changed the account is told so, and by whom: what
    they typed stays, and beside it stands what the account says now. Saved again, it holds.
    """

    # What the account said when the form was opened.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("is_active", None)
        self.stored = stamp_of(self.instance)
        self.initial["seen"] = self.stored

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else has changed since."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("seen") != self.stored:
            data = QueryDict(mutable=True)
            data.update(self.data)
            data[self.add_prefix("seen")] = self.stored
            self.data = data
            self._tell_what_changed()
        return cleaned

    def _tell_what_changed(self) -> None:
        self.add_error(None, changed_meanwhile(self.instance))
        for name in set(self.changed_data) - {"seen", "password1", "password2"}:
            now = in_words(self[name].initial)
            self.add_error(name, _("The account says now: %(now)s") % {"now": now})


def stamp_of(account: User) -> str:
    """Return a mark that is another one as soon as the account says something else."""
    groups = sorted(account.groups.values_list("pk", flat=True))
    says = [str(getattr(account, name)) for name in STAMPED]
    return salted_hmac("account as it was seen", json.dumps([groups, says])).hexdigest()


def changed_meanwhile(account: User) -> str:
    """Return the sentence that an account was changed, and by whom, where that is written."""
    by = last_changed_by(account)
    if by is None:
        return _(
            "The account was changed while you had it open. Nothing is saved. What you typed is"
            " still here: look at it again, then save."
        )
    return _(
        "%(name)s changed the account while you had it open. Nothing is saved. What you typed is"
        " still here: look at it again, then save."
    ) % {"name": by.get_full_name() or by.username}


def last_changed_by(account: User) -> User | None:
    """Return who changed the account last, by the journal or the records of the admin."""
    line = JournalEntry.objects.filter(action=JournalAction.GRANT, thing=account).last()
    entry = log_registry.get_logs_for_instance(account).first()
    changes = [(line.at, line.actor_id)] if line else []
    changes += [(entry.timestamp, entry.user_id)] if entry else []
    _at, pk = max(changes, default=(None, None), key=itemgetter(0))
    return User.objects.filter(pk=pk).first()


def in_words(value: Any) -> str:
    """Return what a field holds as people read it."""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


class GroupRulesForm(GroupForm):
    """Make or change a group, with its name in each language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Shown in a language for which no name is given.")
        stored = GroupName.objects.filter(group=self.instance.pk).first()
        for name, field in fields_for_model(GroupName, NAMES).items():
            self.fields[name] = field
            self.initial[name] = getattr(stored, name, "")

    def names(self) -> list[forms.BoundField]:
        """Return the fields of the names, for the page."""
        return [self[name] for name in NAMES]

    def save(self, commit: bool = True) -> Group:  # noqa: FBT001, FBT002 (Django's signature)
        """Save the names with the group."""
        group: Group = super().save(commit=commit)
        names = {name: self.cleaned_data[name] for name in NAMES}
        group.names, _made = GroupName.objects.update_or_create(group=group, defaults=names)
        return group

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

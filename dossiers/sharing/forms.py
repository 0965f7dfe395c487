"""Forms of the pages about access: to whom, which role, until when, why."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dossiers.access.explain import name_of
from dossiers.access.roles import BUNDLES, Role
from dossiers.models import BreakGlassReview, User
from dossiers.models.group_name import all_names
from dossiers.reasons import LONG_REASON_MAX
from dossiers.vocabulary import ConfidentialityClass
from dossiers.web.fields import ReasonField
from search.analysis.folding import fold

from .break_glass import REASON_MIN

# More people than this are not listed: the clerk types a part of the name.
SHOWN_AT_ONCE = 12


class LastDayField(forms.DateField):
    """A day until whose end something holds; empty = for good."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> datetime | None:
        """Return the last moment of that day, here."""
        day = super().clean(value)
        if day is None:
            return None
        if day < timezone.localdate():
            raise ValidationError(_("The last day must not be in the past."))
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def field_of(form: forms.BaseForm, name: str) -> Any:
    """Return a field, to give it its choices."""
    return form.fields[name]


class RoleForm(forms.Form):
    """Which role, until when, why."""

    role = forms.ChoiceField(label=pgettext_lazy("grant", "Role"), widget=forms.RadioSelect)
    until = LastDayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave empty if the role has no end date."),
    )
    reason = ReasonField(max_length=LONG_REASON_MAX, required=False)

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "role").choices = [(role.value, role.label) for role in roles]

    def sentences(self) -> dict[str, str]:
        """Return what each offered role may do, in a sentence."""
        return {
            value: str(BUNDLES[value].sentence) for value, _label in field_of(self, "role").choices
        }


class ShareForm(RoleForm):
    """To whom, and the rest."""

    holder = forms.ChoiceField(
        label=gettext_lazy("Person or group"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a person or a group.")},
    )
    field_order = ["holder", "role", "until", "reason"]

    def __init__(self, *args: Any, holders: Sequence[User | Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holders = {holder_key(holder): holder for holder in holders}
        field_of(self, "holder").choices = [
            (key, holder_name(holder)) for key, holder in self.holders.items()
        ]

    def clean_holder(self) -> User | Group:
        """Return the person or group itself."""
        return self.holders[self.cleaned_data["holder"]]


class ResponsibleForm(forms.Form):
    """Who answers for the dossier from now on."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("New responsible person"), queryset=User.objects.none()
    )
    reason = ReasonField(max_length=LONG_REASON_MAX, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = field_of(self, "person")
        field.queryset = User.objects.filter(is_active=True).order_by("name_arabic", "username")
        field.label_from_instance = name_of


class BoundaryForm(forms.Form):
    """How far the rights from above reach into the dossier."""

    to = forms.ChoiceField(
        choices=[("open", "open"), ("cut", "cut"), ("protected", "protected")],
        widget=forms.HiddenInput,
    )


class BreakGlassForm(forms.Form):
    """Why a dossier must be opened now."""

    reason = ReasonField(
        label=gettext_lazy("Why do you need to open this dossier now?"),
        min_length=REASON_MIN,
        max_length=LONG_REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Write a sentence that somebody else can check. It stays in the journal."
        ),
    )


class ReviewForm(forms.ModelForm):
    """What the reviewer found."""

    class Meta:
        model = BreakGlassReview
        fields = ["finding", "note"]
        widgets = {"finding": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without the empty choice: a finding is one of the two.
        field_of(self, "finding").choices = BreakGlassReview.Finding.choices


class ClassForm(forms.Form):
    """Another class for a paper."""

    paper_class = forms.ChoiceField(label=gettext_lazy("New class"), widget=forms.RadioSelect)
    reason = ReasonField(max_length=LONG_REASON_MAX)

    def __init__(self, *args: Any, classes: Iterable[ConfidentialityClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "paper_class").choices = [(one.value, one.label) for one in classes]


def find_holders(text: str) -> list[User | Group]:
    """Return active staff and groups whose name holds every word, in either script's spelling."""
    words = fold(text).split()
    users = User.objects.filter(is_active=True).order_by("name_arabic", "username")
    groups = sorted(Group.objects.select_related("names"), key=str)
    everybody: list[User | Group] = [*users, *groups]
    return [
        holder for holder in everybody if all(word in fold(_searched(holder)) for word in words)
    ]


def holder_key(holder: User | Group) -> str:
    """Return what stands in the form for a person or a group."""
    return f"{'g' if isinstance(holder, Group) else 'u'}{holder.pk}"


def holder_name(holder: User | Group) -> str:
    """Return how they are called; a group says that it is one."""
    if isinstance(holder, Group):
        return _("Group: %(name)s") % {"name": holder}
    return name_of(holder)


def _searched(holder: User | Group) -> str:
    if isinstance(holder, Group):
        return " ".join(all_names(holder))
    return " ".join([name_of(holder), holder.name_arabic, holder.name_latin, holder.username])

"""Forms about people who work here: names in both scripts, roles on units, leaving, joining."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from dossiers.access.explain import name_of
from dossiers.access.roles import Role
from dossiers.models import Unit, User
from dossiers.reasons import LONG_REASON_MAX
from dossiers.sharing.forms import LastDayField, field_of
from dossiers.web.fields import NameField, ReasonField

from .actions.invitations import Names, RoleGiven
from .queries import AccountState, by_name

NAME_MAX = 150
# So many roles are asked at once; more are given on the sharing pages.
ROLE_LINES = 3


class ScriptField(NameField):
    """A name in one script, with no letter of the other."""

    def __init__(self, *, script: str, **options: Any) -> None:
        self.script = script
        direction = "rtl" if script == "ARABIC" else "ltr"
        widget = forms.TextInput(attrs={"dir": direction, "autocomplete": "off"})
        super().__init__(max_length=NAME_MAX, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """Return the name; refuse letters of another script."""
        name: str = super().clean(value)
        letters = [unicodedata.name(letter, "") for letter in name if letter.isalpha()]
        if not all(letter.startswith(self.script) for letter in letters):
            raise ValidationError(
                _("Write this name in Arabic letters.")
                if self.script == "ARABIC"
                else _("Write this name in Latin letters.")
            )
        return name


class NamesForm(forms.Form):
    """How somebody is called, and the language of their pages."""

    name_arabic = ScriptField(script="ARABIC", label=gettext_lazy("Name in Arabic letters"))
    name_latin = ScriptField(script="LATIN", label=gettext_lazy("Name in Latin letters"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of their pages"), choices=settings.LANGUAGES
    )

    def names(self) -> Names:
        """Return what was typed."""
        given = self.cleaned_data
        return Names(
            arabic=given["name_arabic"],
            latin=given["name_latin"],
            language=given["language"],
            username=given.get("username", ""),
        )


class UsernameField(forms.CharField):
    """What is typed at the sign-in; case does not count."""

    def __init__(self, **options: Any) -> None:
        attrs = {"dir": "ltr", "autocomplete": "off", "autocapitalize": "none"}
        super().__init__(
            max_length=NAME_MAX,
            validators=[UnicodeUsernameValidator()],
            widget=forms.TextInput(attrs=attrs),
            **options,
        )


class InviteForm(NamesForm):
    """Whom to invite; the roles stand in lines of their own."""

    username = UsernameField(
        label=gettext_lazy("User name"),
        required=False,
        help_text=gettext_lazy("Left empty, it is made of the name in Latin letters."),
    )


class RoleLine(forms.Form):
    """One role on one unit, or nothing."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=pgettext_lazy("unit", "None"),
    )
    role = forms.ChoiceField(label=pgettext_lazy("grant", "Role"), required=False)
    until = LastDayField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, *args: Any, offered: list[tuple[Unit, list[Role]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_units(self, [unit for unit, _roles in offered])
        roles = {role for _unit, given in offered for role in given}
        field_of(self, "role").choices = [
            ("", pgettext_lazy("grant", "None")),
            *((role.value, role.label) for role in Role if role in roles),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the other half of a half."""
        unit, role = self.cleaned_data.get("unit"), self.cleaned_data.get("role")
        if unit and not role and "role" not in self.errors:
            self.add_error("role", _("Choose a role on this unit."))
        if role and not unit and "unit" not in self.errors:
            self.add_error("unit", _("Choose the unit of this role."))
        return self.cleaned_data

    def given(self) -> RoleGiven | None:
        """Return the role, or None of an empty line."""
        data = self.cleaned_data
        if not data.get("unit"):
            return None
        return RoleGiven(unit=data["unit"], role=data["role"], until=data["until"])


class SuccessorForm(forms.Form):
    """Who answers from now on for the dossiers of somebody else."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for them from now on"), queryset=User.objects.none()
    )
    reason = ReasonField(max_length=LONG_REASON_MAX, required=False)

    def __init__(self, *args: Any, person: User, is_asked: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_asked:
            del self.fields["successor"]
            return
        field = field_of(self, "successor")
        people = User.objects.filter(is_active=True).exclude(pk=person.pk)
        field.queryset = by_name(people)
        field.label_from_instance = name_of


class StaffFilter(forms.Form):
    """Which people are listed."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=pgettext_lazy("units", "All"),
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("account", "State"),
        required=False,
        choices=[("", pgettext_lazy("units", "All")), *AccountState.choices],
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_units(self, list(units))


def _offer_units(form: forms.Form, units: list[Unit]) -> None:
    """Offer these units in this order, and nothing."""
    field = field_of(form, "unit")
    field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
    field.choices = [("", field.empty_label), *((unit.uid, unit.name) for unit in units)]


class CodeForm(forms.Form):
    """The code of the slip, or what stood in the link."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}
        ),
        help_text=gettext_lazy("Twelve letters and digits, as they stand on the slip."),
    )


class PasswordForm(forms.Form):
    """A password that its owner chooses, typed twice."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, owner: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        field_of(self, "password").help_text = " ".join(
            password_validation.password_validators_help_texts()[:2]
        )

    def clean(self) -> dict[str, Any]:
        """Compare both, and ask the rules."""
        password, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords are not the same."))
        elif password:
            try:
                password_validation.validate_password(password, self._owner())
            except ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data

    def _owner(self) -> User | None:
        return self.owner


class FirstAccountForm(NamesForm, PasswordForm):
    """The first account of a place: who it is, and their password."""

    username = UsernameField(
        label=gettext_lazy("User name"),
        help_text=gettext_lazy("You type it at each sign-in: small Latin letters, no blanks."),
    )
    field_order = ["name_arabic", "name_latin", "language", "username", "password", "again"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "language").label = _("Language of your pages")
        field_of(self, "language").initial = get_language()

    def clean_username(self) -> str:
        """Refuse one that is taken."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("This user name is taken already. Choose another one."))
        return username

    def _owner(self) -> User | None:
        given = self.cleaned_data
        return User(
            username=given.get("username", ""),
            name_latin=given.get("name_latin", ""),
            name_arabic=given.get("name_arabic", ""),
        )


class UnitForm(forms.ModelForm):
    """How a unit is called in three languages, and whether it is in use."""

    class Meta:
        model = Unit
        fields = ["in_use", "name_ar", "name_fr", "name_en"]
        widgets = {
            "name_ar": forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
            "name_fr": forms.TextInput(attrs={"dir": "ltr", "lang": "fr"}),
            "name_en": forms.TextInput(attrs={"dir": "ltr", "lang": "en"}),
        }

"""What a clerk writes down when filing: the paper, whom it concerns, a new dossier."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dossiers.models import Document, DocumentKind, Person, Unit
from dossiers.people.write import NameInput
from dossiers.vocabulary import (
    CONFIDENTIALITY_LEVEL,
    ConfidentialityClass,
    MemberRole,
    OriginalPlace,
    Script,
    Sex,
)
from dossiers.web.fields import BirthField, NameField, PastDateField, PlainField, ReasonField


class KindSelect(forms.Select):
    """The list of kinds; each option carries its names in all languages, for the filter."""

    words: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the words by which the kind is looked for."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.words:
            option["attrs"]["data-words"] = self.words[str(value)]
        return option


class PaperForm(forms.Form):
    """What the paper is and what is written on it."""

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Kind of document"),
        queryset=DocumentKind.objects.none(),
        to_field_name="code",
        widget=KindSelect,
        error_messages={"required": gettext_lazy("Choose what kind of document this is.")},
    )
    issued_on = PastDateField(label=gettext_lazy("Date of issue"), required=False)
    issued_hijri = PlainField(
        label=gettext_lazy("Hijri date, as written"), max_length=40, required=False
    )
    act_number = PlainField(
        label=gettext_lazy("Record or reference number"), max_length=40, required=False
    )
    act_year = forms.IntegerField(
        label=gettext_lazy("Year of the record"),
        min_value=1290,  # Hijri years are welcome: 1290 began in 1873.
        max_value=2100,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    act_office = PlainField(
        label=gettext_lazy("Civil-status office"), max_length=100, required=False
    )
    issuer = PlainField(
        label=gettext_lazy("Issued by"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    title = PlainField(label=gettext_lazy("Title"), max_length=200, required=False)
    original_place = forms.ChoiceField(
        label=gettext_lazy("Where the paper original is"),
        choices=OriginalPlace.choices,
        initial=OriginalPlace.UNKNOWN,
        required=False,
    )

    def __init__(self, *args: Any, keep_kind: DocumentKind | None = None, **kwargs: Any) -> None:
        """`keep_kind`: the kind a filed paper has, offered although it may be out of use."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        own_kind = Q(pk=keep_kind.pk) if keep_kind else Q()
        field.queryset = DocumentKind.objects.filter(Q(is_active=True) | own_kind)
        kinds = list(field.queryset)
        field.choices = [("", _("Choose a kind")), *_kinds_by_class(kinds)]
        field.widget.words = {
            kind.code: f"{kind.code} {kind.name_ar} {kind.name_fr} {kind.name_en}" for kind in kinds
        }

    def details(self) -> dict[str, Any]:
        """Return the columns of the paper, without its kind."""
        columns = dict(self.cleaned_data)
        del columns["kind"]
        columns["original_place"] = columns["original_place"] or OriginalPlace.UNKNOWN
        return columns


def written_down_of(document: Document) -> dict[str, Any]:
    """Return what the form begins with: nothing, unless the paper is or was filed."""
    if document.kind is None:
        return {}
    known = {name: getattr(document, name) for name in PaperForm.base_fields}
    return known | {"kind": document.kind.code}


def _kinds_by_class(
    kinds: Iterable[DocumentKind],
) -> list[tuple[str, list[tuple[str, str]]]]:
    order = list(ConfidentialityClass.values)
    kinds = sorted(kinds, key=lambda kind: (order.index(kind.paper_class), kind.code))
    return [
        (str(ConfidentialityClass(paper_class).label), [(kind.code, kind.name) for kind in group])
        for paper_class, group in groupby(kinds, key=lambda kind: kind.paper_class)
    ]


class RaiseClassForm(forms.Form):
    """A class more closed than the kind's, and why; mostly left empty."""

    raised_to = forms.ChoiceField(
        label=gettext_lazy("Confidentiality level"),
        choices=[
            ("", gettext_lazy("as its kind requires")),
            *((one.value, one.label) for one in ConfidentialityClass if CONFIDENTIALITY_LEVEL[one]),
        ],
        required=False,
    )
    reason = ReasonField(required=False)


class PeopleForm(forms.Form):
    """Which people of the chosen dossier the paper concerns."""

    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People concerned"),
        queryset=Person.objects.none(),
        to_field_name="uid",
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Choose only people in this dossier."),
            "invalid_pk_value": gettext_lazy("Choose only people in this dossier."),
        },
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.queryset = people


class PersonForm(forms.Form):
    """A person who is written into a dossier for the first time."""

    arabic = NameField(
        label=gettext_lazy("Name in Arabic script"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"lang": "ar", "dir": "rtl", "autocomplete": "off"}),
    )
    latin = NameField(
        label=gettext_lazy("Name in Latin letters"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"lang": "fr", "dir": "ltr", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=pgettext_lazy("member role", "Role in the family"),
        choices=MemberRole.choices,
        initial=MemberRole.CHILD,
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN, required=False
    )
    birth_date = BirthField(label=gettext_lazy("Birth date, or the year alone"), required=False)

    def clean_arabic(self) -> str:
        """Refuse Latin letters in the Arabic name."""
        return _in_script(self.cleaned_data["arabic"], Script.ARABIC)

    def clean_latin(self) -> str:
        """Refuse Arabic letters in the Latin name."""
        return _in_script(self.cleaned_data["latin"], Script.LATIN)

    def names(self) -> list[NameInput]:
        """Return the names that were written."""
        return [
            NameInput(text=self.cleaned_data[name], script=script)
            for name, script in (("arabic", Script.ARABIC), ("latin", Script.LATIN))
            if self.cleaned_data.get(name)
        ]


class OtherPersonForm(PersonForm):
    """Somebody of the family who is not in the dossier yet; may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].required = False

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a person of whom something else is told."""
        if not self.errors and self.cleaned_data["birth_date"] and not self.names():
            raise ValidationError(_("Enter the person’s name, in Arabic or Latin letters."))
        return self.cleaned_data


class NewDossierForm(PersonForm):
    """A new dossier: its unit and its first person, found nowhere before."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="uid",
        empty_label=None,
    )
    mother = NameField(
        label=gettext_lazy("Name of the mother"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])

    def clean(self) -> dict[str, Any]:
        """Ask for a name in one of the scripts."""
        if not self.errors and not self.names():
            raise ValidationError(_("Enter the first person’s name, in Arabic or Latin letters."))
        return self.cleaned_data

    def mothers_name(self) -> NameInput | None:
        """Return the name of the mother, unless the first person is she."""
        text = self.cleaned_data["mother"]
        if not text or self.cleaned_data["role"] == MemberRole.MOTHER:
            return None
        return NameInput(text=text, script=script_of(text))


def script_of(text: str) -> Script:
    """Return the script of the first letter.

    >>> script_of("رقية")
    Script.ARABIC
    >>> script_of("Rkia")
    Script.LATIN
    """
    for letter in text:
        for script in Script:
            if unicodedata.name(letter, "").startswith(script.value.upper()):
                return script
    return Script.LATIN


def _in_script(text: str, script: Script) -> str:
    if text and script_of(text) != script:
        raise ValidationError(_("This is in the other script."))
    return text

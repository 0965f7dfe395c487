"""The upload form of the tray: which unit, which files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dossiers.media_types import ACCEPTED
from dossiers.models import Unit

# What the file chooser offers; the content decides. Some systems know no type for the endings.
ACCEPT = ",".join([*ACCEPTED, "image/heif", ".heic", ".heif", ".tif", ".tiff"])


class ManyFilesInput(forms.FileInput):
    """A file chooser for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, as they came; nothing of them is opened here."""

    widget = ManyFilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Sequence[UploadedFile], initial: Any = None) -> list[UploadedFile]:
        """Ask for at least one file; an empty one is for the intake to refuse."""
        if not data:
            self.validate(None)
        return list(data)


class UploadForm(forms.Form):
    """Papers for the tray of one unit."""

    unit = forms.ModelChoiceField(
        label=_("Tray of the unit"), queryset=Unit.objects.none(), to_field_name="uid"
    )
    papers = FilesField(
        label=_("Documents"), error_messages={"required": _("Choose at least one file.")}
    )
    # Known before the files leave: sending the same form twice captures once.
    upload_id = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        field.empty_label = None
        if len(units) == 1:
            field.initial = units[0].uid
            field.widget = forms.HiddenInput()

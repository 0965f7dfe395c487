"""The editor's form of public pages: what must hold before anything is published."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class PublicPageForm(WagtailAdminPageForm):
    """A draft may have gaps; what is published or sent for review may not."""

    def clean(self) -> dict[str, Any]:
        """Refuse pictures of children without a consent that holds."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            for name in self.instance.stream_fields:
                self._check_pictures(name, cleaned.get(name))
        return cleaned

    def _check_pictures(self, name: str, stream: Any) -> None:
        for block in stream or ():
            image = block.value.get("image") if block.block_type == "picture" else None
            if image is not None and not image.may_be_published():
                sentence = _(
                    "“{title}” shows children and has no valid consent: add the consent to the"
                    " picture or remove the picture."
                )
                self.add_error(name, ValidationError(format_lazy(sentence, title=image.title)))

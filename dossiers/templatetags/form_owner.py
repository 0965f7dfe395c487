"""The token of every form, with the mark of whose form it is: loaded for every template."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dossiers.middleware import is_in_area
from dossiers.web.typed_words import OWNER, owner_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: dict[str, Any]) -> SafeString | str:
    """Draw Django's hidden field; in the area, for somebody signed in, the owner's beside it."""
    token = context.get("csrf_token")
    if not token or token == "NOTPROVIDED":  # noqa: S105 (Django's word for "none")
        return ""
    field = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    request = context.get("request")
    if request is None or not is_in_area(request) or not request.user.is_authenticated:
        return field
    mark = owner_mark(request.user)
    return field + format_html('<input type="hidden" name="{}" value="{}">', OWNER, mark)

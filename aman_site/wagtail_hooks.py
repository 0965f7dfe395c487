"""What the walls put into the Wagtail admin: the warning before a session ends, the unlocking,
the look of the band of the demonstration.
"""

from collections.abc import Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from dossiers.journal import sign_in_receivers
from dossiers.models import User


@hooks.register("insert_global_admin_css")
def style_of_centre() -> str:
    """Bring the colours of the centre, and fields that follow the script of their text."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_css")
def style_of_session_warning() -> str:
    """Bring the look of the warning."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk/session.css"))


@hooks.register("insert_global_admin_js")
def session_warning() -> str:
    """Bring the warning and its script."""
    return render_to_string("components/session_warning.html")


@hooks.register("register_user_listing_buttons")
def unlock_button(user: User, **_asked_by: User) -> Iterator[Button]:
    """Lead from an account that is locked to its page among the staff."""
    if sign_in_receivers.is_locked(user):
        page = reverse("dossiers:team_person", args=[user.pk])
        yield Button(_("Unlock"), page, icon_name="lock-open")


@hooks.register("insert_global_admin_css")
def style_demo_banner() -> SafeString | str:
    """Load the one stylesheet that the band needs."""
    if not settings.AMAN_EMBEDDED_DEMO:
        return ""
    return format_html('<link rel="stylesheet" href="{}">', static("css/components/demo.css"))

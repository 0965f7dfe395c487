"""What the Wagtail admin shows of the walls: the look of the band of the demonstration."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def style_demo_banner() -> SafeString | str:
    """Load the one stylesheet that the band needs."""
    if not settings.AMAN_EMBEDDED_DEMO:
        return ""
    return format_html('<link rel="stylesheet" href="{}">', static("css/components/demo.css"))

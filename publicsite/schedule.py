"""Pages that an editor dated: published and taken away when their hour has come."""

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision


def publish_due_pages() -> None:
    """Let Wagtail publish and withdraw what is due; two small queries when nothing is.

    The worker calls it now and then (AMAN_WORKER_CHORES).
    """
    now = timezone.now()
    if (
        Revision.objects.filter(approved_go_live_at__lte=now).exists()
        or Page.objects.filter(live=True, expire_at__lte=now).exists()
    ):
        call_command("publish_scheduled")

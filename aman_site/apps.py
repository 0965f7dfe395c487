"""Django app of the walls: carries the commands and checks of the whole house."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class AmanSiteConfig(AppConfig):
    """Walls and wiring."""

    name = "aman_site"
    verbose_name = "Aman"

    def ready(self) -> None:
        """Register the house rules; note the beginning of sessions; tidy after migrations."""
        # Models are there only now.
        from . import checks  # noqa: F401 (registers itself)
        from .second_factor.sealing import seal_after_migrating
        from .sign_in import session

        session.connect()
        # Django sends the signal for apps with models only; ours has none.
        post_migrate.connect(_make_shared_cache, sender=apps.get_app_config("dossiers"))
        post_migrate.connect(seal_after_migrating, sender=apps.get_app_config("mfa"))


def _make_shared_cache(*, using: str, **_: Any) -> None:
    """Make the table of the cache that all processes share; nothing where it is there."""
    call_command("createcachetable", database=using, verbosity=0)

"""Django app of the walls: carries the commands and checks of the whole house."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AmanSiteConfig(AppConfig):
    """Walls and wiring."""

    name = "aman_site"
    verbose_name = "Aman"

    def ready(self) -> None:
        """Register the house rules."""
        from . import checks  # noqa: F401 (registers itself; needs the models)
        from .second_factor.sealing import seal_after_migrating

        post_migrate.connect(seal_after_migrating, sender=self, dispatch_uid="aman_site.seal")

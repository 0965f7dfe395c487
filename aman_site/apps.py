"""Django app of the walls: carries the commands and checks of the whole house."""

from django.apps import AppConfig


class AmanSiteConfig(AppConfig):
    """Walls and wiring."""

    name = "aman_site"
    verbose_name = "Aman"

    def ready(self) -> None:
        """Register the house rules."""
        from . import checks  # noqa: F401 (registers itself; needs the models)

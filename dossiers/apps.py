"""Django app of the archive."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The archive. Denies itself to Wagtail's generic views as soon as it is loaded."""

    name = "dossiers"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        """Register the deny-by-default policies before Wagtail asks; hear what changes."""
        # Models are there only now.
        from dossiers.access.policy import register_policies
        from dossiers.administration import deeds
        from dossiers.staff import receivers
        from dossiers.storage import installation

        from . import public_door, sessions
        from .journal import sign_in_receivers

        register_policies(self.get_models())
        sign_in_receivers.connect()
        deeds.connect()
        public_door.connect()
        installation.connect()
        sessions.connect()
        receivers.connect()

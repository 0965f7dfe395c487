"""Django app of the archive."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The archive. Denies itself to Wagtail's generic views as soon as it is loaded."""

    name = "dossiers"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        """Register the deny-by-default policies before Wagtail asks; hear what changes."""
        # Models are there only now.
        from dossiers import group_changes, public_door, signins
        from dossiers.access.policy import register_policies
        from dossiers.staff import receivers

        register_policies(self.get_models())
        signins.connect()
        group_changes.connect()
        public_door.connect()
        receivers.connect()

"""Django app of the public site."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """The public site."""

    name = "publicsite"
    verbose_name = "Public site"

    def ready(self) -> None:
        """Follow publications and register the house rules."""
        from publicsite import signals  # models are there only now

        signals.connect()

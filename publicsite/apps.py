"""Django app of the public site."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """The public site."""

    name = "publicsite"
    verbose_name = "Public site"

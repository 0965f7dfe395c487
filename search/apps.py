"""Django app of the card index."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The card index."""

    name = "search"
    verbose_name = "Search"

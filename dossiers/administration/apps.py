"""Wagtail's administration of accounts and groups, under the rules of the archive."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's app with our views."""

    user_viewset = "dossiers.administration.viewsets.AccountViewSet"
    group_viewset = "dossiers.administration.viewsets.GroupViewSet"

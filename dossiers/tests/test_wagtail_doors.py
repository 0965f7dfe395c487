"""Wagtail's own doors lead nowhere into the archive: not for editors, not for superusers."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry
from wagtail.search import index
from wagtail.snippets.models import get_snippet_models

from dossiers.access.policy import REFERENCE_DATA, WAGTAIL_OWN
from dossiers.models import DocumentKind, Procedure, Unit
from dossiers.tests.matrix.table import OUTSIDE, ROLES
from dossiers.tests.world import World, make_world

ARCHIVE = [
    model
    for model in apps.get_app_config("dossiers").get_models()
    if model._meta.model_name not in REFERENCE_DATA | WAGTAIL_OWN
]
EDITORS = {"web_editor", "moderator", "superuser"}
# Open to anybody who asks: the way in, and pictures of the interface.
OPEN = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_password_reset",
}
# Words that stand in the archive of the test town and nowhere else.
SECRETS = ("أوبلا", "Oubella", "Benali", "المخفية", "2026/0012", "2026/0014")
# Names of parameters of Wagtail's addresses, filled with what would hurt most.
WORDS = {
    "app_name": "dossiers",
    "app_label": "dossiers",
    "model_name": "person",
    "content_type_app_name": "dossiers",
    "content_type_model_name": "person",
    "export_format": "csv",
    "filename": "x",
    "filter_spec": "width-10",
    "letter": "a",
    "token": "x",
    "uidb64": "x",
    "signature": "x",
}


class UndoError(Exception):
    """Leave the transaction of one cell."""


def admin_addresses(pk: int) -> Iterator[tuple[str, str]]:
    """Yield (name, address) of every address below /admin/."""
    for name, namespaces, parameters in _walk(get_resolver().url_patterns, ()):
        full = ":".join((*namespaces, name))
        if not name or not (full.startswith("wagtail") or namespaces):
            continue
        filled = {parameter: WORDS.get(parameter, pk) for parameter in parameters}
        try:
            address = reverse(full, kwargs=filled)
        except NoReverseMatch:
            address = reverse(full, args=list(filled.values())) if filled else ""
        if address.startswith("/admin/"):
            yield full, address


def _walk(
    patterns: list[URLPattern | URLResolver], namespaces: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            outer = list(pattern.pattern.regex.groupindex)
            for name, names, parameters in _walk(pattern.url_patterns, inner):
                yield name, names, [*outer, *parameters]
        else:
            yield pattern.name or "", namespaces, list(pattern.pattern.regex.groupindex)


def world_with_editors() -> World:
    """The town; its editor and moderator stand in Wagtail's own groups."""
    world = make_world()
    for user, name in (("web_editor", "Editors"), ("moderator", "Moderators")):
        # Made by Wagtail's migrations, gone where a test has flushed the database.
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        world.users[user].groups.add(group)
    return world


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_no_address_of_the_wagtail_admin_shows_the_archive(role: str) -> None:
    world = world_with_editors()
    client = Client(raise_request_exception=False)
    if role not in OUTSIDE:
        client.force_login(world.users[role])

    wrong = [
        f"{method} {name}: {problem}"
        for name, address in admin_addresses(world.mother.pk)
        for method in ("GET", "POST")
        if (problem := _problem(client, method, address, name=name, role=role))
    ]

    assert not wrong, "\n".join(wrong)


def _problem(client: Client, method: str, address: str, *, name: str, role: str) -> str:
    """Return what is wrong with the answer, or ""."""
    try:
        with transaction.atomic():
            response = client.generic(method, address)
            raise UndoError
    except UndoError:
        pass
    text = "" if response.streaming else response.content.decode(errors="replace")
    if any(secret in text for secret in SECRETS):
        return "shows the archive"
    if role not in EDITORS and name not in OPEN and response.status_code == 200:
        return "is open to somebody without a place in the admin"
    return ""


def test_only_reference_data_are_snippets() -> None:
    ours = {model for model in get_snippet_models() if model._meta.app_label == "dossiers"}

    assert ours == {Unit, DocumentKind, Procedure}


@pytest.mark.parametrize("model", ARCHIVE, ids=lambda model: model._meta.model_name)
def test_wagtail_neither_indexes_nor_records_nor_opens_the_model(model: type) -> None:
    policy = policy_registry.get_by_type(model)

    assert not issubclass(model, index.Indexed)
    assert not ReferenceIndex.model_is_indexable(model)
    assert not policy.user_has_any_permission(None, {"add", "change", "delete", "view", "choose"})

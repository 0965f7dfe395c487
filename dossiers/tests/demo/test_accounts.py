"""The demo's editor keeps pages and the lists of papers to bring, and nothing of the archive."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from dossiers.access.visibility import held_rights
from dossiers.demo.accounts import make_accounts

pytestmark = pytest.mark.django_db


def test_editor_opens_the_procedures_and_no_unit(client: Client) -> None:
    call_command("load_reference", verbosity=0)
    editor = make_accounts()["editor"]
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(reverse("wagtailsnippets_dossiers_unit:list")).status_code in (302, 403)
    assert client.get(reverse("wagtailsnippets_dossiers_procedure:list")).status_code == 200
    assert not held_rights(editor)

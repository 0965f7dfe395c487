"""What holds for every answer and every session of the site, whoever asks for what."""

import ast
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from dossiers.intake import arrivals
from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World, make_world
from tests.source_tree import sources

ASKED = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "PASSWORD_HASHERS", "SESSION_COOKIE_SECURE")
ADDRESSES = ("/ar/account/login/", "/ar/dossiers/", "/admin/", "/robots.txt", "/no/such/page/")


@pytest.fixture(scope="module")
def of_a_server(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return some settings of the production place, read by a process of its own."""
    program = (
        "import json; from aman_site.settings import production as place;"
        f"print(json.dumps({{name: getattr(place, name) for name in {ASKED!r}}}))"
    )
    environment = os.environ | {
        "AMAN_VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "AMAN_SECRET_KEY": "only-for-this-test",
        "AMAN_HOSTS": "aman.example",
    }
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(settings.BASE_DIR),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)


def test_cookies_of_a_server_carry_the_host_prefix(of_a_server: dict[str, object]) -> None:
    assert of_a_server["SESSION_COOKIE_NAME"] == "__Host-session"
    assert of_a_server["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert of_a_server["SESSION_COOKIE_SECURE"] is True


def test_passwords_are_hashed_with_argon2(of_a_server: dict[str, object]) -> None:
    assert str(of_a_server["PASSWORD_HASHERS"][0]).endswith("Argon2PasswordHasher")


@pytest.mark.django_db
def test_cookies_are_closed_to_scripts_and_to_other_sites(client: Client) -> None:
    client.get("/ar/account/login/")

    cookie = client.cookies[settings.CSRF_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE) == (True, "Lax")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_forbids_sniffing_and_keeps_its_address(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_answer_is_shared_with_other_origins(client: Client, address: str) -> None:
    answer = client.get(address, headers={"origin": "https://elsewhere.example"})

    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_trace_tells_nothing(client: Client, address: str) -> None:
    answer = client.trace(address, headers={"x-canary": "never-told-back"})

    assert b"never-told-back" not in answer.content


@pytest.fixture
def town(db: None) -> World:
    return make_world()


def test_upload_in_pieces_asks_for_the_form_token(town: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.users["scanning_desk"])

    answer = client.post(
        reverse("dossiers:arrivals"),
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": "5000"},
    )

    assert answer.status_code in (403, 404)
    assert arrivals.under_way() == []


def test_no_program_is_called_through_a_shell() -> None:
    found = [
        source.name
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and (
            any(word.arg == "shell" for word in node.keywords)
            or ast.unparse(node.func) in {"os.system", "os.popen", "subprocess.getoutput"}
        )
    ]

    assert found == []


@pytest.mark.parametrize("password", ["Ab1-x9-Zk4-", "password2026", "azertyazerty"])
def test_short_and_common_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_long_passwords_are_taken() -> None:
    validate_password("kasbah olive " * 10)


@pytest.mark.django_db
def test_session_keys_are_long_and_made_anew_at_the_sign_in() -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    before = store()
    before.create()
    request = RequestFactory().get("/")
    request.session = store(before.session_key)

    login(request, UserFactory(), backend=settings.AUTHENTICATION_BACKENDS[1])

    # 32 signs of 36: 165 bits.
    assert len(before.session_key) == len(request.session.session_key) == 32
    assert request.session.session_key != before.session_key
    assert not before.exists(before.session_key)

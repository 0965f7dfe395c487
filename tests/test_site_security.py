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
from django.middleware.locale import LocaleMiddleware
from django.test import Client, RequestFactory
from django.urls import reverse

from dossiers.intake.capture import resumable
from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World
from tests.source_tree import imports_of, sources

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


def test_upload_in_pieces_asks_for_the_form_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["scanning_desk"])

    answer = client.post(
        reverse("dossiers:arrivals"),
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": "5000"},
    )

    assert answer.status_code in (403, 404)
    assert resumable.active_uploads() == []


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


@pytest.mark.django_db
def test_form_sent_from_another_site_is_refused_with_its_token() -> None:
    client = Client(enforce_csrf_checks=True)
    address = "/ar/account/login/"
    client.get(address)
    told = {"csrfmiddlewaretoken": client.cookies[settings.CSRF_COOKIE_NAME].value, "login": "a"}

    own = client.post(address, told, headers={"origin": "http://testserver"})
    foreign = client.post(address, told, headers={"origin": "https://elsewhere.example"})

    assert (own.status_code, foreign.status_code) == (200, 403)


@pytest.mark.django_db
def test_line_break_in_an_address_begins_no_line_of_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/nothing/%0d%0aERROR forged%0a/")

    told = [line.getMessage() for line in caplog.records if "forged" in line.getMessage()]
    assert told
    assert not [line for line in told if "\n" in line or "\r" in line]


def test_error_is_logged_with_its_cause(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(LocaleMiddleware, "process_request", fail)
    client.raise_request_exception = False

    answer = client.get("/ar/account/login/")

    [line] = [line for line in caplog.records if line.levelname == "ERROR"]
    assert answer.status_code == 500
    assert line.exc_info and line.exc_info[0] is ZeroDivisionError
    assert settings.LOGGING["root"]["handlers"] == ["console"]


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["/media/", "/media/images/", "/static/", "/static/vendor/"])
def test_folder_has_no_listing(client: Client, folder: str) -> None:
    assert client.get(folder, follow=True).status_code == 404


def test_no_template_is_built_from_text() -> None:
    calls = {"Template", "from_string", "render_to_text", "Environment"}
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in calls
    ]

    assert found == []


def test_nothing_is_sealed_but_by_age_and_fernet() -> None:
    named = {
        name
        for source in sources()
        for name, _node in imports_of(source)
        if name.split(".")[0] in {"cryptography", "pyrage", "Crypto", "Cryptodome", "nacl"}
    }

    assert named == {
        "cryptography.exceptions.InvalidSignature",
        "cryptography.fernet.Fernet",
        "cryptography.fernet.InvalidToken",
        "cryptography.fernet.MultiFernet",
        "pyrage",
        "pyrage.x25519",
    }


def test_what_is_encoded_twice_is_decoded_once(client: Client, world: World) -> None:
    client.force_login(world.users["director"])

    form = "application/x-www-form-urlencoded"
    answer = client.post(reverse("dossiers:search"), "q=%253Cb%253E", content_type=form)
    page = answer.content.decode()

    assert "%3Cb%3E" in page
    assert "&lt;b&gt;" not in page


def test_markup_is_set_by_one_script_alone_and_rendered_by_the_server() -> None:
    scripts = [
        path
        for folder in ("aman_site", "dossiers", "publicsite")
        for path in (Path(settings.BASE_DIR) / folder / "static").rglob("*.js")
        if "vendor" not in path.parts
    ]
    words = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")

    found = [one.name for one in scripts if any(word in one.read_text() for word in words)]

    # The list of the tray takes lines from a template of ours.
    assert found == ["tray-list.js"]

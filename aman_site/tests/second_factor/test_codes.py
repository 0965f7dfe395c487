"""A code at the sign-in: once, within a step of the clock, in any digits; and at rest sealed."""

import base64
import secrets
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.management import call_command
from django.db import connection
from django.test import Client

from aman_site.second_factor.adapter import CannotUnsealError, SealingMFAAdapter
from aman_site.second_factor.sealing import seal_secrets_at_rest
from dossiers.models import JournalEntry, Notice, Session
from dossiers.vocabulary import NoticeKind

from .conftest import AREA, AUTHENTICATE, CODES, LOGIN, OWN, code_of, codes_on, enrol, sign_in

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def enrolled(client: Client, person: object) -> tuple[str, list[str]]:
    """Secret and recovery codes of somebody who has signed out again."""
    sign_in(client)
    secret, codes = enrol(client)
    client.logout()
    return secret, codes


def is_in(client: Client) -> bool:
    return client.get(AREA).status_code == 200


def try_code(client: Client, code: str) -> bool:
    """Sign in with the password and this code; tell whether the area opens."""
    sign_in(client)
    client.post(AUTHENTICATE, {"code": code})
    return is_in(client)


def test_the_password_alone_opens_nothing(client, enrolled) -> None:
    answer = sign_in(client)

    assert answer.headers["Location"] == AUTHENTICATE
    assert not is_in(client)


def test_who_waits_at_the_code_while_the_factor_is_reset_begins_with_the_password(
    client, enrolled
) -> None:
    sign_in(client)
    Authenticator.objects.all().delete()

    pages = [client.get(LOGIN, follow=True), client.get(AUTHENTICATE, follow=True)]

    assert [page.status_code for page in pages] == [200, 200]
    assert all(page.context["form"].fields["login"] for page in pages)
    assert sign_in(client).headers["Location"] == "/ar/dossiers/"


@pytest.mark.parametrize("steps", [-3, -2, 3])
def test_a_clock_that_is_wrong_by_more_than_a_step_is_refused(client, enrolled, steps) -> None:
    assert not try_code(client, code_of(enrolled[0], steps=steps))


def test_a_clock_that_is_a_step_ahead_is_taken(client, enrolled) -> None:
    assert try_code(client, code_of(enrolled[0], steps=1))


def test_a_clock_that_is_a_step_behind_is_taken(client, enrolled) -> None:
    forget_used_step()

    assert try_code(client, code_of(enrolled[0], steps=-1))


def forget_used_step() -> None:
    row = Authenticator.objects.get(type="totp")
    row.data["last_step"] = 0
    row.save()


def test_the_code_that_was_typed_at_the_enrolment_is_used_up(client, enrolled) -> None:
    row = Authenticator.objects.get(type="totp")

    assert not try_code(client, code_of_step(enrolled[0], row.data["last_step"]))


def code_of_step(secret: str, step: int) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, step))


def test_a_code_is_good_once_also_when_every_cache_is_empty(client, enrolled) -> None:
    code = code_of(enrolled[0], steps=1)
    assert try_code(client, code)

    assert not try_code(Client(), code)


@pytest.mark.parametrize("write", ["{0} {1}", "\u200f{0}-{1}\u200e ", "  {0}  {1}"])
def test_arabic_digits_blanks_and_invisible_marks_are_understood(client, enrolled, write) -> None:
    code = code_of(enrolled[0], steps=1).translate(ARABIC_INDIC)

    assert try_code(client, write.format(code[:3], code[3:]))


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1234567", "😀" * 6, "0" * 5000])
def test_what_is_no_code_is_refused(client, enrolled, code) -> None:
    assert not try_code(client, code)


def test_a_recovery_code_opens_once_and_is_told(client, person, enrolled) -> None:
    used = enrolled[1][0]
    assert try_code(client, used.translate(ARABIC_INDIC))

    assert not try_code(Client(), used)
    line = JournalEntry.objects.get(detail__verb="recovery code used")
    assert line.detail["left"] == 9
    assert Notice.objects.filter(kind=NoticeKind.CODE_USED, recipient=person).count() == 1


def test_with_the_last_recovery_code_new_ones_are_made_first(client, enrolled) -> None:
    row = Authenticator.objects.get(type="recovery_codes")
    row.data["used_mask"] = 0b1111111110
    row.save()
    sign_in(client)
    client.post(AUTHENTICATE, {"code": enrolled[1][0]})

    assert client.get(AREA).headers["Location"] == CODES
    client.post(f"{CODES}generate/")
    assert len(codes_on(client.get(CODES))) == 10
    client.post(CODES, {"kept": "on"})
    assert is_in(client)


def test_new_codes_make_the_old_ones_worthless(client, enrolled) -> None:
    assert try_code(client, code_of(enrolled[0], steps=1))
    client.post(f"{CODES}generate/")
    client.logout()

    assert not try_code(client, enrolled[1][0])


@pytest.mark.django_db(transaction=True)
def test_no_secret_stands_in_the_database(client, person) -> None:
    sign_in(client)
    client.get(f"{OWN}totp/activate/")
    pending = secrets_of_sessions()
    secret, codes = enrol(client)

    assert pending == []
    dump = everything_in_the_database()
    raw = base64.b32decode(secret).hex()
    for plain in (secret, raw, *codes, *(code.replace(" ", "") for code in codes)):
        assert plain not in dump


def secrets_of_sessions() -> list[str]:
    """Return values of sessions that look like the secret of an app."""
    values = [v for row in Session.objects.all() for v in row.get_decoded().values()]
    return [v for v in values if isinstance(v, str) and len(v) == 32 and v.isupper()]


def everything_in_the_database() -> str:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        files = [path, path.with_name(f"{path.name}-wal")]
        text = "".join(file.read_bytes().decode("latin-1") for file in files if file.exists())
    else:
        text = ""
    decoded = [str(row.get_decoded()) for row in Session.objects.all()]
    rows = [str(row.data) for row in Authenticator.objects.all()]
    return text + "".join(decoded + rows)


def test_a_row_in_clear_is_sealed_after_a_migration(client, enrolled) -> None:
    row = Authenticator.objects.get(type="totp")
    row.data["secret"] = enrolled[0]
    row.save()

    call_command("migrate", verbosity=0)

    assert seal_secrets_at_rest() == 0
    assert enrolled[0] not in str(Authenticator.objects.get(type="totp").data)
    assert try_code(client, code_of(enrolled[0], steps=1))


def test_secrets_survive_a_new_secret_key_and_need_the_old_one_no_more(
    client, enrolled, settings
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert seal_secrets_at_rest() == 2
    settings.SECRET_KEY_FALLBACKS = []

    assert try_code(client, code_of(enrolled[0], steps=1))


def test_a_secret_that_does_not_open_lets_nobody_in(client, enrolled, settings) -> None:
    settings.SECRET_KEY = "another"

    with pytest.raises(CannotUnsealError):
        SealingMFAAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])
    assert not try_code(client, code_of("A" * 32))
    assert not try_code(client, enrolled[1][0])
    assert seal_secrets_at_rest() == 0


MALFORMED_KEYS = [
    "",
    "null",
    "[]",
    "{}",
    '"x"',
    '{"id": 1}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response":'
    ' {"clientDataJSON": "e30", "attestationObject": "oA"}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response":'
    ' {"clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "YQ"}}',
    "x" * 500_000,
    "[" * 19_000,
]


@pytest.mark.parametrize("answer", MALFORMED_KEYS, ids=range(len(MALFORMED_KEYS)))
def test_what_no_key_answered_is_refused(client, person, answer) -> None:
    sign_in(client)
    add = client.post(f"{OWN}webauthn/add/", {"name": "key", "credential": answer})
    assert (add.status_code, Authenticator.objects.count()) == (200, 0)
    enrol(client)
    client.logout()
    sign_in(client)

    client.post(AUTHENTICATE, {"credential": answer})

    assert not is_in(client)


def test_secrets_come_from_the_generator_for_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(secrets, "token_bytes", lambda size: (asked.append(size), b"k" * size)[1])
    monkeypatch.setattr(secrets, "token_hex", lambda size: (asked.append(size), "ab" * size)[1])

    assert base64.b32decode(generate_totp_secret()) == b"k" * 20
    assert RecoveryCodes.generate_seed() == "ab" * 40
    assert asked == [20, 40]


def test_recovery_codes_have_eight_digits_each_their_own(client, enrolled) -> None:
    codes = {code.replace(" ", "") for code in enrolled[1]}

    assert len(codes) == 10
    assert all(len(code) == 8 and code.isdecimal() for code in codes)

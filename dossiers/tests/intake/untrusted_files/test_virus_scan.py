"""With a virus scanner asked for, nothing is taken that it did not see."""

import io
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from dossiers.intake.capture.accept import accept_upload
from dossiers.intake.untrusted_files.check import Refusal
from dossiers.intake.untrusted_files.virus_scan import ScannerAwayError, is_clean
from dossiers.models import Document
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import UnitFactory
from dossiers.tests.intake.conftest import as_bytes, draw_page

# Words that the local signature of these tests knows; no virus.
BAD_WORDS = b"AMAN-TEST-SIGNATURE-0001"


class Scanner:
    """A small clamd: speaks INSTREAM and finds BAD_WORDS."""

    def __init__(self, answer: bytes | None = None) -> None:
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Stop listening, also where the thread waits for somebody."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                with client, client.makefile("rb") as stream:
                    client.sendall(self._answer(stream))

    def _answer(self, stream: io.BufferedReader) -> bytes:
        assert stream.read(10) == b"zINSTREAM\0"
        body = b""
        while length := struct.unpack("!I", stream.read(4))[0]:
            body += stream.read(length)
        found = b"stream: Test.Words FOUND\0" if BAD_WORDS in body else b"stream: OK\0"
        return found if self.answer is None else self.answer


@pytest.fixture
def scanner(settings) -> Iterator[Scanner]:
    scanner = Scanner()
    settings.AMAN_CLAMD = scanner.address
    yield scanner
    scanner.close()


def hand_in(data: bytes) -> Document:
    return accept_upload(file=io.BytesIO(data), name="x", unit=UnitFactory(), by=None).document


@pytest.mark.django_db
class TestRefusals:
    """Found, away, unclear: nothing is kept."""

    def test_what_the_scanner_finds_is_refused_and_leaves_nothing(self, scanner):
        before = private_storage.names()

        with pytest.raises(Refusal) as refusal:
            hand_in(as_bytes(draw_page()) + BAD_WORDS)

        assert refusal.value.code == "infected"
        assert private_storage.names() == before

    def test_nothing_is_taken_while_the_scanner_is_away(self, settings):
        settings.AMAN_CLAMD = "127.0.0.1:1"
        before = Document.objects.count()

        with pytest.raises(ScannerAwayError) as away:
            hand_in(as_bytes(draw_page()))

        assert away.value.reason
        assert Document.objects.count() == before

    @pytest.mark.parametrize(
        "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OKAY\0"]
    )
    def test_an_unclear_answer_is_no_answer(self, settings, answer):
        scanner = Scanner(answer)
        settings.AMAN_CLAMD = scanner.address

        with pytest.raises(ScannerAwayError):
            is_clean(b"paper" * 100_000)
        scanner.close()


@pytest.mark.django_db
def test_what_the_scanner_finds_clean_is_taken(scanner):
    assert hand_in(as_bytes(draw_page())).pk


def test_no_scanner_is_asked_unless_one_is_named(settings):
    settings.AMAN_CLAMD = ""

    assert is_clean(BAD_WORDS)


@pytest.fixture
def clamd(tmp_path, settings) -> Iterator[None]:
    """The real daemon, with one signature of our own instead of the world's."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.skip("no clamd here (apt-get install clamav-daemon)")
    signatures, address = tmp_path / "db", tmp_path / "clamd.sock"
    signatures.mkdir()
    (signatures / "test.ndb").write_text(f"Aman.Test:0:*:{BAD_WORDS.hex()}\n")
    Path(tmp_path / "clamd.conf").write_text(
        f"DatabaseDirectory {signatures}\nLocalSocket {address}\nForeground yes\n"
        f"TemporaryDirectory {tmp_path}\n"
    )
    process = subprocess.Popen(
        [program, "-c", str(tmp_path / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    settings.AMAN_CLAMD = f"unix:{address}"
    until = time.monotonic() + 30
    while not address.exists() and process.poll() is None and time.monotonic() < until:
        threading.Event().wait(0.1)
    yield
    process.terminate()
    process.wait()


def test_a_real_clamd_is_understood(clamd):
    assert is_clean(as_bytes(draw_page()))
    assert not is_clean(b"%PDF-1.4 " + BAD_WORDS)

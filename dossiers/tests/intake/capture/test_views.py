"""Resumable upload: who may, what the protocol asks, what a cut line leaves."""

import base64
import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from dossiers import rate_limits
from dossiers.intake.capture import resumable
from dossiers.intake.untrusted_files.check import Refusal
from dossiers.models import Grant, Original
from dossiers.sharing.grants import end_grant
from dossiers.storage.partial_files import PIECE_BYTES, OffsetConflictError, Pieces
from dossiers.storage.private_files import private_storage
from dossiers.tests.world import World

pytestmark = pytest.mark.django_db

TUS = {"Tus-Resumable": "1.0.0"}


def a_scan(side: int = 900) -> bytes:
    """A picture of noise: larger than one piece, and it does not shrink."""
    target = BytesIO()
    Image.effect_noise((side, side * 2), 90).save(target, "PNG")
    return target.getvalue()


SCAN = a_scan()


def told(**values: str) -> str:
    return ",".join(
        f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in values.items()
    )


def begin(
    client: Client, world: World, length: int = len(SCAN), unit: str = "health"
) -> HttpResponse:
    metadata = told(filename="رسم الولادة.png", unit=world.units[unit].uid)
    headers = TUS | {"Upload-Length": str(length), "Upload-Metadata": metadata}
    return client.post(reverse("dossiers:arrivals"), headers=headers)


def bring(client: Client, address: str, data: bytes, at: int = 0, **headers: str) -> HttpResponse:
    return client.generic(
        "PATCH",
        address,
        data,
        content_type="application/offset+octet-stream",
        headers=TUS | {"Upload-Offset": str(at)} | headers,
    )


def far(client: Client, address: str) -> int:
    return int(client.head(address, headers=TUS)["Upload-Offset"])


class TestRefusals:
    """What is not begun, not carried on, and leaves nothing."""

    def test_who_captures_nowhere_finds_no_such_address(self, client, world):
        client.force_login(world.users["educator"])

        assert begin(client, world).status_code == 404
        assert resumable.active_uploads() == []

    def test_nothing_is_begun_for_a_unit_of_others(self, client, world):
        client.force_login(world.users["supervisor"])

        assert begin(client, world, unit="health").status_code == 404

    def test_the_address_is_nobody_elses(self, clerk, world):
        address = begin(clerk, world)["Location"]
        clerk.force_login(world.users["director"])

        assert bring(clerk, address, SCAN).status_code == 404
        assert clerk.head(address, headers=TUS).status_code == 404

    def test_a_lost_right_ends_it_at_the_next_piece(self, clerk, world):
        address = begin(clerk, world)["Location"]
        bring(clerk, address, SCAN[:1000])
        end_grant(grant=Grant.objects.get(user=world.users["scanning_desk"]), by=None)

        assert bring(clerk, address, SCAN[1000:], at=1000).status_code == 404
        assert not Original.objects.filter(upload_name="رسم الولادة.png").exists()

    def test_it_expires(self, clerk, world, monkeypatch):
        address = begin(clerk, world)["Location"]
        monkeypatch.setattr(resumable, "KEPT_S", -1.0)

        assert clerk.head(address, headers=TUS).status_code == 404
        resumable.tidy()
        assert list(resumable.arriving_storage.root.glob("*/")) == []

    @pytest.mark.parametrize(("length", "status"), [(0, 422), (300 * 1024 * 1024, 413)])
    def test_empty_and_too_large_are_refused_before_a_byte_is_sent(
        self, clerk, world, length, status
    ):
        answer = begin(clerk, world, length=length)

        assert answer.status_code == status
        assert answer.json()["reason"]
        assert resumable.active_uploads() == []

    def test_what_is_no_paper_is_refused_by_its_beginning(self, clerk, world):
        address = begin(clerk, world)["Location"]

        answer = bring(clerk, address, b"MZ" * 2000)

        assert (answer.status_code, "PDF" in answer.json()["reason"]) == (422, True)
        assert list(resumable.arriving_storage.root.glob("*/")) == []

    def test_what_is_found_broken_at_the_end_leaves_nothing(self, clerk, world):
        broken = b"%PDF-1.4 torn"
        before = private_storage.names()
        address = begin(clerk, world, length=len(broken))["Location"]

        assert bring(clerk, address, broken).status_code == 422
        assert clerk.head(address, headers=TUS).status_code == 404
        assert private_storage.names() == before
        assert list(resumable.arriving_storage.root.glob("*/")) == []

    def test_one_person_has_only_so_many_under_way(self, clerk, world, monkeypatch):
        monkeypatch.setattr(resumable, "MOST_OF_ONE", 1)

        assert begin(clerk, world).status_code == 201
        assert begin(clerk, world).status_code == 429

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            pytest.param({"Tus-Resumable": "0.2"}, 412, id="another version"),
            pytest.param({"Upload-Offset": "7"}, 409, id="another place"),
            pytest.param({"Upload-Offset": "-1"}, 400, id="no number"),
            pytest.param({"Upload-Checksum": "md5 AAAA"}, 400, id="unknown checksum"),
            pytest.param({"Upload-Checksum": "sha1 AAAA"}, 460, id="wrong checksum"),
        ],
    )
    def test_what_the_protocol_does_not_know_changes_nothing(self, clerk, world, headers, status):
        address = begin(clerk, world)["Location"]

        answer = bring(clerk, address, SCAN, **headers)

        assert (answer.status_code, far(clerk, address)) == (status, 0)

    def test_more_than_was_announced_is_refused(self, clerk, world):
        address = begin(clerk, world, length=10)["Location"]

        assert bring(clerk, address, SCAN).status_code == 413

    def test_another_sort_of_body_is_refused(self, clerk, world):
        address = begin(clerk, world)["Location"]

        answer = clerk.patch(address, SCAN, headers=TUS | {"Upload-Offset": "0"})

        assert answer.status_code == 415


def test_the_server_says_what_it_can(clerk):
    answer = clerk.options(reverse("dossiers:arrivals"))

    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,termination,expiration,checksum"


def test_a_file_in_parts_becomes_one_paper_with_the_same_bytes(clerk, world):
    address = begin(clerk, world)["Location"]
    middle = len(SCAN) // 2

    first = bring(clerk, address, SCAN[:middle])
    told_size = far(clerk, address)
    last = bring(clerk, address, SCAN[middle:], at=middle)

    assert (first.status_code, first["Upload-Offset"], told_size) == (204, str(middle), middle)
    assert first["Upload-Expires"].endswith("GMT")
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(SCAN)))
    paper = Original.objects.get(upload_name="رسم الولادة.png")
    assert paper.sha256 == hashlib.sha256(SCAN).hexdigest()
    assert (paper.unit, paper.captured_by) == (world.units["health"], world.users["scanning_desk"])
    assert list(resumable.arriving_storage.root.glob("*/")) == []


def test_after_the_end_the_address_still_says_that_all_is_there(clerk, world):
    address = begin(clerk, world)["Location"]
    bring(clerk, address, SCAN)

    assert far(clerk, address) == len(SCAN)
    assert clerk.get(address).json() | {"name": "", "notice": ""} == {
        "name": "", "captured": True, "waiting": False, "reason": "", "notice": "",
    }  # fmt: skip
    assert bring(clerk, address, b"more", at=len(SCAN)).status_code == 409
    assert Original.objects.filter(sha256=hashlib.sha256(SCAN).hexdigest()).count() == 1


def test_pieces_lie_sealed_and_never_in_clear(clerk, world):
    address = begin(clerk, world)["Location"]
    bring(clerk, address, SCAN[: PIECE_BYTES + 5])

    stored = list(resumable.arriving_storage.root.rglob("*.age")) + list(
        resumable.arriving_storage.root.rglob("*.note")
    )

    assert len(stored) == 3
    for path in stored:
        assert path.read_bytes().startswith(b"age-encryption.org/v1")
        assert path.stat().st_mode & 0o077 == 0
        assert "رسم".encode() not in path.read_bytes()


def test_a_body_with_its_checksum_is_taken(clerk, world):
    address = begin(clerk, world)["Location"]
    digest = base64.b64encode(hashlib.sha256(SCAN).digest()).decode()

    assert bring(clerk, address, SCAN, **{"Upload-Checksum": f"sha256 {digest}"}).status_code == 204


def test_it_can_be_given_up(clerk, world):
    address = begin(clerk, world)["Location"]

    assert clerk.delete(address, headers=TUS).status_code == 204
    assert clerk.head(address, headers=TUS).status_code == 404


def test_where_a_proxy_knows_no_patch_the_method_stands_in_a_header(clerk, world):
    address = begin(clerk, world)["Location"]

    answer = clerk.post(
        address,
        SCAN,
        content_type="application/offset+octet-stream",
        headers=TUS | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"},
    )

    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(len(SCAN)))


def whole_but_not_captured(clerk: Client, world: World) -> Any:
    """Return an arrival as a kill -9 after its last piece leaves it."""
    address = begin(clerk, world)["Location"]
    [arrival] = resumable.active_uploads()
    for start in range(0, len(SCAN), PIECE_BYTES):
        arrival.pieces.append(SCAN[start : start + PIECE_BYTES], at=start)
    return address, arrival


def test_what_came_whole_before_the_server_died_is_captured_when_asked_for(clerk, world):
    address, _arrival = whole_but_not_captured(clerk, world)

    assert far(clerk, address) == len(SCAN)
    assert clerk.get(address).json()["captured"] is True
    assert Original.objects.filter(upload_name="رسم الولادة.png").count() == 1


def test_who_asks_while_it_is_captured_is_told_that_all_is_there(clerk, world, monkeypatch):
    address, arrival = whole_but_not_captured(clerk, world)
    acquire = Pieces.acquire

    def be_slower(pieces: Pieces) -> str:
        resumable.finish(arrival)
        return acquire(pieces)

    monkeypatch.setattr(Pieces, "acquire", be_slower)

    # Anything but its size would have the browser send it all again, as another paper.
    assert far(clerk, address) == len(SCAN)
    assert Original.objects.filter(upload_name="رسم الولادة.png").count() == 1


def test_what_came_whole_and_was_left_alone_is_captured_by_the_worker(clerk, world, monkeypatch):
    whole_but_not_captured(clerk, world)
    resumable.tidy()
    assert not Original.objects.filter(upload_name="رسم الولادة.png").exists()
    monkeypatch.setattr(resumable, "LEFT_TO_SENDER_S", -1.0)

    resumable.tidy()
    resumable.tidy()

    paper = Original.objects.get(upload_name="رسم الولادة.png")
    assert paper.captured_by == world.users["scanning_desk"]
    assert paper.captured_at > timezone.now() - timedelta(minutes=1)


def test_the_worker_captures_nothing_for_who_has_lost_the_right(clerk, world, monkeypatch):
    address, _arrival = whole_but_not_captured(clerk, world)
    monkeypatch.setattr(resumable, "LEFT_TO_SENDER_S", -1.0)
    end_grant(grant=Grant.objects.get(user=world.users["scanning_desk"]), by=None)

    resumable.tidy()

    assert not Original.objects.filter(upload_name="رسم الولادة.png").exists()
    assert clerk.get(address).status_code == 404
    # Whoever gives the right back within the day loses nothing.
    assert [arrival.is_whole for arrival in resumable.active_uploads()] == [True]


def test_pieces_after_a_gap_do_not_count(clerk, world):
    begin(clerk, world)
    [arrival] = resumable.active_uploads()
    arrival.pieces.append(b"one", at=0)
    resumable.arriving_storage.put_at(f"{arrival.uid}/{7:012d}-3.age", b"far")

    assert arrival.pieces.size == 3
    with arrival.pieces.open() as file:
        assert file.read() == b"one"


def test_the_slower_of_two_connections_is_told_so(clerk, world):
    begin(clerk, world)
    [arrival] = resumable.active_uploads()
    resumable.append(arrival, SCAN[:100], at=0)

    with pytest.raises(OffsetConflictError):
        resumable.append(arrival, SCAN[:200], at=0)
    with pytest.raises(Refusal):
        resumable.check_size(0)


class TestRoom:
    """A quota for each person and day, and a disk that has room for it."""

    def test_more_than_the_quota_of_the_day_is_not_begun(self, clerk, world, settings):
        settings.AMAN_UPLOAD_BYTES_PER_DAY = len(SCAN) * 2 - 1
        begin(clerk, world)

        answer = begin(clerk, world)

        assert answer.status_code == 413
        assert answer.json()["reason"]
        assert len(resumable.active_uploads()) == 1

    def test_another_person_has_a_quota_of_their_own(self, clerk, world, settings):
        settings.AMAN_UPLOAD_BYTES_PER_DAY = len(SCAN)
        begin(clerk, world)
        clerk.force_login(world.users["director"])

        assert begin(clerk, world).status_code == 201

    def test_what_is_given_up_or_refused_uses_no_quota(self, clerk, world, settings):
        settings.AMAN_UPLOAD_BYTES_PER_DAY = len(SCAN)
        clerk.delete(begin(clerk, world)["Location"], headers=TUS)
        refused = begin(clerk, world)["Location"]
        assert bring(clerk, refused, b"no paper" * 400).status_code == 422

        assert begin(clerk, world).status_code == 201

    @pytest.mark.parametrize("is_captured", [False, True])
    def test_quota_is_given_back_once_and_never_for_a_paper(self, clerk, world, is_captured):
        address = begin(clerk, world)["Location"]
        begin(clerk, world)
        arrival = resumable.find(address.rsplit("/", 2)[-2], by=world.users["scanning_desk"])
        bring(clerk, address, SCAN) if is_captured else resumable.give_up(arrival)

        assert not resumable.give_up(arrival)

        assert rate_limits.spent(arrival.about.quota_key) == len(SCAN) * (2 if is_captured else 1)

    def test_file_begun_yesterday_gives_back_yesterday_s_quota(self, clerk, world, monkeypatch):
        yesterday = timezone.localdate() - timedelta(days=1)
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "localdate", lambda: yesterday)
            address = begin(clerk, world)["Location"]
        today = resumable.quota.take(world.users["scanning_desk"], len(SCAN))

        clerk.delete(address, headers=TUS)

        assert rate_limits.spent(today) == len(SCAN)

    def test_nothing_is_begun_on_a_full_disk(self, clerk, world, settings):
        settings.AMAN_DISK_FLOOR_BYTES = 2**60

        answer = begin(clerk, world)

        assert answer.status_code == 507
        assert answer.json()["reason"]
        assert resumable.active_uploads() == []

    def test_disk_that_fills_up_keeps_what_has_come(self, clerk, world, settings):
        address = begin(clerk, world)["Location"]
        bring(clerk, address, SCAN[:1000])
        floor = settings.AMAN_DISK_FLOOR_BYTES
        settings.AMAN_DISK_FLOOR_BYTES = 2**60

        assert bring(clerk, address, SCAN[1000:], at=1000).status_code == 507
        settings.AMAN_DISK_FLOOR_BYTES = floor
        assert far(clerk, address) == 1000
        assert bring(clerk, address, SCAN[1000:], at=1000).status_code == 204

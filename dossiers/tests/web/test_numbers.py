"""Numbers from outside: whatever is sent, a page or a refusal, never a failure."""

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.tests.world import World
from dossiers.web.numbers import whole_number

HUGE = ("500000000000000000", "9" * 25, "5" * 5000)
ODD = ("", "-1", "+1", "1.5", "1e9", "٣", "²", "0x10", " 1", "1_000", "NaN", "\x00")


@pytest.mark.parametrize("text", [*HUGE, *ODD, None])
def test_what_is_no_number_within_bounds_is_what_the_caller_names(text: str | None) -> None:
    assert whole_number(text, otherwise=None) is None


def test_bounds_are_inclusive() -> None:
    assert whole_number("7", otherwise=None, least=7, most=7) == 7
    assert whole_number("6", otherwise=None, least=7) is None
    assert whole_number("8", otherwise=None, most=7) is None
    assert whole_number("007", otherwise=None, most=999) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("number", [*HUGE, "-1", "٣", "x"])
def test_no_page_of_the_area_fails_over_a_number(world: World, number: str) -> None:
    client = Client()
    client.force_login(world.users["director"])
    paper = world.papers["general"]
    asked = [f"{reverse(f'dossiers:{name}')}?page={number}" for name in PAGED]
    asked += [f"{reverse('dossiers:document', args=[paper.uid])}?page={number}&hit={number}"]
    posted = {
        reverse("dossiers:search"): {"q": "رقية", "part": "papers", "page": number},
        reverse("dossiers:pile", args=[world.tray_paper.uid]): {
            f"place-{page.uid}": number for page in world.tray_paper.pages.all()
        },
        reverse("dossiers:labels"): {"references": "2026/0012", "first": number},
    }
    answers = {address: client.get(address).status_code for address in asked}
    answers |= {address: client.post(address, data).status_code for address, data in posted.items()}
    for method in ("Upload-Length", "Upload-Offset"):
        tus = {"Tus-Resumable": "1.0.0", method: number.encode("ascii", "ignore").decode()}
        tus["Upload-Metadata"] = "unit dW5pdA=="
        answers[method] = client.post(reverse("dossiers:arrivals"), headers=tus).status_code

    assert {asked: status for asked, status in answers.items() if status >= 500} == {}


PAGED = (
    "tray",
    "tray_status",
    "trash",
    "aside",
    "filed_lately",
    "referrals",
    "notices",
    "break_glass_reviews",
    "link_requests",
)

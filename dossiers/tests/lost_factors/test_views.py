"""The page of resets: who sees it, who may do what, and what it leads to."""

from dossiers.lost_factors.actions import ask_reset
from dossiers.models import FactorReset
from dossiers.tests.browsing import signed_in
from dossiers.tests.world import World

PAGE = "/fr/dossiers/lost-factors/"
WHY = "Her telephone was stolen on Friday."


def test_a_request_is_asked_on_the_page_and_confirmed_by_another(world: World) -> None:
    asking, educator = signed_in(world.users["director"]), world.users["educator"]
    asking.post(f"{PAGE}ask/", {"person": educator.pk, "reason": WHY})
    reset = FactorReset.objects.get()

    asking.post(f"{PAGE}{reset.uid}/confirm/")
    assert educator.authenticator_set.exists()

    signed_in(world.users["superuser"]).post(f"{PAGE}{reset.uid}/confirm/")
    assert not educator.authenticator_set.exists()


def test_who_asked_is_offered_no_button_to_confirm(world: World) -> None:
    reset = ask_reset(user=world.users["educator"], by=world.users["director"], reason=WHY)
    address = f"{PAGE}{reset.uid}/confirm/"

    assert address not in signed_in(world.users["director"]).get(PAGE).content.decode()
    assert address in signed_in(world.users["superuser"]).get(PAGE).content.decode()


def test_the_person_concerned_sees_the_request_and_may_refuse_it(world: World) -> None:
    reset = ask_reset(user=world.users["educator"], by=world.users["director"], reason=WHY)
    client = signed_in(world.users["educator"])
    shown = client.get(PAGE).content.decode()

    assert f"{reset.uid}/refuse/" in shown
    assert f"{reset.uid}/confirm/" not in shown
    assert client.post(f"{PAGE}ask/", {"person": 1, "reason": WHY}).status_code == 404
    client.post(f"{PAGE}{reset.uid}/refuse/")
    assert FactorReset.objects.get().outcome == "refused"


def test_oneself_stands_not_in_the_choice(world: World) -> None:
    director = world.users["director"]

    answer = signed_in(director).post(f"{PAGE}ask/", {"person": director.pk, "reason": WHY})

    assert "field-error" in answer.content.decode()
    assert not FactorReset.objects.exists()


def test_the_notice_leads_an_administrator_to_the_page(world: World) -> None:
    ask_reset(user=world.users["educator"], by=world.users["director"], reason=WHY)

    shown = signed_in(world.users["superuser"]).get("/fr/dossiers/notices/").content.decode()

    assert f'href="{PAGE}"' in shown
    assert "educator" in shown

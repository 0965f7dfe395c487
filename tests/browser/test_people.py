"""People in a real browser: asked before they are written twice, merged when they were."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dossiers.models import Document, PersonMerge
from dossiers.tests.factories import MembershipFactory, PersonFactory
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState, MemberRole
from search import api

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}


def write_again(page: Page, world: World, language: str) -> None:
    """File the waiting paper in a new dossier of somebody who is written already."""
    page.goto(f"/{language}/dossiers/tray/{world.tray_paper.uid}/")
    page.select_option("[name=kind]", "EC01")
    page.fill("#find", "Zzz")
    page.click("[name=do][value=find]")
    page.click("[name=do][value=new]")
    page.fill("[name=new-arabic]", "رقية أوبلا")
    page.fill("[name=new-latin]", "")
    page.select_option("[name=new-role]", "mother")
    page.fill("[name=new-birth_date]", "1985-03-02")
    page.click("[name=do][value=file]")
    expect(page.locator(".doubles")).to_contain_text("2026/0012")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_question_is_answered_without_a_script_on_a_phone(
    sign_in: Any, world: World, language: str
) -> None:
    clerk = world.users["registration_worker"]
    page: Page = sign_in(clerk, java_script_enabled=False, viewport=PHONE).new_page()
    write_again(page, world, language)
    page.check(f"[value='{world.mother.person.uid}']")
    page.click("[name=do][value=file]")
    expect(page.locator(".alert-ok")).to_be_visible()

    paper = Document.objects.get(pk=world.tray_paper.pk)
    assert paper.state == DocumentState.FILED
    assert list(paper.people.all()) == [world.mother.person]


def test_the_question_reads_well_to_a_machine_and_fits_the_screen(
    sign_in: Any, world: World
) -> None:
    page: Page = sign_in(world.users["registration_worker"], viewport=PHONE).new_page()
    write_again(page, world, "fr")

    expect(page.locator(".doubles")).to_be_in_viewport()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_two_records_are_merged_and_taken_apart(sign_in: Any, world: World, language: str) -> None:
    twin = PersonFactory(latin="Rokia Oubella", birth_place="Taroudant")
    row = MembershipFactory(dossier=world.others, person=twin, role=MemberRole.MOTHER)
    api.index([f"member:{row.pk}"])
    page: Page = sign_in(world.users["registration_worker"], viewport=PHONE).new_page()
    page.goto(f"/{language}/dossiers/d/{world.family.uid}/")
    page.locator(f"a[href$='{world.mother.person.uid}/merge/']").click()
    page.locator("[name=other]").first.click()
    expect(page.locator(".merge-table")).to_contain_text("Taroudant")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.fill("[name=reason]", "البطاقة نفسها")
    page.click("[name=do][value=merge]")
    expect(page.locator(".alert-ok")).to_be_visible()
    assert PersonMerge.objects.in_force().count() == 1

    page.locator(f"a[href$='{world.mother.person.uid}/merge/']").click()
    page.locator("a[href$='/undo/']").click()
    page.locator("main form button").click()
    expect(page.locator(".alert-ok")).to_be_visible()
    assert not PersonMerge.objects.in_force().exists()

"""The texts: the same tree in three languages, nothing overwritten, nothing invented."""

import re

import pytest
from django.core.management import call_command
from wagtail.models import Page

from publicsite.content.texts import field_values, page_plans, texts_in
from publicsite.models import HomePage, ServicePage, SiteSettings


@pytest.mark.parametrize("code", ["ar", "fr", "en"])
def test_every_plan_has_its_texts(code: str) -> None:
    texts = texts_in(code)

    assert set(texts) - {"defaults"} == {plan.key for plan in page_plans()}
    for plan in page_plans():
        values = field_values(plan=plan, texts=texts)
        assert values["summary"]
        assert len(values["summary"]) <= 300


def test_texts_name_no_telephone_and_no_street() -> None:
    for code in ("ar", "fr", "en"):
        words = " ".join(str(text) for text in texts_in(code).values())
        assert not re.search(r"\b0[5-7]\d{8}\b|\+212", words)


@pytest.mark.django_db
def test_second_planting_changes_nothing_that_an_editor_wrote() -> None:
    call_command("load_public_content", verbosity=0)
    home = HomePage.objects.get(locale__language_code="ar")
    home.headline = "كلمات المركز"
    home.save()
    count = Page.objects.count()

    call_command("load_public_content", verbosity=0)

    home.refresh_from_db()
    assert home.headline == "كلمات المركز"
    assert Page.objects.count() == count
    assert all(not page.missing_sections() for page in ServicePage.objects.all())
    assert SiteSettings.objects.get().has_unconfirmed_numbers
    assert SiteSettings.objects.get().telephone == ""

"""Editors find pages and pictures in the admin, however Arabic is written."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from dossiers.models import User
from publicsite.models import PillarPage
from publicsite.search_text import FoldedTitle

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(public_site: object) -> Client:
    """Somebody who sees all pages, and the index of the site."""
    call_command("update_index", verbosity=0)
    client = Client()
    client.force_login(User.objects.create_user("editor", is_superuser=True, language="fr"))
    return client


@pytest.mark.parametrize(
    "typed",
    ["التسجيل في الحالة المدنية", "حاله", "الحَالَة المَدَنِيَّة", "الحـــالة", "المدن", "مدنيه"],
    ids=["as it is", "no article", "vowels", "tatweel", "beginning of a word", "he for ta"],
)
def test_page_is_found_however_arabic_is_written(editor: Client, typed: str) -> None:
    page = PillarPage.objects.get(title="التسجيل في الحالة المدنية")

    answer = editor.get(reverse("wagtailadmin_pages:search"), {"q": typed})

    assert page.pk in [found.pk for found in answer.context["pages"]]


def test_french_is_found_as_before(editor: Client) -> None:
    answer = editor.get(reverse("wagtailadmin_pages:search"), {"q": "Sant"})

    assert "Santé" in [found.title for found in answer.context["pages"]]


def test_what_no_page_holds_finds_none(editor: Client) -> None:
    answer = editor.get(reverse("wagtailadmin_pages:search"), {"q": "زرافة"})

    assert list(answer.context["pages"]) == []


def test_index_of_an_older_version_is_written_anew_at_the_start(
    public_site: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PillarPage.objects.get(title="التسجيل في الحالة المدنية")
    with monkeypatch.context() as older:
        older.setattr(FoldedTitle, "folded_title", lambda _page: "")
        call_command("update_index", verbosity=0)
    assert not Page.objects.filter(pk=page.pk).autocomplete("حاله")

    call_command("load_public_content", verbosity=0)

    assert Page.objects.filter(pk=page.pk).autocomplete("حاله")

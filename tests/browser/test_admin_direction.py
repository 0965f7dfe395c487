"""In the admin a text runs by its own script, whatever the language of the editor."""

from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from dossiers.models import User
from publicsite.models import PillarPage

from .conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How far the first line of a paragraph is from either edge of its box, in pixels.
GAPS = """box => {
  const range = document.createRange();
  range.selectNodeContents(box);
  const outer = box.getBoundingClientRect();
  const last = [...range.getClientRects()].filter(line => line.width).pop();
  return {left: last.left - outer.left, right: outer.right - last.right};
}"""


@pytest.mark.parametrize(
    ("admin", "page_language", "starts_at"), [("fr", "ar", "right"), ("ar", "fr", "left")]
)
def test_fields_and_paragraphs_begin_where_their_script_begins(
    live_server: Any, sign_in: SignIn, admin: str, page_language: str, starts_at: str
) -> None:
    call_command("load_public_content", verbosity=0)
    editor = User.objects.create_user("editor", is_superuser=True, language=admin)
    pillar = PillarPage.objects.filter(locale__language_code=page_language).first()
    assert pillar is not None
    page = sign_in(editor).new_page()

    page.goto(f"/admin/pages/{pillar.pk}/edit/")
    paragraph = page.locator(".public-DraftStyleDefault-block").first
    expect(paragraph).to_be_visible()
    gaps = paragraph.evaluate(GAPS)

    for name in ("title", "summary"):
        field = page.locator(f"#id_{name}")
        assert field.evaluate("field => getComputedStyle(field).unicodeBidi") == "plaintext"
    other = "left" if starts_at == "right" else "right"
    assert gaps[starts_at] <= 1 < gaps[other]

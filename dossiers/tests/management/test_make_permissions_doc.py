"""docs/permissions.md says what the map says."""

from enum import EnumType

from django.core.management import call_command
from django.utils.translation import override

from dossiers.access.documentation import permissions_doc
from dossiers.access.permission_map import PERMISSION_MAP
from dossiers.access.permissions import SENTENCES, WORDS, Permission, Right
from dossiers.access.roles import BUNDLES, Role
from dossiers.documents.lifecycle import TRANSITIONS


def test_the_page_is_up_to_date_in_whatever_language_it_is_checked() -> None:
    with override("ar"):
        call_command("make_permissions_doc", "--check")


def test_every_right_has_a_sentence_and_a_word_and_every_role_a_bundle() -> None:
    assert set(SENTENCES) == set(WORDS) == set(Right)
    assert set(BUNDLES) == set(Role)


def test_every_permission_that_can_be_asked_has_a_way() -> None:
    nouns = [noun for noun in vars(Permission).values() if isinstance(noun, EnumType)]

    assert len(nouns) > 3
    assert {permission for noun in nouns for permission in noun} == set(PERMISSION_MAP)


def test_the_page_names_every_right_and_permission() -> None:
    text = permissions_doc(TRANSITIONS.items())

    assert all(f"`{right.value}`" in text for right in Right)
    assert all(f"**`{permission}`**" in text for permission in PERMISSION_MAP)


def test_the_page_names_every_step_of_a_paper_with_what_it_asks() -> None:
    rows = [
        line for line in permissions_doc(TRANSITIONS.items()).splitlines() if line.startswith("| ")
    ]

    for verb, step in TRANSITIONS.items():
        (row,) = [row for row in rows if row.startswith(f"| {verb} |")]
        assert str(step.permission or "the reading itself") in row

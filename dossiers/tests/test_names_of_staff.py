"""The migration that gave staff names in both scripts loses none, forwards and backwards."""

import pytest

from tests.migrating import migrate

BEFORE = [("dossiers", "0025_invitations_and_names_in_both_scripts")]
AFTER = [("dossiers", "0026_names_of_staff_by_script")]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("newest_step")]


def test_each_name_comes_into_the_field_of_its_script() -> None:
    old = migrate(BEFORE).get_model("dossiers", "User").objects
    old.create(username="houda", first_name="هدى", last_name="العيادي")
    old.create(username="omar", first_name="Omar", last_name="Tiznitti")
    old.create(username="nameless")

    new = migrate(AFTER).get_model("dossiers", "User").objects

    names = set(new.values_list("username", "name_arabic", "name_latin"))
    assert names == {
        ("houda", "هدى العيادي", ""),
        ("omar", "", "Omar Tiznitti"),
        ("nameless", "", ""),
    }


def test_going_back_keeps_the_name_of_who_was_invited_since() -> None:
    new = migrate(AFTER).get_model("dossiers", "User").objects
    new.create(username="salma", name_arabic="سلمى بنعلي", name_latin="Salma Benali")

    old = migrate(BEFORE).get_model("dossiers", "User").objects

    assert (old.get().first_name, old.get().last_name) == ("Salma", "Benali")

"""Put typed words back into the fields of a page that was drawn anew, as in another language.

It changes what stands in the fields and nothing else; tokens, files and passwords are left alone.
The one form that a language switch takes along is filled by the names of its fields, any other
field by its id (carry-words.js).
"""

from bs4 import BeautifulSoup, Tag
from django.http import QueryDict

# The one form of a page that a language switch takes along.
FORM_ID = "typed"
_FIELDS = ("input", "textarea", "select")
_TICKED = ("checkbox", "radio")
_LEFT = ("file", "password", "submit", "button")
_OWN = ("csrfmiddlewaretoken", "typed_by")
# Stands before the id of a field outside that form.
AT = "at:"
# Says to the script that a field holds typed words, though they are what the page came with.
TYPED = "data-typed"


def refill(page: str, typed: QueryDict) -> str:
    """Return the page with its fields filled in; one without any of them comes back as it was."""
    soup = BeautifulSoup(page, "html.parser")
    form = soup.find(id=FORM_ID)
    beside = {name.removeprefix(AT): typed[name] for name in typed if name.startswith(AT)}
    if isinstance(form, Tag):
        _fill_form(form, typed)
    for field_id, value in beside.items():
        _fill_beside(soup.find(id=field_id), str(value))
    return str(soup) if form or beside else page


def _fill_form(form: Tag, typed: QueryDict) -> None:
    left = {name: list(values) for name, values in typed.lists()}
    for field in form.find_all(_FIELDS):
        if _is_typed_into(field):
            _fill(field, left.get(str(field["name"]), []))
            _open_what_hides(field)


def _fill_beside(field: object, value: str) -> None:
    if isinstance(field, Tag) and _is_typed_into(field) and field.get("type") != "hidden":
        _fill(field, [value])
        _open_what_hides(field)
        field[TYPED] = ""


def _is_typed_into(field: Tag) -> bool:
    name = field.get("name", "")
    is_field = field.name in _FIELDS and field.get("type") not in _LEFT
    return is_field and bool(name) and name not in _OWN


def _fill(field: Tag, values: list[str]) -> None:
    """Fill one field; of several of one name each takes its own value."""
    if field.name == "select":
        for option in field.find_all("option"):
            _mark(option, "selected", is_on=_value_of(option) in values)
    elif field.get("type") in _TICKED:
        _mark(field, "checked", is_on=str(field.get("value", "on")) in values)
    elif not values:
        return
    elif field.name == "textarea":
        field.string = "\n" + values.pop(0)
    else:
        field["value"] = values.pop(0)


def _open_what_hides(field: Tag) -> None:
    """Show a field with words in it that stands in a closed part of the form."""
    around = field.find_parent("details")
    if around is not None and field.name == "input" and field.get("value"):
        around["open"] = ""


def _value_of(option: Tag) -> str:
    return str(option["value"]) if option.has_attr("value") else option.get_text(strip=True)


def _mark(field: Tag, name: str, *, is_on: bool) -> None:
    if is_on:
        field[name] = ""
    elif field.has_attr(name):
        del field[name]

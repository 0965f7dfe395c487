"""Put typed words back into the form of a page that was drawn anew, as in another language.

It changes what stands in the fields and nothing else; tokens, files and passwords are left alone.
"""

from bs4 import BeautifulSoup, Tag
from django.http import QueryDict

# The one form of a page that a language switch takes along.
FORM_ID = "typed"
_TICKED = ("checkbox", "radio")
_LEFT = ("file", "password", "submit", "button")
_OWN = ("csrfmiddlewaretoken", "typed_by")


def refill(page: str, typed: QueryDict) -> str:
    """Return the page with its form filled in; a page without that form comes back as it was."""
    soup = BeautifulSoup(page, "html.parser")
    form = soup.find(id=FORM_ID)
    if not isinstance(form, Tag):
        return page
    left = {name: list(values) for name, values in typed.lists()}
    for field in form.find_all(["input", "textarea", "select"]):
        name = str(field.get("name", ""))
        if name and name not in _OWN and field.get("type") not in _LEFT:
            _fill(field, left.get(name, []))
            _open_what_hides(field)
    return str(soup)


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

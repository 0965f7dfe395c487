"""The expectation for searches that people keep: everybody may, nobody sees another's."""

from .table import EVERYBODY, Row, roles

ADDRESSES: dict[str, Row] = {
    "save_search": Row("", EVERYBODY, ("POST",), data={"q": "رقية", "name": "x"}),
    "delete_search": Row("saved search", {"of the director": roles("director")}, ("POST",)),
}

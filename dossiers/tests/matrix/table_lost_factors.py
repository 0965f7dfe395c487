"""The expectation for resets of a lost second factor; by hand, as `table`."""

from .table import Row, roles

KEEP_ACCOUNTS = roles("director superuser")

ADDRESSES: dict[str, Row] = {
    "lost_factors": Row("", {"": KEEP_ACCOUNTS | roles("educator")}),
    "ask_factor_reset": Row("", {"": KEEP_ACCOUNTS}, ("POST",)),
    "confirm_factor_reset": Row("factor reset", {"educator": KEEP_ACCOUNTS}, ("POST",)),
    # The person concerned may say no.
    "refuse_factor_reset": Row(
        "factor reset", {"educator": KEEP_ACCOUNTS | roles("educator")}, ("POST",)
    ),
}

"""The expectation for requests about people; by hand."""

from .table import EVERYBODY, Row, roles

ADDRESSES: dict[str, Row] = {
    "link_requests": Row("", EVERYBODY),
    # Whoever shares the dossier in which the person was found answers for them.
    "link_answer": Row(
        "link request",
        {
            "found in own": roles("social_worker supervisor director"),
            "found in hidden": roles("other_social_worker"),
        },
        ("POST",),
    ),
}

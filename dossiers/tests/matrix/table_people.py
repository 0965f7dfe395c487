"""The expectation for merging two records of one person; by hand."""

from .table import Row, roles

FORM = ("GET", "POST")

# Whoever changes every dossier in which they find the person, and finds one at least.
# The mother stands in the social worker's own family; the director does not see the
# protected one, so it does not stand in the way.
MERGES = {
    "in own": roles("registration_worker social_worker supervisor director"),
    "in others": roles("registration_worker other_social_worker supervisor director"),
    "in hidden": roles("other_social_worker"),
}

ADDRESSES: dict[str, Row] = {
    "person_merge": Row("person", MERGES, FORM),
    "merge_undo": Row("merge", {"in own": MERGES["in own"]}, FORM),
}

"""Wagtail registers, indexes and opens nothing of the archive.

That no address of its admin shows the archive is asked in test_site_matrix.py.
"""

import pytest
from django.apps import apps
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry
from wagtail.search import index
from wagtail.snippets.models import get_snippet_models

from dossiers.access.policy import REFERENCE_DATA, WAGTAIL_OWN
from dossiers.models import DocumentKind, Procedure, Unit

ARCHIVE = [
    model
    for model in apps.get_app_config("dossiers").get_models()
    if model._meta.model_name not in REFERENCE_DATA | WAGTAIL_OWN
]


def test_only_reference_data_are_snippets() -> None:
    ours = {model for model in get_snippet_models() if model._meta.app_label == "dossiers"}

    assert ours == {Unit, DocumentKind, Procedure}


@pytest.mark.parametrize("model", ARCHIVE, ids=lambda model: model._meta.model_name)
def test_wagtail_neither_indexes_nor_records_nor_opens_the_model(model: type) -> None:
    policy = policy_registry.get_by_type(model)

    assert not issubclass(model, index.Indexed)
    assert not ReferenceIndex.model_is_indexable(model)
    assert not policy.user_has_any_permission(None, {"add", "change", "delete", "view", "choose"})

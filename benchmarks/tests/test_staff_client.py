"""A benchmark of the area asks as somebody who was let in, not as a session that proved nothing."""

import pytest

from tests.source_tree import Source, sources


def of_benchmarks() -> list[Source]:
    return [source for source in sources() if source.module.startswith("benchmarks.")]


@pytest.mark.parametrize("source", of_benchmarks(), ids=lambda source: source.module)
def test_who_signs_in_without_a_form_comes_as_staff(source: Source) -> None:
    text = source.path.read_text()

    assert "force_login" not in text or "StaffClient" in text

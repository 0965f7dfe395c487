"""The bench of the alarm spoils pages in the ways that there is advice for."""

import numpy as np
import pytest
from PIL import Image

from benchmarks.reading.alarm import SPOILT, Alarm, as_jpeg
from dossiers.intake.imaging.quality import faults_of, measure
from dossiers.intake.reading.advice import ADVICE
from dossiers.tests.intake.imaging.test_quality import letter  # noqa: F401 (a fixture)
from dossiers.vocabulary import PageFault


def test_there_is_a_way_of_spoiling_for_every_advice():
    # What was not read is told after the reading, not of a picture.
    assert {fault for fault, _ in SPOILT.values()} == set(ADVICE) - {
        PageFault.UNREAD,
        PageFault.HANDWRITTEN,
    }


@pytest.mark.parametrize(("fault", "spoil"), SPOILT.values(), ids=SPOILT)
def test_page_is_spoilt_in_the_way_that_is_told(letter, fault, spoil):  # noqa: F811
    page = letter.resize((1240, 1754), Image.Resampling.LANCZOS)

    assert faults_of(measure(np.asarray(page))) == []
    assert fault in faults_of(measure(np.asarray(spoil(page))))
    assert as_jpeg(page).startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("fault", "said", "is_right"),
    [
        ("", [], True),
        ("", ["dark"], False),
        ("dark", ["blurred", "dark"], True),
        ("dark", ["blurred"], False),
    ],
)
def test_alarm_is_right_when_it_names_the_fault(fault, said, is_right):
    assert Alarm("a.png", "a version", fault, said, 0.1).is_right is is_right

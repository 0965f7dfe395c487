"""What a person said of a page decides how it is drawn; the original is only looked at."""

import io

import numpy as np
import pytest
from PIL import Image

from dossiers.documents.page_outline import corners_on_original
from dossiers.intake.reading import pipeline
from dossiers.storage.private_files import checksum, private_storage
from dossiers.tests.factories import captured, send_to_be_read

from .conftest import FRENCH_LINE, as_bytes, draw_page

pytestmark = pytest.mark.django_db


def test_what_was_seen_as_a_page_came_is_asked_again_once_it_is_cropped(reader):
    paper = captured(as_bytes(draw_page()))
    # Both are untrue of it: whoever measures finds nothing.
    paper.pages.update(quality=["dark"], is_looked_at=True)

    pipeline.process(paper.pk, reader=reader)
    page = paper.pages.get()
    assert page.quality == ["dark"]

    page.instructions = [{"do": "crop", "corners": corners_on_original(page, (0, 0, 1.0, 1.0))}]
    page.is_read = False
    page.save()
    send_to_be_read(paper)
    pipeline.process(paper.pk, reader=reader)

    page.refresh_from_db()
    assert "dark" not in page.quality
    assert not page.is_looked_at


def test_cropped_page_keeps_its_part_and_its_words(reader):
    page_above, page_below = draw_page(), draw_page("محضر الجلسة")
    both = Image.new("L", (page_above.width, page_above.height + page_below.height), 255)
    both.paste(page_above, (0, 0))
    both.paste(page_below, (0, page_above.height))
    paper = captured(as_bytes(both))
    original = paper.originals.get()
    pipeline.process(paper.pk, reader=reader)
    page = paper.pages.get()
    share = page_above.height / both.height

    corners = corners_on_original(page, (0.0, share, 1.0, 1.0))
    page.instructions = [{"do": "crop", "corners": corners}]
    page.is_read = False
    page.save()
    send_to_be_read(paper)
    pipeline.process(paper.pk, reader=reader)

    page.refresh_from_db()
    assert "الجلسة" in page.text
    assert page.text.count(FRENCH_LINE) == 1
    assert page.height / page.width == pytest.approx(page_below.height / both.width, rel=0.03)
    assert checksum(private_storage.read(original.stored_name)) == original.sha256
    drawn = np.array(Image.open(io.BytesIO(private_storage.read(page.image_name))).convert("L"))
    assert drawn.shape == (page.height, page.width)

"""The archive copy is made once, kept encrypted, and made anew when a page changes."""

import io

import pikepdf
import pytest
from PIL import Image

from dossiers.documents.archive_copy import NotCopiedError, archive_copy
from dossiers.models import Document
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import DocumentFactory, PageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> Document:
    picture = io.BytesIO()
    Image.new("L", (300, 400), 240).save(picture, "WEBP")
    words = b'{"words": [["\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85", 10, 10, 90, 40, 95.0, 0]]}'
    document = DocumentFactory(read=True)
    PageFactory(
        document=document,
        image_name=private_storage.put(picture.getvalue()),
        words_name=private_storage.put(words),
    )
    return document


def test_paper_that_is_not_read_has_none() -> None:
    with pytest.raises(NotCopiedError):
        archive_copy(DocumentFactory(), title="tray-1")


def test_copy_is_made_once_and_kept_encrypted(paper: Document) -> None:
    first = archive_copy(paper, title="tray-1")

    paper.refresh_from_db()
    names = private_storage.names()
    assert paper.archive_name in names
    assert archive_copy(paper, title="tray-1") == first
    assert private_storage.names() == names
    sealed = (private_storage.root / paper.archive_name).read_bytes()
    assert sealed.startswith(b"age-encryption.org")
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert len(pdf.pages) == 1


def test_changed_page_makes_a_new_copy_in_place_of_the_old(paper: Document) -> None:
    archive_copy(paper, title="tray-1")
    paper.refresh_from_db()
    old = paper.archive_name
    paper.pages.update(words_name=private_storage.put(b'{"words": []}'))

    archive_copy(paper, title="tray-1")

    paper.refresh_from_db()
    assert paper.archive_name != old
    assert not private_storage.exists(old)


def test_lost_copy_is_made_again(paper: Document) -> None:
    first = archive_copy(paper, title="tray-1")
    paper.refresh_from_db()
    private_storage.delete(paper.archive_name)

    assert archive_copy(paper, title="tray-1") == first

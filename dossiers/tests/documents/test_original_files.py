"""What leaves as the original of a paper: its own pages, and nothing of its neighbours'."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from dossiers.documents.original_files import NotTakenOutError, hand_out
from dossiers.models import Document, Page
from dossiers.tests.factories import DocumentFactory, captured

SECRET = b"THE OTHER FAMILY"


def pile_of(*colours: str) -> bytes:
    """Return a PDF of one picture a page, as the worst scanners make it.

    Every page lists the pictures of all, bookmarks and links lead everywhere, and the
    names of the people stand in its notes.
    """
    pile = pikepdf.new()
    pictures = pikepdf.Dictionary()
    for number, colour in enumerate(colours):
        pixel = Image.new("RGB", (4, 4), colour).tobytes()
        picture = pikepdf.Stream(
            pile,
            pixel,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=4,
            Height=4,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Note=pikepdf.String(f"{SECRET.decode()} {number}"),
        )
        pictures[f"/P{number}"] = pile.make_indirect(picture)
    shared = pile.make_indirect(pikepdf.Dictionary(XObject=pictures))
    for number in range(len(colours)):
        pile.add_blank_page(page_size=(200, 300))
        page = pile.pages[-1].obj
        page.Contents = pikepdf.Stream(pile, f"q 200 0 0 300 0 0 cm /P{number} Do Q".encode())
        page.Resources = shared
        page.Metadata = pikepdf.Stream(pile, SECRET)
    link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    link.Dest = pikepdf.Array([pile.pages[-1].obj, pikepdf.Name.Fit])
    link.Contents = pikepdf.String(SECRET.decode())
    pile.pages[0].obj.Annots = pikepdf.Array([pile.make_indirect(link)])
    with pile.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET.decode(), len(colours) - 1))
    pile.docinfo["/Title"] = SECRET.decode()
    target = io.BytesIO()
    pile.save(target)
    return target.getvalue()


def take_apart(document: Document, *numbers: int) -> Document:
    """Give the pages of these numbers to a paper of their own."""
    part = DocumentFactory(read=True, unit=document.unit, page_count=len(numbers))
    for place, number in enumerate(numbers, 1):
        page = Page.objects.get(document=document, original_number=number)
        page.document, page.number = part, place
        page.save()
    return part


def notes_in(content: bytes) -> list[str]:
    """Return the notes of all pictures in a PDF, whichever way they are reached."""
    with pikepdf.open(io.BytesIO(content)) as file:
        streams = [one for one in file.objects if isinstance(one, pikepdf.Stream)]
        return [str(one["/Note"]) for one in streams if "/Note" in one]


@pytest.mark.django_db
class TestSharedPdf:
    """One file, papers of two families."""

    @pytest.fixture
    def pile(self) -> Document:
        return captured(pile_of("red", "green", "blue"), pages=3)

    def test_paper_leaves_without_pictures_bookmarks_and_notes_of_the_others(self, pile):
        part = take_apart(pile, 2)

        handed = hand_out(part)

        assert not handed.is_whole
        assert notes_in(handed.content) == [f"{SECRET.decode()} 1"]
        with pikepdf.open(io.BytesIO(handed.content)) as file:
            assert len(file.pages) == 1
            assert file.docinfo == {}
            assert "/Outlines" not in file.Root

    def test_links_between_the_pages_do_not_bring_the_others_along(self, pile):
        part = take_apart(pile, 1)

        handed = hand_out(part)

        assert notes_in(handed.content) == [f"{SECRET.decode()} 0"]

    def test_what_remains_of_the_pile_is_an_extract_too(self, pile):
        take_apart(pile, 2)

        handed = hand_out(pile)

        assert sorted(note[-1] for note in notes_in(handed.content)) == ["0", "2"]

    def test_page_set_aside_does_not_leave_with_the_rest(self, pile):
        Page.objects.filter(document=pile, number=3).update(document=None, number=0)

        assert len(notes_in(hand_out(pile).content)) == 2

    def test_pages_leave_in_the_order_of_the_paper(self, pile):
        part = take_apart(pile, 3, 1)

        with pikepdf.open(io.BytesIO(hand_out(part).content)) as file:
            names = [next(iter(page.resources.XObject.keys())) for page in file.pages]
        assert names == ["/P2", "/P0"]

    def test_file_that_nobody_can_take_apart_is_not_handed_out(self):
        torn = captured(b"%PDF-1.4 torn", pages=2)
        part = take_apart(torn, 1)

        with pytest.raises(NotTakenOutError):
            hand_out(part)


@pytest.mark.django_db
def test_file_of_one_paper_is_handed_out_byte_for_byte():
    data = pile_of("red", "green")

    handed = hand_out(captured(data, pages=2))

    assert handed.is_whole
    assert handed.content == data


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_shared_tiff_leaves_with_its_own_frames_unchanged(mode):
    frames = [Image.new(mode, (30, 20), fill) for fill in (0, 1, 0)]
    frames[1].putpixel((3, 4), 0)
    target = io.BytesIO()
    frames[0].save(target, "TIFF", save_all=True, append_images=frames[1:], dpi=(300, 300))
    pile = captured(target.getvalue(), pages=3)
    part = take_apart(pile, 2)

    with Image.open(io.BytesIO(hand_out(part).content)) as file:
        assert file.n_frames == 1
        assert file.tobytes() == frames[1].tobytes()
        assert file.info["dpi"] == (300, 300)


@pytest.mark.django_db
def test_paper_of_two_photographs_leaves_as_both_files():
    first, second = captured(b"\xff\xd8\xff first"), captured(b"\xff\xd8\xff second")
    second.pages.update(document=first, number=2)

    handed = hand_out(first)

    with zipfile.ZipFile(io.BytesIO(handed.content)) as archive:
        assert [archive.read(name) for name in archive.namelist()] == [
            b"\xff\xd8\xff first",
            b"\xff\xd8\xff second",
        ]
        assert archive.namelist() == ["1.jpg", "2.jpg"]

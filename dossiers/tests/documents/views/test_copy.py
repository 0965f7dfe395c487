"""Print-outs and copies: who gets one, whose name it carries, what the journal keeps."""

from io import BytesIO

import pikepdf
import pytest
from django.db import DatabaseError
from PIL import Image

from dossiers import journal
from dossiers.documents.watermark import Mark, marked_pdf
from dossiers.models import JournalEntry
from dossiers.vocabulary import ConfidentialityClass, JournalAction

MARK = Mark(who="سعاد بنعلي", when="25/11/2026 20:15", reference="2026/0012 · 17")


def knock(client, user, document, door):
    client.force_login(user)
    return client.get(f"/fr/dossiers/p/{document.uid}/{door}/")


def lines(action):
    return JournalEntry.objects.filter(action=action)


def white(width=400, height=600):
    buffer = BytesIO()
    Image.new("L", (width, height), 255).save(buffer, "WEBP")
    return buffer.getvalue()


@pytest.mark.parametrize("door", ["print", "copy"])
@pytest.mark.parametrize("user", ["superuser", "auditor", "scanning_desk", "health_officer"])
def test_who_may_not_read_the_paper_takes_no_copy(client, stored, door, user):
    response = knock(client, stored.users[user], stored.papers[ConfidentialityClass.CIVIL], door)

    assert response.status_code == 404
    assert not lines(JournalAction.PRINT).exists()
    assert not lines(JournalAction.DOWNLOAD).exists()


@pytest.mark.parametrize("door", ["print", "copy"])
def test_a_paper_in_the_tray_is_not_copied(client, stored, door):
    response = knock(client, stored.users["scanning_desk"], stored.tray_paper, door)

    assert response.status_code == 404


@pytest.mark.parametrize("user", ["registration_worker", "scanning_desk"])
def test_who_reads_a_paper_but_does_not_answer_for_it_gets_no_bare_original(client, stored, user):
    response = knock(
        client, stored.users[user], stored.papers[ConfidentialityClass.CIVIL], "original"
    )

    assert response.status_code == 404
    assert not lines(JournalAction.DOWNLOAD).exists()


def test_a_print_out_says_who_made_it_and_its_title_names_nobody(client, stored):
    user, paper = stored.users["registration_worker"], stored.papers[ConfidentialityClass.CIVIL]
    user.first_name, user.last_name = "Samira", "Tazi"
    user.save()

    response = knock(client, user, paper, "print")

    shown = response.content.decode()
    title = shown.split("<title>")[1].split("</title>")[0]
    assert "Samira Tazi" in shown
    assert title.strip() == f"2026/0012 · {paper.pk}"
    assert "رقية" not in shown
    line = lines(JournalAction.PRINT).get()
    assert (line.actor_id, line.thing, line.detail) == (user.pk, str(paper), {"pages": 1})


def test_a_copy_is_a_sealed_pdf_with_a_neutral_name_and_a_line_in_the_journal(client, stored):
    user, paper = stored.users["registration_worker"], stored.papers[ConfidentialityClass.CIVIL]

    response = knock(client, user, paper, "copy")

    assert response.content.startswith(b"%PDF-")
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"] == f'attachment; filename="2026-0012-{paper.pk}.pdf"'
    assert lines(JournalAction.DOWNLOAD).get().detail == {"pages": 1, "marked": True}


def test_a_copy_that_cannot_be_written_down_is_not_made(client, stored, monkeypatch):
    def fail(**line):
        raise DatabaseError

    user = stored.users["director"]
    client.force_login(user)
    monkeypatch.setattr(journal, "record", fail)
    client.raise_request_exception = False

    response = client.get(f"/fr/dossiers/p/{stored.papers[ConfidentialityClass.CIVIL].uid}/copy/")

    assert response.status_code == 500
    assert b"%PDF" not in response.content


def test_the_mark_is_in_the_pixels_of_every_page():
    content = marked_pdf([white(), white(600, 400)], mark=MARK)

    with pikepdf.open(BytesIO(content)) as pdf:
        pictures = [
            pikepdf.PdfImage(next(iter(page.get_images().values()))).as_pil_image().convert("L")
            for page in pdf.pages
        ]
        assert str(pdf.docinfo["/Title"]) == MARK.reference
    assert [picture.size for picture in pictures] == [(400, 600), (600, 400)]
    for picture in pictures:
        dark = sum(picture.histogram()[:230])
        assert 0.005 < dark / (picture.width * picture.height) < 0.2


def test_a_copy_without_pages_is_refused():
    with pytest.raises(ValueError, match="page"):
        marked_pdf([], mark=MARK)

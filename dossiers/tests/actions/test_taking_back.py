"""A paper filed wrongly comes back into the tray, and is filed anew without a new scan."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dossiers.access.roles import Role
from dossiers.actions.classes import change_class
from dossiers.actions.documents import file_document
from dossiers.actions.errors import RefusedError
from dossiers.actions.taking_back import refile, take_back
from dossiers.models import Document, DocumentKind, Dossier, JournalEntry, Original
from dossiers.vocabulary import Class, DocumentState, DossierState

pytestmark = pytest.mark.django_db


@pytest.fixture
def misfiled(world, desk) -> Document:
    """A medical paper that the desk has just put into the wrong dossier, and may not read."""
    return file_as(desk, world.tray_paper, world.family, people=[world.mother.person])


def file_as(by, paper: Document, dossier: Dossier, *, people=()) -> Document:
    kind = DocumentKind.objects.get(code="SA05")
    file_document(
        document=paper,
        dossier=dossier,
        kind=kind,
        people=people,
        by=by,
        act_number="418",
        issuer="Centre de santé",
    )
    return Document.objects.get(pk=paper.pk)


def lines() -> int:
    return JournalEntry.objects.filter(detail__verb="taken back").count()


class TestRefusals:
    """Who may not, too late, without a reason, with no tray."""

    @pytest.mark.parametrize("who", ["educator", "other_social_worker", "auditor"])
    def test_who_neither_filed_it_nor_changes_the_dossier(self, world, misfiled, who):
        with pytest.raises(PermissionDenied):
            take_back(document=misfiled, reason="x", by=world.users[who])

        assert lines() == 0

    def test_another_hand_of_the_same_desk(self, world, misfiled):
        worker = world.users["registration_worker"]

        assert not worker.has_perm("dossiers.take_back_document", misfiled)

    def test_whoever_filed_it_a_week_ago(self, misfiled, desk):
        long_ago = timezone.now() - timedelta(days=8)
        Document.objects.filter(pk=misfiled.pk).update(filed_at=long_ago)

        with pytest.raises(PermissionDenied):
            take_back(document=misfiled, reason="x", by=desk)

    def test_whoever_filed_it_once_somebody_closed_it_further(self, world, misfiled, desk):
        change_class(
            document=misfiled,
            paper_class=Class.PROTECTION,
            reason="بيان حساس",
            by=world.users["social_worker"],
        )

        with pytest.raises(PermissionDenied):
            take_back(document=misfiled, reason="x", by=desk)

    def test_a_closed_dossier_keeps_its_papers(self, world, misfiled, desk):
        Dossier.objects.filter(pk=world.family.pk).update(state=DossierState.CLOSED)

        for user in (desk, world.users["director"]):
            with pytest.raises(PermissionDenied):
                take_back(document=misfiled, reason="x", by=user)

    def test_nothing_is_taken_back_without_a_reason(self, misfiled, desk):
        with pytest.raises(RefusedError):
            take_back(document=misfiled, reason="  ", by=desk)

        misfiled.refresh_from_db()
        assert misfiled.is_on_shelf

    def test_it_needs_a_tray_at_which_the_user_works(self, world, misfiled):
        outsider = world.users["educator"]
        world.grant("educator", Role.RESPONSIBLE, world.family)

        assert outsider.has_perm("dossiers.take_back_document", misfiled)
        with pytest.raises(RefusedError):
            take_back(document=misfiled, reason="x", by=outsider)


def test_it_leaves_the_dossier_at_once_and_waits_in_the_tray_that_captured_it(
    world, misfiled, desk
):
    version = misfiled.version
    assert misfiled.unit == world.family.unit

    take_back(document=misfiled, reason=" ملف  أسرة أخرى ", by=desk)

    misfiled.refresh_from_db()
    assert (misfiled.state, misfiled.dossier) == (DocumentState.READ, None)
    assert misfiled.unit == world.units["civil_registration"]
    assert (misfiled.paper_class, misfiled.people.count()) == (Class.PROTECTION, 0)
    assert misfiled.version > version
    assert misfiled in Document.objects.in_tray_of(desk)
    line = JournalEntry.objects.get(detail__verb="taken back")
    assert (line.dossier_id, line.reason) == (world.family.pk, "ملف أسرة أخرى")


def test_what_was_written_down_and_the_captured_file_stay(misfiled, desk):
    before = list(Original.objects.values("sha256", "stored_name"))

    take_back(document=misfiled, reason="x", by=desk)

    misfiled.refresh_from_db()
    assert (misfiled.kind.code, misfiled.act_number) == ("SA05", "418")
    assert misfiled.issuer == "Centre de santé"
    assert list(Original.objects.values("sha256", "stored_name")) == before


def test_it_is_filed_anew_where_the_user_may_file(world, misfiled, desk):
    take_back(document=misfiled, reason="x", by=desk)

    with pytest.raises(PermissionDenied):
        file_as(desk, misfiled, world.hidden)
    filed = file_as(desk, misfiled, world.others)

    assert (filed.dossier, filed.state) == (world.others, DocumentState.FILED)
    assert filed.paper_class == Class.MEDICAL


def test_who_changes_the_dossier_takes_a_verified_paper_of_another_hand_back(world):
    paper, worker = world.papers["civil"], world.users["registration_worker"]
    Document.objects.filter(pk=paper.pk).update(state=DocumentState.VERIFIED, verified_by=worker)

    take_back(document=paper, reason="of another family", by=worker)

    paper.refresh_from_db()
    assert (paper.state, paper.verified_by) == (DocumentState.READ, None)
    assert paper in Document.objects.in_tray_of(worker)


class TestAnotherDossier:
    """Straight into the right dossier, for who files there."""

    @pytest.mark.parametrize(
        ("user", "into"),
        [
            pytest.param("registration_worker", "hidden", id="may not file there"),
            pytest.param("other_social_worker", "others", id="files there, changes nothing here"),
        ],
    )
    def test_it_takes_a_right_on_both_sides(self, world, user, into):
        with pytest.raises(PermissionDenied):
            refile(
                document=world.papers["civil"],
                into=getattr(world, into),
                reason="x",
                by=world.users[user],
            )

    @pytest.mark.parametrize(("where", "reason"), [("family", "x"), ("others", " ")])
    def test_it_wants_another_dossier_and_a_reason(self, world, misfiled, desk, where, reason):
        with pytest.raises(RefusedError):
            refile(document=misfiled, into=getattr(world, where), reason=reason, by=desk)

    def test_both_journals_tell_of_it_and_people_of_the_old_one_are_let_go(
        self, world, misfiled, desk
    ):
        refile(document=misfiled, into=world.others, reason="ملف أسرة أخرى", by=desk)

        misfiled.refresh_from_db()
        assert (misfiled.dossier, misfiled.unit) == (world.others, world.others.unit)
        assert (misfiled.paper_class, misfiled.people.count()) == (Class.MEDICAL, 0)
        told = JournalEntry.objects.filter(detail__verb="put into another dossier")
        assert {line.dossier_id for line in told} == {world.family.pk, world.others.pk}

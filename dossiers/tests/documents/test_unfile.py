"""A paper filed wrongly comes back into the tray, and is filed anew without a new scan."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dossiers.access.permissions import Permission
from dossiers.access.roles import Role
from dossiers.documents.classification import change_class
from dossiers.documents.file import file_document
from dossiers.documents.trash import trash_document
from dossiers.documents.unfile import refile, take_back
from dossiers.errors import RefusedError
from dossiers.models import Document, DocumentKind, Dossier, JournalEntry, Original
from dossiers.sharing.break_glass import break_glass
from dossiers.tests.factories import DossierFactory
from dossiers.vocabulary import ConfidentialityClass, DocumentState, DossierState

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
            paper_class=ConfidentialityClass.PROTECTION,
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
    assert (misfiled.paper_class, misfiled.people.count()) == (ConfidentialityClass.MEDICAL, 0)
    assert misfiled.version > version
    assert misfiled in Document.objects.in_tray_of(world.users["director"])
    line = JournalEntry.objects.get(detail__verb="taken back")
    assert (line.folder_id, line.reason) == (world.family.pk, "ملف أسرة أخرى")


def test_what_was_written_down_and_the_captured_file_stay(misfiled, desk):
    before = list(Original.objects.values("sha256", "stored_name"))

    take_back(document=misfiled, reason="x", by=desk)

    misfiled.refresh_from_db()
    assert (misfiled.kind.code, misfiled.act_number) == ("SA05", "418")
    assert misfiled.issuer == "Centre de santé"
    assert list(Original.objects.values("sha256", "stored_name")) == before


class TestInTheTray:
    """What was filed once asks for the right of its class there too."""

    @pytest.fixture
    def taken_back(self, misfiled, desk) -> Document:
        take_back(document=misfiled, reason="x", by=desk)
        return Document.objects.get(pk=misfiled.pk)

    def test_who_files_at_the_tray_and_may_not_read_its_class_does_not_see_it(
        self, world, taken_back, desk
    ):
        for user in (desk, world.users["registration_worker"]):
            assert taken_back not in Document.objects.visible_to(user)
            for name in ("VIEW", "DOWNLOAD", "FILE", "RETRY", "TRASH", "MARK_RESCAN"):
                assert not user.has_perm(getattr(Permission.Document, name), taken_back)

    def test_who_reads_its_class_files_it_anew_where_they_may_file(self, world, taken_back):
        director = world.users["director"]

        with pytest.raises(PermissionDenied):
            file_as(director, taken_back, world.hidden)
        filed = file_as(director, taken_back, world.others)

        assert (filed.dossier, filed.state) == (world.others, DocumentState.FILED)
        assert (filed.paper_class, filed.taken_from) == (ConfidentialityClass.MEDICAL, None)

    def test_whoever_filed_it_lately_moves_it_on_unseen_and_nobody_else_at_the_desk(
        self, world, taken_back, desk
    ):
        assert list(Document.objects.taken_back_lately_by(desk)) == [taken_back]
        with pytest.raises(PermissionDenied):
            refile(
                document=taken_back,
                into=world.others,
                reason="x",
                by=world.users["registration_worker"],
            )

        refile(document=taken_back, into=world.others, reason="x", by=desk)

        taken_back.refresh_from_db()
        assert (taken_back.dossier, taken_back.paper_class) == (
            world.others,
            ConfidentialityClass.MEDICAL,
        )
        assert taken_back not in Document.objects.visible_to(desk)
        told = JournalEntry.objects.filter(detail__verb="put into another dossier")
        assert {line.folder_id for line in told} == {world.family.pk, world.others.pk}

    def test_thrown_away_there_it_is_taken_out_by_who_may_read_it(self, world, taken_back):
        trash_document(document=taken_back, reason="x", by=world.users["director"])

        worker = world.users["registration_worker"]
        assert taken_back not in Document.objects.in_trash_of(worker)
        assert taken_back in Document.objects.in_trash_of(world.users["director"])


def test_the_original_of_a_paper_taken_back_asks_for_the_right_to_export(world):
    paper, worker = world.papers["civil"], world.users["registration_worker"]
    assert not worker.has_perm(Permission.Document.DOWNLOAD, paper)

    take_back(document=paper, reason="x", by=worker)

    paper.refresh_from_db()
    assert worker.has_perm(Permission.Document.VIEW, paper)
    assert not worker.has_perm(Permission.Document.DOWNLOAD, paper)
    assert world.users["director"].has_perm(Permission.Document.DOWNLOAD, paper)


def test_filed_anew_as_a_less_closed_kind_it_keeps_its_class(world):
    paper, worker = world.papers["civil"], world.users["registration_worker"]
    take_back(document=paper, reason="x", by=worker)

    file_document(
        document=paper,
        dossier=world.family,
        kind=DocumentKind.objects.get(code="CE01"),
        people=[],
        by=worker,
    )

    paper.refresh_from_db()
    assert (paper.kind.code, paper.paper_class) == ("CE01", ConfidentialityClass.CIVIL)
    line = JournalEntry.objects.filter(detail__verb="filed").last()
    assert (line.detail["before"], line.detail["after"]) == (
        ConfidentialityClass.CIVIL,
        ConfidentialityClass.CIVIL,
    )


def own_dossier(world) -> Dossier:
    """A dossier in which the registration worker is responsible, so may export."""
    dossier = DossierFactory(unit=world.units["social_work"])
    world.grant("registration_worker", Role.RESPONSIBLE, dossier)
    return dossier


@pytest.mark.parametrize("way", ["straight", "through the tray"])
def test_nobody_puts_a_paper_where_they_hold_more_of_it(world, way):
    paper, worker = world.papers["civil"], world.users["registration_worker"]
    into = own_dossier(world)

    with pytest.raises(RefusedError):
        if way == "straight":
            refile(document=paper, into=into, reason="x", by=worker)
        else:
            take_back(document=paper, reason="x", by=worker)
            file_document(document=paper, dossier=into, kind=paper.kind, people=[], by=worker)

    paper.refresh_from_db()
    assert paper.dossier != into


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ConfidentialityClass.MEDICAL, ConfidentialityClass.CIVIL),
        (ConfidentialityClass.PROTECTION, ConfidentialityClass.MEDICAL),
        (ConfidentialityClass.CIVIL, ConfidentialityClass.PROTECTION),
    ],
)
def test_an_hour_of_break_glass_changes_no_class(world, before, after):
    paper, worker = world.papers["medical"], world.users["registration_worker"]
    paper.paper_class = before
    paper.save()
    break_glass(dossier=world.family, reason="طفل في المستشفى الآن وأبوه غائب", by=worker)
    assert worker.has_perm(Permission.Document.CHANGE_CLASS, paper)

    with pytest.raises(RefusedError):
        change_class(document=paper, paper_class=after, reason="x", by=worker)

    paper.refresh_from_db()
    assert paper.paper_class == before


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
        assert (misfiled.paper_class, misfiled.people.count()) == (ConfidentialityClass.MEDICAL, 0)
        told = JournalEntry.objects.filter(detail__verb="put into another dossier")
        assert {line.folder_id for line in told} == {world.family.pk, world.others.pk}

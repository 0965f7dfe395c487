"""Lists, single answers and index tokens agree with the oracle on random trees."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

from dossiers.access import visibility
from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import Role
from dossiers.errors import RefusedError
from dossiers.indexing.source import DossierSource, scope_of
from dossiers.models import Document, Dossier, Membership, Page, Person
from dossiers.sharing.grants import end_grant, give_role
from dossiers.tests.access.oracle import Oracle
from dossiers.tests.factories import (
    DocumentFactory,
    DossierFactory,
    MembershipFactory,
    PageFactory,
    UnitFactory,
    UserFactory,
)
from dossiers.vocabulary import (
    GONE_DOSSIER_STATES,
    ConfidentialityClass,
    DocumentState,
    DossierState,
    GrantCause,
)

pytestmark = pytest.mark.django_db


class RandomTown:
    """A random tree with random boundaries, papers, people, groups and grants."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.centre = UnitFactory()
        self.units = [UnitFactory(parent=self.centre) for _ in range(3)]
        self.dossiers = [self._dossier() for _ in range(14)]
        self.documents = [self._document() for _ in range(45)]
        for dossier in self.dossiers:
            MembershipFactory(dossier=dossier)
        shared = MembershipFactory(dossier=self.dossiers[0]).person
        MembershipFactory(dossier=self.dossiers[1], person=shared)
        self.users = [UserFactory(is_active=number != 0) for number in range(6)]
        self.users.append(UserFactory(is_superuser=True))
        self.groups = [Group.objects.create(name=f"group {number}") for number in range(3)]
        for user in self.users:
            user.groups.set(self.random.sample(self.groups, self.random.randint(0, 2)))
        for _ in range(22):
            self.change_a_right()

    def _dossier(self) -> Dossier:
        boundary = self.random.choice([{}, {}, {}, {"cut_off": True}, {"hidden": True}])
        state = self.random.choice([*[DossierState.OPEN] * 5, DossierState.DESTROYED])
        tops = list(getattr(self, "_tops", []))
        if tops and self.random.random() < 0.4:
            parent = self.random.choice(tops)
            return DossierFactory(unit=parent.unit, parent=parent, state=state, **boundary)
        dossier = DossierFactory(unit=self.random.choice(self.units), state=state, **boundary)
        self._tops = [*tops, dossier]
        return dossier

    def _document(self) -> Document:
        if self.random.random() < 0.2:
            return DocumentFactory(
                read=True,
                unit=self.random.choice(self.units),
                taken_from=self.random.choice([None, *self.dossiers]),
                paper_class=self.random.choice(ConfidentialityClass.values),
            )
        states = [DocumentState.FILED] * 4 + [DocumentState.VERIFIED, DocumentState.TRASHED]
        document = DocumentFactory(
            filed=True,
            dossier=self.random.choice(self.dossiers),
            paper_class=self.random.choice(ConfidentialityClass.values),
        )
        document.state = self.random.choice(states)
        document.save()
        PageFactory(document=document)
        return document

    def change_a_right(self) -> None:
        """Give a random role to somebody somewhere, for some time; or end such a grant."""
        give_role(
            folder=self.random.choice([self.centre, *self.units, *self.dossiers]),
            to=self.random.choice([*self.users, *self.groups]),
            role=self.random.choice(Role.values),
            cause=self.random.choice(GrantCause.values),
            by=None,
            valid_until=self.random.choice(
                [None, None, timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=1)]
            ),
        )

    def end_a_grant(self) -> None:
        """End one random grant, if the rule of the last sharer lets it."""
        place = self.random.choice([self.centre, *self.units, *self.dossiers])
        grants = list(place.grants.filter(ended_at=None))
        if grants:
            try:
                end_grant(grant=self.random.choice(grants), by=None)
            except RefusedError:
                pass


def everything() -> dict[type, list[Any]]:
    """All rows that are asked about, with what the walk needs."""
    place = "dossier__parent__unit__parent", "dossier__unit__parent"
    return {
        Document: list(Document.objects.select_related("unit__parent", *place)),
        Dossier: list(Dossier.objects.select_related("parent__unit__parent", "unit__parent")),
        Page: list(Page.objects.select_related("document__unit__parent", "document__dossier")),
        Membership: list(Membership.objects.select_related(*place)),
        Person: list(Person.objects.prefetch_related("memberships__dossier__unit__parent")),
    }


def assert_lists_agree(town: RandomTown) -> None:
    """Compare every set with the walk, for every user."""
    oracle, rows = Oracle(), everything()
    for user in [*town.users, AnonymousUser()]:
        assert set(Document.objects.visible_to(user)) == {
            document for document in rows[Document] if oracle.may_read(user, document)
        }
        for right in (Right.FIND, Right.VIEW, Right.FILE):
            assert set(Dossier.objects.visible_to(user, right)) == {
                dossier for dossier in rows[Dossier] if oracle.may_open(user, dossier, right)
            }
            column = Dossier.objects.annotate(held=visibility.holds_right(user, right))
            assert {row for row in column if row.held and row.state not in GONE_DOSSIER_STATES} == {
                dossier for dossier in rows[Dossier] if oracle.may_open(user, dossier, right)
            }
        assert set(Person.objects.visible_to(user)) == {
            person for person in rows[Person] if oracle.may_know(user, person)
        }
        assert set(Page.objects.visible_to(user)) == {
            page for page in rows[Page] if oracle.may_read(user, page.document)
        }


def assert_single_answers_agree(town: RandomTown) -> None:
    """Compare `has_perm` with the walk."""
    oracle, rows = Oracle(), everything()
    for user in town.users:
        with visibility.request_cache():
            for document in rows[Document]:
                expected = oracle.may_read(user, document)
                assert user.has_perm(Permission.Document.VIEW, document) is expected
            for dossier in rows[Dossier]:
                expected = oracle.may_open(user, dossier)
                assert user.has_perm(Permission.Dossier.VIEW, dossier) is expected


def assert_cards_agree(town: RandomTown) -> None:
    """Compare what the tokens of the card index admit with the walk."""
    oracle, rows, source = Oracle(), everything(), DossierSource()
    cards = list(source.entries(source.keys()))
    for user in town.users:
        found = {card.key for card in cards if scope_of(user).admits(card.reach)}
        papers = {
            f"document:{document.pk}"
            for document in rows[Document]
            if document.dossier_id and oracle.may_read(user, document)
        }
        members = {
            f"member:{membership.pk}"
            for membership in rows[Membership]
            if oracle.may_open(user, membership.dossier, Right.FIND)
        }
        assert found == papers | members


@pytest.mark.parametrize("seed", range(6))
def test_lists_single_answers_and_cards_agree_with_the_walk(seed: int) -> None:
    town = RandomTown(seed)

    assert_lists_agree(town)
    assert_single_answers_agree(town)
    assert_cards_agree(town)


@pytest.mark.parametrize("seed", range(3))
def test_the_answers_still_agree_when_many_dossiers_are_reached(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visibility, "LITERAL_LIMIT", 1)

    assert_lists_agree(RandomTown(100 + seed))


def test_page_of_a_wide_reader_asks_for_the_class_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visibility, "LITERAL_LIMIT", 1)
    unit, user = UnitFactory(), UserFactory()
    for _ in range(2):
        DossierFactory(unit=unit)
    give_role(folder=unit, to=user, role=Role.SUPERVISOR, cause=GrantCause.UNIT_DEFAULT, by=None)

    asked = str(Document.objects.visible_to(user).query)

    assert asked.count('FROM "dossiers_folderclosure"') == 1


def test_tray_and_dossier_never_lend_each_other_their_right() -> None:
    user, unit, read, closed = UserFactory(), UnitFactory(), DossierFactory(), DossierFactory()
    give_role(folder=unit, to=user, role=Role.SCANNING_DESK, cause=GrantCause.UNIT_DEFAULT, by=None)
    give_role(folder=read, to=user, role=Role.READER_ALL, cause=GrantCause.SHARING, by=None)
    waiting = DocumentFactory(read=True, unit=unit, taken_from=closed)
    filed = DocumentFactory(filed=True, dossier=closed)
    # As no action leaves it: what lies in one dossier still names another.
    Document.objects.filter(pk=filed.pk).update(taken_from=read)

    assert not Document.objects.visible_to(user).exists()

    Document.objects.filter(pk=waiting.pk).update(taken_from=read)
    assert list(Document.objects.visible_to(user)) == [waiting]


@pytest.mark.parametrize("seed", range(3))
def test_the_answers_still_agree_after_grants_have_ended(seed: int) -> None:
    town = RandomTown(200 + seed)
    for _ in range(12):
        town.end_a_grant()

    assert_lists_agree(town)


def test_a_superuser_without_a_grant_reads_nothing() -> None:
    user = UserFactory(is_superuser=True)
    document = DocumentFactory(filed=True)

    assert not Document.objects.visible_to(user).exists()
    assert not user.has_perm(Permission.Document.VIEW, document)


def test_a_grant_acts_on_the_next_request_and_so_does_its_end() -> None:
    user, dossier = UserFactory(), DossierFactory()
    grant = give_role(folder=dossier, to=user, role=Role.READER, cause=GrantCause.SHARING, by=None)
    assert dossier in Dossier.objects.visible_to(user)

    end_grant(grant=grant, by=None)

    assert dossier not in Dossier.objects.visible_to(user)


def test_a_right_with_two_causes_outlives_the_loss_of_one() -> None:
    user, dossier = UserFactory(), DossierFactory()
    first = give_role(folder=dossier, to=user, role=Role.READER, cause=GrantCause.SHARING, by=None)
    give_role(folder=dossier, to=user, role=Role.EDUCATOR, cause=GrantCause.INVOLVEMENT, by=None)

    end_grant(grant=first, by=None)

    assert dossier in Dossier.objects.visible_to(user)


def test_the_last_sharer_cannot_be_removed() -> None:
    user, dossier = UserFactory(), DossierFactory()
    grant = give_role(
        folder=dossier, to=user, role=Role.RESPONSIBLE, cause=GrantCause.SHARING, by=None
    )

    with pytest.raises(RefusedError):
        end_grant(grant=grant, by=None)

    assert user.has_perm(Permission.Dossier.SHARE, dossier)


def test_holdings_are_looked_up_once_in_a_request(django_assert_num_queries: object) -> None:
    user = UserFactory()

    with django_assert_num_queries(1), visibility.request_cache():  # type: ignore[operator]
        visibility.held_rights(user)
        visibility.held_rights(user)

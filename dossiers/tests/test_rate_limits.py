"""Limits hold when many ask at once, on a database that is really shared."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import F
from django.utils import timezone

from dossiers import expiry, rate_limits
from dossiers.errors import RefusedError
from dossiers.journal.verbs import Verb
from dossiers.models import JournalEntry, RateLimit, Referral, Session
from dossiers.people.askings import MOST_A_DAY, count_asking
from dossiers.rate_limits import Limit
from dossiers.referrals.actions import Report, receive_report
from dossiers.tests.factories import UnitFactory, UserFactory

AT_ONCE = 8
HOUR = timedelta(hours=1)


def at_once(work, number: int = AT_ONCE) -> list:
    """Do the same from several threads, each with its connection; return what came back."""

    def do(place: int) -> object:
        try:
            return work(place)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(do, range(number)))


@pytest.mark.django_db(transaction=True)
def test_a_limit_is_never_passed_by_asking_at_once() -> None:
    taken = at_once(lambda _place: rate_limits.take("a", Limit(35, HOUR), amount=10))

    assert sorted(taken) == [False] * (AT_ONCE - 3) + [True] * 3
    assert rate_limits.spent("a") == 30


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("restarts", [False, True])
def test_a_limit_whose_time_is_over_begins_anew_once_for_all(restarts: bool) -> None:
    limit = Limit(3, HOUR, restarts=restarts)
    assert [rate_limits.take("a", limit) for _ in range(4)] == [True, True, True, False]
    let_time_pass(HOUR)

    taken = at_once(lambda _place: rate_limits.take("a", limit))

    assert taken.count(True) == 3


@pytest.mark.django_db(transaction=True)
def test_each_that_is_counted_at_once_gets_a_number_of_its_own() -> None:
    numbers = at_once(lambda _place: rate_limits.count("a", span=HOUR))

    assert sorted(numbers) == [*range(1, AT_ONCE + 1)]


@pytest.mark.django_db(transaction=True)
def test_names_asked_for_at_once_do_not_pass_the_limit() -> None:
    user = UserFactory()
    for _ in range(MOST_A_DAY - 3):
        count_asking(["رقية أوبلا"], by=user)

    def ask(_place: int) -> bool:
        try:
            count_asking(["رقية أوبلا"], by=user)
        except RefusedError:
            return False
        return True

    assert at_once(ask).count(True) == 3
    assert JournalEntry.objects.filter(detail__verb=Verb.ASKED_TOO_OFTEN).count() == AT_ONCE - 3


@pytest.mark.django_db(transaction=True)
def test_same_form_sent_at_once_is_one_report() -> None:
    unit = UnitFactory(code="social_work")
    report = Report("طفل وحده", "", "", "", "", "ar")

    def send(_place: int) -> str:
        kept = receive_report(report, unit=unit, form="f", address="::1", is_trapped=False)
        return kept.tracking_number

    assert set(at_once(send)) == {Referral.objects.get().tracking_number}


@pytest.mark.django_db(transaction=True)
def test_reports_sent_at_once_do_not_pass_the_limit(settings: object) -> None:
    settings.AMAN_REPORTS_PER_HOUR = 3
    unit = UnitFactory(code="social_work")

    def send(place: int) -> bool:
        report = Report(f"طفل {place}", "", "", "", "", "ar")
        kept = receive_report(report, unit=unit, form=f"f{place}", address="::1", is_trapped=False)
        return kept.is_doubtful

    assert sorted(at_once(send)) == [False] * 3 + [True] * (AT_ONCE - 3)


@pytest.mark.django_db
def test_what_is_given_back_can_be_used_again() -> None:
    limit = Limit(10, HOUR)
    assert not rate_limits.take("a", limit, amount=11)
    assert rate_limits.take("a", limit, amount=10)

    rate_limits.give_back("a", amount=10)

    assert rate_limits.take("a", limit, amount=10)


@pytest.mark.django_db
@pytest.mark.parametrize(("restarts", "is_free"), [(False, True), (True, False)])
def test_only_a_limit_that_restarts_is_prolonged_by_what_is_taken(
    restarts: bool, is_free: bool
) -> None:
    limit = Limit(2, HOUR, restarts=restarts)
    rate_limits.take("a", limit)
    let_time_pass(HOUR / 2)
    rate_limits.take("a", limit)
    let_time_pass(HOUR / 2)

    assert rate_limits.take("a", limit, amount=2) is is_free


@pytest.mark.django_db
def test_what_was_refused_prolongs_nothing() -> None:
    limit = Limit(1, HOUR, restarts=True)
    rate_limits.take("a", limit)
    let_time_pass(HOUR / 2)
    assert not rate_limits.take("a", limit)
    let_time_pass(HOUR / 2)

    assert rate_limits.take("a", limit)


@pytest.mark.django_db
def test_keys_are_kept_as_hashes() -> None:
    rate_limits.take("a name", Limit(1, HOUR))

    (row,) = RateLimit.objects.all()
    assert (len(row.key), "name" in row.key) == (64, False)
    assert rate_limits.spent_of(["a name", "another"]) == {"a name": 1, "another": 0}
    assert rate_limits.clear("a name", "another") == 1
    assert rate_limits.spent("a name") == 0


@pytest.mark.django_db
def test_the_chore_of_the_worker_throws_away_what_is_over(settings: object) -> None:
    rate_limits.take("old", Limit(1, HOUR))
    let_time_pass(HOUR)
    rate_limits.take("new", Limit(1, HOUR))
    now = timezone.now()
    for name, end in (("over", now - HOUR), ("open", now + HOUR)):
        Session.objects.create(session_key=name, uid=name, seen_at=now, expire_date=end)

    assert "dossiers.expiry.clear_expired" in settings.AMAN_WORKER_CHORES
    expiry.clear_expired()

    assert RateLimit.objects.count() == 1
    assert rate_limits.spent("new") == 1
    assert [row.pk for row in Session.objects.all()] == ["open"]


@pytest.mark.parametrize(
    ("address", "connection"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("unix:", "unix:"),
    ],
)
def test_an_ipv6_network_is_one_connection(address: str, connection: str) -> None:
    assert rate_limits.connection_of(address) == connection


def let_time_pass(span: timedelta) -> None:
    """Move every limit into the past."""
    RateLimit.objects.update(until=F("until") - span)

"""Limits hold when many ask at once, on a database that is really shared."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from dossiers import allowances
from dossiers.actions.referrals import Report, receive_report
from dossiers.models import Allowance, Referral
from dossiers.tests.factories import UnitFactory

AT_ONCE = 8


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
    until = timezone.now() + timedelta(hours=1)

    taken = at_once(lambda _place: allowances.take("a", amount=10, most=35, until=until))

    assert sorted(taken) == [False] * (AT_ONCE - 3) + [True] * 3
    assert Allowance.objects.get(key="a").used == 30


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
    until = timezone.now() + timedelta(hours=1)
    assert not allowances.take("a", amount=11, most=10, until=until)
    assert allowances.take("a", amount=10, most=10, until=until)

    allowances.give_back("a", amount=10)

    assert allowances.take("a", amount=10, most=10, until=until)


@pytest.mark.django_db
def test_expired_limits_are_cleared() -> None:
    allowances.count("old", until=timezone.now() - timedelta(hours=1))
    allowances.count("new", until=timezone.now() + timedelta(hours=1))

    allowances.clear_expired()

    assert [row.key for row in Allowance.objects.all()] == ["new"]

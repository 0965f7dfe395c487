"""What is sealed is opened by this site, for the same purpose, in time, and by nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dossiers.storage.sealing import seal_values, unseal_values


@pytest.mark.parametrize("sealed", ["", "x", "رقية", "gAAAAA"])
def test_what_is_not_ours_is_nothing(sealed):
    assert unseal_values(sealed, purpose="test") is None


def test_another_purpose_and_another_secret_open_nothing(settings):
    sealed = seal_values(["رقية"], purpose="test")

    assert unseal_values(sealed, purpose="other") is None
    settings.SECRET_KEY = "another"
    assert unseal_values(sealed, purpose="test") is None


def test_values_come_back_also_after_a_change_of_secret(settings):
    sealed = seal_values(["رقية", 1], purpose="test")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    settings.SECRET_KEY_FALLBACKS = [old]

    assert unseal_values(sealed, purpose="test") == ["رقية", 1]
    assert "رقية" not in sealed


def test_what_is_too_old_is_nothing(monkeypatch):
    sealed = seal_values(["x"], purpose="test")
    later = (timezone.now() + timedelta(minutes=5)).timestamp()
    monkeypatch.setattr("time.time", lambda: later)

    assert unseal_values(sealed, purpose="test", max_age_s=60) is None
    assert unseal_values(sealed, purpose="test", max_age_s=600) == ["x"]

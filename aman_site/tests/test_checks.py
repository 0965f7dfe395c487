"""The house rules stop the start when somebody breaks them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import AppConfig
from django.core.checks import CheckMessage

from aman_site import checks

Check = Callable[..., list[CheckMessage]]


@pytest.mark.parametrize(
    ("change", "check", "rule"),
    [
        pytest.param(
            {"AMAN_VAR_DIR": "/srv/aman/media/private", "MEDIA_ROOT": "/srv/aman/media"},
            checks.check_private_folder,
            "aman.E001",
            id="private folder inside the public one",
        ),
        pytest.param(
            {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"script-src": ["'unsafe-inline'"]}}},
            checks.check_content_security_policy,
            "aman.E004",
            id="unsafe scripts",
        ),
        pytest.param(
            {"WAGTAIL_ENABLE_UPDATE_CHECK": True},
            checks.check_no_calls_outside,
            "aman.E005",
            id="update check",
        ),
        pytest.param(
            {"AMAN_EMBEDDED_DEMO": True},
            checks.check_no_demo_in_production,
            "aman.W006",
            id="demo on a server",
        ),
    ],
)
def test_broken_rule_is_told(change: dict[str, Any], check: Check, rule: str, settings) -> None:
    for name, value in change.items():
        setattr(settings, name, value)

    assert rule in [message.id for message in check(app_configs=None)]


def test_generic_admin_of_django_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    admin = AppConfig.create("django.contrib.admin")
    monkeypatch.setattr(checks.apps, "get_app_configs", lambda: [admin])

    assert [message.id for message in checks.check_no_side_door(app_configs=None)] == ["aman.E002"]


@pytest.mark.parametrize(
    "check",
    [
        checks.check_private_folder,
        checks.check_no_side_door,
        checks.check_archive_is_hidden_from_wagtail,
        checks.check_content_security_policy,
        checks.check_no_calls_outside,
    ],
)
def test_house_as_it_is_keeps_the_rule(check: Check) -> None:
    assert check(app_configs=None) == []

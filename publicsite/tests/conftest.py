"""A small public site in three languages, planted from the centre's own texts."""

import pytest
from django.conf import settings
from wagtail.models import Collection, Site

from publicsite.content.texts import page_plans
from publicsite.management.commands.load_public_content import (
    content_key,
    plant_language,
    root_site,
)
from publicsite.models import HomePage
from tests.standing_rows import StandingRows

PILLARS = ["social-work", "health", "education", "social-skills", "civil-registration"]
PLANTED = ["home", "services", *PILLARS, "registration", "news", "amo-tadamon", "help"]


def plant_public_site() -> Site:
    """Plant the start page, the five pillars, a service, a piece of news and the help page."""
    # Tests with real transactions leave an empty database, without Wagtail's first rows.
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    plans = [plan for plan in page_plans() if plan.key in PLANTED]
    for code, _name in settings.LANGUAGES:
        plant_language(code, plans=plans)
    return root_site(home_key=content_key(plans[0]))


STANDING_SITE = StandingRows(plant_public_site)


@pytest.fixture
def public_site(db: None) -> Site:
    """The small public site."""
    return STANDING_SITE.take()


@pytest.fixture
def home(public_site: Site) -> HomePage:
    """The Arabic start page."""
    return HomePage.objects.get(locale__language_code="ar")

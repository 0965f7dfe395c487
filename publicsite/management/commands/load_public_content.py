"""Plant the public pages in Arabic, French and English; never overwrite what is there."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from modelsearch import index
from wagtail.models import Locale, Page, Site

from publicsite.content.emergency import plant_emergency_numbers
from publicsite.content.texts import PagePlan, field_values, page_plans, texts_in
from publicsite.page_cache import forget_pages
from publicsite.search_text import plain_words


class Command(BaseCommand):
    """Idempotent: a page that exists, moved or rewritten as it may be, is left alone."""

    help = __doc__

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Plant language by language, so that the source comes before its translations."""
        plans = page_plans()
        planted = [
            page for code, _name in settings.LANGUAGES for page in plant_language(code, plans=plans)
        ]
        site = root_site(home_key=content_key(plans[0]))
        plant_emergency_numbers(site)
        for page in planted:
            # At once: the search of the site does not wait for a worker.
            index.insert_or_update_object(page)
        renew_index()
        # Each start runs this command: nothing kept by an older version is shown.
        forget_pages()
        if options["verbosity"]:
            self.stdout.write(f"{len(planted)} public pages planted")


def renew_index() -> None:
    """Write the index of the admin's search anew where an older version wrote it."""
    for page in Page.objects.filter(locale__language_code="ar", depth__gt=1):
        plain = plain_words(page.title)
        # Only a title that is written in no word as it is folded tells the two versions apart.
        if plain and not set(plain) & set(page.title.split()):
            if not Page.objects.filter(pk=page.pk).autocomplete(" ".join(plain)):
                call_command("update_index", verbosity=0)
            return


def content_key(plan: PagePlan) -> UUID:
    """Return what the pages of one plan have in common in all languages."""
    return uuid5(NAMESPACE_URL, f"aman-content:{plan.key}")


def plant_language(code: str, *, plans: list[PagePlan]) -> list[Page]:
    """Create the missing pages of one language and return them."""
    locale, _created = Locale.objects.get_or_create(language_code=code)
    texts = texts_in(code)
    present = {page.translation_key: page for page in Page.objects.filter(locale=locale)}
    planted = []
    now = timezone.now()
    for plan in plans:
        key = content_key(plan)
        if key in present:
            continue
        parent_key = next((content_key(one) for one in plans if one.key == plan.parent), None)
        parent = present[parent_key] if parent_key else tree_root()
        values = field_values(plan=plan, texts=texts)
        page = apps.get_model("publicsite", plan.type)(
            locale=locale,
            translation_key=key,
            first_published_at=now,
            last_published_at=now,
            **values,
        )
        present[key] = parent.add_child(instance=page)
        planted.append(page)
    return planted


def tree_root() -> Page:
    """Return Wagtail's invisible root; a database that was emptied by a test lacks it."""
    root = Page.get_first_root_node()
    return root or Page.add_root(title="Root", slug="root")


def root_site(*, home_key: UUID) -> Site:
    """Let the site begin at our start page and take away Wagtail's welcome page."""
    home = Page.objects.get(translation_key=home_key, locale__language_code=settings.LANGUAGE_CODE)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    if welcome is None or welcome.specific_class is Page:
        site.root_page = home
        site.hostname = site.hostname or "localhost"
        site.site_name = "Aman"
        site.save()
        if welcome is not None:
            welcome.delete()
    return site

"""What follows a publication: kept pages go, the search knows, pictures are ready.

And what follows a sign-in: editors find Wagtail in their own language.
"""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from modelsearch import index
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail.users.models import UserProfile

from dossiers.public_door import guides_changed
from publicsite.models import EmergencyNumber, PublicImage, SiteSettings
from publicsite.page_cache import forget_pages
from publicsite.pictures import make_renditions

CHANGING_PAGES = (SiteSettings, EmergencyNumber, PublicImage)
CHANGING_WHO_READS = (PageViewRestriction, CollectionViewRestriction)


def connect() -> None:
    """Connect the receivers; called once, when the app is ready."""
    page_published.connect(_published)
    page_unpublished.connect(_changed)
    post_page_move.connect(_changed)
    post_delete.connect(_page_deleted)
    guides_changed.connect(_changed)
    user_logged_in.connect(_speak_their_language)
    for model in (*CHANGING_PAGES, *CHANGING_WHO_READS):
        post_save.connect(_changed, sender=model)
        post_delete.connect(_changed, sender=model)


def _published(instance: Page, **_kwargs: Any) -> None:
    make_renditions(instance)
    # At once: the search does not wait for a worker to find what can be read.
    index.insert_or_update_object(instance)
    forget_pages()


def _changed(**_kwargs: Any) -> None:
    forget_pages()


def _page_deleted(sender: type, **_kwargs: Any) -> None:
    if issubclass(sender, Page):
        forget_pages()


def _speak_their_language(user: Any, **_kwargs: Any) -> None:
    """Let the admin speak as the desks do; what somebody chose in the admin itself stays."""
    if user.has_perm("wagtailadmin.access_admin"):
        profile = UserProfile.get_for_user(user)
        if not profile.preferred_language:
            profile.preferred_language = user.language
            profile.save(update_fields=["preferred_language"])

"""News as RSS, one feed a language."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publicsite.models import NewsPage

NEWS_IN_FEED = 20


class NewsFeed(Feed):
    """The newest pieces of news in the active language."""

    title = _("News of the Aman Centre")
    description = _("News of the centre and useful information for families.")

    def link(self) -> str:
        """Lead to the start page of the language."""
        return f"/{get_language()}/"

    def items(self) -> QuerySet[NewsPage]:
        """Return published news only."""
        news = NewsPage.objects.live().public().filter(locale__language_code=get_language())
        return news.order_by("-published_on", "-pk")[:NEWS_IN_FEED]

    def item_title(self, item: NewsPage) -> str:
        """Return its title."""
        return item.title

    def item_description(self, item: NewsPage) -> str:
        """Return its summary."""
        return item.summary

    def item_link(self, item: NewsPage) -> str:
        """Return its address; the feed puts the host before it under which it was asked."""
        return item.url

    def item_pubdate(self, item: NewsPage) -> datetime:
        """Return its day as a moment."""
        return timezone.make_aware(datetime.combine(item.published_on, time()))

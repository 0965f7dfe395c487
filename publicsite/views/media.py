"""Pictures of public pages, while they may be shown. Nothing else of the uploads has an address."""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from publicsite.models import PublicImage, PublicRendition
from publicsite.pictures import RENDITION_FILTERS

# As long as a browser may show a picture after its consent was withdrawn.
KEEP_S = 60 * 60


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a picture in a size that a page shows. Other sizes, and any after its consent ended
    or its collection became private, go to editors only.

    Originals, documents and whatever else is uploaded answer 404: documents go through
    Wagtail's own view, originals are for nobody.
    """
    rendition = (
        PublicRendition.objects.filter(file=path).select_related("image__collection").first()
    )
    if rendition is None:
        raise Http404
    is_shown = rendition.filter_spec in RENDITION_FILTERS and (
        rendition.image.may_be_published() and not _is_private(rendition.image)
    )
    if not is_shown and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = f"private, max-age={KEEP_S}" if is_shown else "private, no-store"
    return response


def _is_private(image: PublicImage) -> bool:
    """Tell whether the picture lies in a private collection, or below one."""
    return image.collection.get_view_restrictions().exists()

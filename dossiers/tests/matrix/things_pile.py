"""A page that lies in no paper, captured at the registration desk."""

from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import OriginalFactory, PageFactory
from dossiers.tests.world import World

from .table import Arguments

# The smallest true image (one white WebP pixel): the doors send it as it is.
PIXEL = bytes.fromhex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")


def make_things(world: World) -> Arguments:
    """Return how a page set aside is addressed."""
    page = PageFactory(
        document=None,
        number=0,
        original=OriginalFactory(unit=world.units["civil_registration"]),
        image_name=private_storage.put(PIXEL),
        thumbnail_name=private_storage.put(PIXEL),
    )
    waiting = world.tray_paper.pages.get()
    return {
        "page set aside": {"own tray": [page.uid]},
        "page in tray": {"tray": [world.tray_paper.uid, waiting.uid]},
    }

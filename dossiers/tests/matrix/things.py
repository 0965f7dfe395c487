"""The things the matrix asks about, each in the states the table names."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from dossiers.access.roles import Role
from dossiers.models import Document, Dossier, Grant, Original
from dossiers.sharing.grants import give_role
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import (
    DocumentFactory,
    DocumentKindFactory,
    DossierFactory,
    PageFactory,
    ReferralFactory,
)
from dossiers.tests.matrix.rows import things_of_areas
from dossiers.tests.matrix.things_ways import begin_upload
from dossiers.tests.world import World, make_world
from dossiers.vocabulary import ConfidentialityClass, DocumentState, DossierState, GrantCause
from tests.standing_rows import StandingRows

# The smallest true image (one white WebP pixel): the doors send it as it is.
PIXEL = bytes.fromhex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")


@dataclass(frozen=True)
class Town:
    """The world and, by thing and state, the arguments that address it."""

    world: World
    arguments: dict[str, dict[str, list[str | int]]]


def make_town() -> Town:
    """Return the world with every state that the tables speak of."""
    town = STANDING_TOWN.take()
    town.arguments["arrival"] = {"of the desk": [begin_upload(town.world)]}
    return town


def build_town() -> Town:
    """Write the world and every state that the tables speak of."""
    world = make_world()
    dossiers = _dossiers(world)
    documents = _documents(world, dossiers)
    referral = ReferralFactory(unit=world.units["social_work"])
    pages: dict[str, list[str | int]] = {
        state: [document.uid, 1] for state, document in documents.items()
    }
    return Town(
        world,
        {
            "": {"": []},
            "dossier": {state: [dossier.uid] for state, dossier in dossiers.items()},
            "reference": {state: [dossier.reference] for state, dossier in dossiers.items()},
            "document": {state: [document.uid] for state, document in documents.items()},
            "page": pages,
            "referral": {"new": [referral.uid]},
            **_access_things(world),
            **things_of_areas(world),
        },
    )


STANDING_TOWN = StandingRows(build_town)


def _access_things(world: World) -> dict[str, dict[str, list[str | int]]]:
    """Units, grants and people, as the pages about access address them."""
    centre, social_work = world.units["aman"], world.units["social_work"]
    own = Grant.objects.get(folder_id=world.family.pk, user=world.users["educator"])
    on_unit = Grant.objects.get(folder_id=centre.pk, user=world.users["registration_worker"])
    glass = give_role(
        folder=world.others,
        to=world.users["educator"],
        role=Role.BREAK_GLASS,
        cause=GrantCause.BREAK_GLASS,
        by=None,
        valid_until=timezone.now() - timedelta(hours=1),
    )
    return {
        "unit": {"social_work": [social_work.uid], "centre": [centre.uid]},
        "grant on dossier": {"own": [world.family.uid, own.uid]},
        "grant on unit": {"centre": [centre.uid, on_unit.uid]},
        "glass": {"others": [glass.uid]},
        "staff": {"educator": [world.users["educator"].pk]},
    }


def _dossiers(world: World) -> dict[str, Dossier]:
    social_work = world.units["social_work"]
    closed = DossierFactory(unit=social_work, state=DossierState.CLOSED)
    destroyed = DossierFactory(unit=social_work, state=DossierState.DESTROYED)
    for dossier in (closed, destroyed):
        world.grant("social_worker", Role.RESPONSIBLE, dossier)
    return {
        "own": world.family,
        "others": world.others,
        "hidden": world.hidden,
        "closed": closed,
        "destroyed": destroyed,
    }


def _documents(world: World, dossiers: dict[str, Dossier]) -> dict[str, Document]:
    documents = {f"own {name}": paper for name, paper in world.papers.items()}
    kind = DocumentKindFactory(code="CE01", paper_class=ConfidentialityClass.GENERAL)
    for state in ("others", "hidden", "closed", "destroyed"):
        documents[state] = DocumentFactory(
            filed=True, dossier=dossiers[state], paper_class=ConfidentialityClass.GENERAL, kind=kind
        )
    documents["own trashed"] = DocumentFactory(
        filed=True, dossier=world.family, paper_class=ConfidentialityClass.GENERAL, kind=kind
    )
    documents["own trashed"].state = DocumentState.TRASHED
    documents["own trashed"].save()
    documents["tray"] = world.tray_paper
    for document in documents.values():
        give_stored_bytes(document)
    return documents


def give_stored_bytes(document: Document) -> None:
    """Put something in the private store for the original and the first page."""
    page = document.pages.first() or PageFactory(document=document)
    page.image_name = page.thumbnail_name = private_storage.put(PIXEL)
    page.save()
    files = Original.objects.filter(pages__document=document)
    files.update(stored_name=private_storage.put(PIXEL))

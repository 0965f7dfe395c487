"""What the ways into the tray add to the town."""

from django.utils import timezone

from dossiers.intake.capture import resumable
from dossiers.tests.factories import DocumentFactory
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState


def begin_upload(world: World) -> str:
    """Let the scanning desk begin to send a file; return the uid of the upload.

    It lies on the disk alone: every test begins it anew.
    """
    unit, desk = world.units["civil_registration"], world.users["scanning_desk"]
    return resumable.begin(name="scan.pdf", length=10, unit=unit, by=desk).uid


def make_things(world: World) -> dict[str, dict[str, list[str | int]]]:
    """Let the scanning desk throw papers away."""
    unit, desk = world.units["civil_registration"], world.users["scanning_desk"]
    thrown = DocumentFactory(
        unit=unit,
        state=DocumentState.TRASHED,
        trashed_from=DocumentState.READ,
        trashed_by=desk,
        trashed_at=timezone.now(),
    )
    filed = world.papers["civil"]
    misfiled = DocumentFactory(
        unit=filed.unit,
        dossier=filed.dossier,
        kind=filed.kind,
        paper_class=filed.paper_class,
        state=DocumentState.TRASHED,
        trashed_from=DocumentState.FILED,
        trashed_by=desk,
        trashed_at=timezone.now(),
    )
    return {
        "thrown away": {"at the tray": [thrown.uid], "off the shelf": [misfiled.uid]},
    }

"""Papers in a dossier, filed by the desk lately and long ago."""

from datetime import timedelta

from django.utils import timezone

from dossiers.models import Document, Dossier
from dossiers.tests.factories import DocumentFactory, PageFactory
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass, DocumentState


def taken_back(paper: Document, world: World) -> Document:
    """Lay a filed paper into the tray of the desk again, as the taking back does."""
    paper.state, paper.unit = DocumentState.READ, world.units["civil_registration"]
    paper.taken_from, paper.dossier = paper.dossier, None
    paper.save()
    return paper


def make_things(world: World) -> dict[str, dict[str, list[str | int]]]:
    """Let the desk file medical documents into the family's dossier and into a hidden one."""

    def filed(dossier: Dossier, *, days_ago: int) -> Document:
        paper = DocumentFactory(
            filed=True,
            dossier=dossier,
            paper_class=ConfidentialityClass.MEDICAL,
            kind=world.papers["medical"].kind,
            filed_by=world.users["scanning_desk"],
            filed_at=timezone.now() - timedelta(days=days_ago),
        )
        PageFactory(document=paper)
        return paper

    papers = {
        "civil": world.papers["civil"],
        "medical": world.papers["medical"],
        "of the desk, lately": filed(world.family, days_ago=0),
        "of the desk, long ago": filed(world.family, days_ago=30),
        "in a hidden dossier": filed(world.hidden, days_ago=0),
        "in the tray": world.tray_paper,
        "taken back, by the desk lately": taken_back(filed(world.family, days_ago=0), world),
    }
    return {"filed paper": {state: [paper.uid] for state, paper in papers.items()}}

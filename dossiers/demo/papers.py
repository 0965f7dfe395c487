"""The scan of each demo paper.

The wording follows the papers of Moroccan offices; numbers, offices
and signatures are invented.
"""

import random
from collections.abc import Callable
from datetime import timedelta

from . import civil_papers, service_papers
from .families import BROUGHT_ON, SEED, DemoFamily, DemoPaper
from .paper_case import Case
from .scanner import scan
from .sheet import Sheet

WRITERS: dict[str, Callable[[Sheet, Case], None]] = {
    "EC01": civil_papers.birth_extract,
    "EC04": civil_papers.family_booklet,
    "EC06": civil_papers.birth_notice,
    "AD01": civil_papers.residence,
    "SC01": service_papers.school_certificate,
    "SC05": service_papers.school_letter,
    "SA02": service_papers.vaccination,
    "SA03": service_papers.medical_certificate,
    "SA05": service_papers.prescription,
    "CE01": service_papers.consent,
    "CE02": service_papers.social_report,
}


def make_case(family: DemoFamily, paper: DemoPaper) -> Case:
    """Return what this paper says: its act number, its date, its people."""
    chance = random.Random(SEED * 7 + paper.number)  # noqa: S311 (draws, guards nothing)
    return Case(
        family=family,
        subject=paper.subject,
        act=chance.randint(11, 899),
        issued=BROUGHT_ON - timedelta(days=chance.randint(3, 80)),
        chance=chance,
    )


def draw_paper(family: DemoFamily, paper: DemoPaper) -> bytes:
    """Return the scan of this paper: a grey JPEG, the same bytes every time."""
    case = make_case(family, paper)
    sheet = Sheet()
    WRITERS[paper.kind](sheet, case)
    return scan(sheet.finish(), chance=case.chance)

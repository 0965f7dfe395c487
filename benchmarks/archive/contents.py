"""What stands in a large invented archive: a page of text on each paper, people in each dossier."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from benchmarks.search.papers import Papers
from dossiers.demo.names import MEN, WOMEN, BothScripts
from dossiers.models import Document, Membership, Original, Page, Person, PersonName
from dossiers.models.identity import new_uid
from dossiers.vocabulary import MemberRole, Script, TextSource

from .families import Families

BATCH = 2_000
PEOPLE_PER_DOSSIER = 2


def write_pages(papers: Papers) -> None:
    """Give every paper one read page of a file of its own."""
    documents = list(Document.objects.order_by("pk").values_list("pk", "unit_id"))
    for start in range(0, len(documents), BATCH):
        some = documents[start : start + BATCH]
        files = Original.objects.bulk_create(
            Original(uid=new_uid(), unit_id=unit, sha256=f"{pk:064d}") for pk, unit in some
        )
        Page.objects.bulk_create(
            Page(
                uid=new_uid(),
                original=file,
                original_number=1,
                document_id=pk,
                number=1,
                text=papers.text(),
                text_source=TextSource.values[-1],
                is_read=True,
            )
            for (pk, _unit), file in zip(some, files, strict=True)
        )


def write_people(dossier_ids: Sequence[int], *, seed: int = 7) -> None:
    """Put a mother and a child with names in both scripts into every dossier."""
    chance = random.Random(seed)  # noqa: S311  (the same people each time)
    families = Families()
    for start in range(0, len(dossier_ids), BATCH):
        _write_families(dossier_ids[start : start + BATCH], families, chance)


def _write_families(dossier_ids: Sequence[int], families: Families, chance: random.Random) -> None:
    roles = [
        (dossier, role) for dossier in dossier_ids for role in (MemberRole.MOTHER, MemberRole.CHILD)
    ]
    people = Person.objects.bulk_create(_person(role, chance) for _, role in roles)
    Membership.objects.bulk_create(
        Membership(uid=new_uid(), person=person, dossier_id=dossier, role=role)
        for person, (dossier, role) in zip(people, roles, strict=True)
    )
    PersonName.objects.bulk_create(
        name
        for person, (_, role) in zip(people, roles, strict=True)
        for name in _names(person, role, families, chance)
    )


def _person(role: MemberRole, chance: random.Random) -> Person:
    youngest = date(1975, 1, 1) if role == MemberRole.MOTHER else date(2008, 1, 1)
    return Person(uid=new_uid(), birth_date=youngest + timedelta(days=chance.randrange(6000)))


def _names(
    person: Person, role: MemberRole, families: Families, chance: random.Random
) -> Iterator[PersonName]:
    own = WOMEN if role == MemberRole.MOTHER or chance.random() < 0.5 else MEN
    parts: list[BothScripts] = [chance.choice(own), chance.choice(MEN), families.draw(chance)]
    arabic = " ".join(part[0] for part in parts)
    latin = " ".join(chance.choice(part[1]) for part in parts)
    yield PersonName(person=person, text=arabic, script=Script.ARABIC)
    yield PersonName(person=person, text=latin, script=Script.LATIN)

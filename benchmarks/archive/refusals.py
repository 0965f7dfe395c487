"""Whether "not there" and "not yours" can be told apart by the time or the size of a refusal.

Pairs of requests by somebody who works in one unit: for a thing of another unit, hidden from
them, and for an address of nothing. Which of a pair comes first is left to chance.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter_ns, thread_time_ns

from django.test import Client
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.models import (
    Document,
    Dossier,
    Grant,
    LinkRequest,
    Membership,
    Original,
    Page,
    Person,
    Referral,
    User,
)
from dossiers.models.identity import new_uid
from dossiers.vocabulary import DocumentState, GrantCause

from .large_archive import Archive, build_archive, holder
from .two_samples import p_of_difference

WARM_UP = 10


@dataclass(frozen=True, slots=True)
class Address:
    """One kind of address: how it is asked, and uids of things behind it that are hidden."""

    name: str
    uids: Sequence[str]
    method: str = "GET"
    more: tuple[str | int, ...] = ()

    def of(self, uid: str) -> str:
        """Return the address of a thing."""
        return reverse(f"dossiers:{self.name}", args=[uid, *self.more])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was measured at one kind of address. `p_wall` and `p_cpu` are of the two-sided test."""

    name: str
    pairs: int
    p_wall: float
    p_cpu: float
    sizes: frozenset[int]
    statuses: frozenset[int]
    hidden_ms: float
    nothing_ms: float

    def differs(self, *, least_p: float) -> bool:
        """Tell whether the two can be told apart."""
        is_slower = min(self.p_wall, self.p_cpu) < least_p
        return is_slower or len(self.sizes) != 1 or self.statuses != {404}


def build_town(pairs: int) -> tuple[Archive, User]:
    """Write an archive of which most is hidden from the user who is returned."""
    archive = build_archive(pairs * 6 * 4)
    own, hidden = archive.units[0], archive.units[1]
    user = holder("of-one-unit", Role.SUPERVISOR, [own])
    dossiers = Dossier.objects.filter(unit=hidden).order_by("pk")[:pairs]
    papers = Document.objects.filter(dossier__in=list(dossiers))[:pairs]
    files = Original.objects.bulk_create(
        Original(uid=new_uid(), unit=hidden, sha256=f"{paper.pk:064d}") for paper in papers
    )
    Page.objects.bulk_create(
        Page(uid=new_uid(), original=file, original_number=1, document=paper, number=1)
        for file, paper in zip(files, papers, strict=True)
    )
    Document.objects.bulk_create(
        Document(state=DocumentState.READ, unit=hidden) for _number in range(pairs)
    )
    people = Person.objects.bulk_create(Person(uid=new_uid()) for _dossier in dossiers)
    members = Membership.objects.bulk_create(
        Membership(uid=new_uid(), person=person, dossier=dossier, role="child")
        for person, dossier in zip(people, dossiers, strict=True)
    )
    LinkRequest.objects.bulk_create(
        LinkRequest(uid=new_uid(), membership=member, found_in=member.dossier, asked_by=user)
        for member in members
    )
    Referral.objects.bulk_create(
        Referral(uid=new_uid(), unit=hidden, language="ar", description="…")
        for _number in range(pairs)
    )
    return archive, user


def addresses(archive: Archive, pairs: int) -> Iterator[Address]:
    """Yield the kinds of address, each with things that are hidden."""
    hidden = archive.units[1]
    dossiers = _uids(Dossier.objects.filter(unit=hidden), pairs)
    papers = _uids(Document.objects.filter(pages__isnull=False), pairs)
    waiting = _uids(Document.objects.filter(state=DocumentState.READ), pairs)
    people = _uids(Person.objects.all(), pairs)
    yield Address("dossier", dossiers)
    for name in ("dossier_sharing", "dossier_access", "dossier_journal", "dossier_export"):
        yield Address(name, dossiers)
    for name in ("break_glass", "cover_sheet"):
        yield Address(name, dossiers)
    # There are few units: each is asked for many times.
    yield Address("unit_sharing", (hidden.uid,) * pairs)
    for name in ("document", "original", "copy", "correct", "paper_class", "document_access"):
        yield Address(name, papers)
    yield Address("back_to_tray", papers, "POST")
    yield Address("page_image", papers, more=(1,))
    for name in ("file", "pile"):
        yield Address(name, waiting)
    yield Address("discard", waiting, "POST")
    yield Address("person_merge", people)
    yield Address("link_answer", _uids(LinkRequest.objects.all(), pairs), "POST")
    yield Address("referral", _uids(Referral.objects.all(), pairs))
    grants = _uids(Grant.objects.filter(cause=GrantCause.BREAK_GLASS), pairs)
    if grants:
        yield Address("break_glass_review", grants, "POST")


def measure(address: Address, client: Client, *, chance: random.Random) -> Verdict:
    """Ask all pairs of one kind of address."""
    for _number in range(WARM_UP):
        client.generic(address.method, address.of(new_uid()))
    hidden, nothing = _Series(), _Series()
    for uid in address.uids:
        pairs = [(hidden, address.of(uid)), (nothing, address.of(new_uid()))]
        chance.shuffle(pairs)
        for series, url in pairs:
            series.ask(client, address.method, url)
    return Verdict(
        name=address.name,
        pairs=len(address.uids),
        p_wall=p_of_difference(hidden.wall_ns, nothing.wall_ns),
        p_cpu=p_of_difference(hidden.cpu_ns, nothing.cpu_ns),
        sizes=frozenset(hidden.sizes | nothing.sizes),
        statuses=frozenset(hidden.statuses | nothing.statuses),
        hidden_ms=sorted(hidden.wall_ns)[len(hidden.wall_ns) // 2] / 1e6,
        nothing_ms=sorted(nothing.wall_ns)[len(nothing.wall_ns) // 2] / 1e6,
    )


class _Series:
    """The answers to one half of the pairs."""

    def __init__(self) -> None:
        self.wall_ns: list[float] = []
        self.cpu_ns: list[float] = []
        self.sizes: set[int] = set()
        self.statuses: set[int] = set()

    def ask(self, client: Client, method: str, url: str) -> None:
        """Ask and measure."""
        wall, cpu = perf_counter_ns(), thread_time_ns()
        answer = client.generic(method, url)
        self.cpu_ns.append(thread_time_ns() - cpu)
        self.wall_ns.append(perf_counter_ns() - wall)
        headers = sum(len(f"{name}{value}") for name, value in answer.items())
        self.sizes.add(len(answer.content) + headers)
        self.statuses.add(answer.status_code)


def _uids(rows: object, pairs: int) -> list[str]:
    return list(rows.order_by("pk").values_list("uid", flat=True)[:pairs])  # type: ignore[attr-defined]

"""Make things of the archive for tests. States are traits; the tree is always true."""

from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from factory.django import DjangoModelFactory

from dossiers.models import (
    Document,
    DocumentKind,
    Dossier,
    Membership,
    Original,
    Page,
    Person,
    PersonName,
    ReadingJob,
    Referral,
    Unit,
)
from dossiers.sharing.folder_closure import rebuild_closure
from dossiers.storage.private_files import PrivateStorage, checksum, private_storage
from dossiers.vocabulary import ConfidentialityClass, DocumentState, MemberRole, Script


class UserFactory(DjangoModelFactory):
    """A member of staff who may sign in and nothing else."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    language = "ar"
    is_active = True


class UnitFactory(DjangoModelFactory):
    """A unit in its place in the tree."""

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"unit{n}")
    name_ar = factory.Sequence(lambda n: f"مصلحة {n}")
    name_fr = factory.Sequence(lambda n: f"Service {n}")
    name_en = factory.Sequence(lambda n: f"Unit {n}")
    parent = None

    @factory.post_generation
    def reach(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        rebuild_closure(self)


class DossierFactory(DjangoModelFactory):
    """An open dossier in its place in the tree."""

    class Meta:
        model = Dossier
        skip_postgeneration_save = True

    class Params:
        cut_off = factory.Trait(inherits=False)
        hidden = factory.Trait(inherits=False, protected=True)

    reference = factory.Sequence(lambda n: f"1999/{n:04d}")
    unit = factory.SubFactory(UnitFactory)
    opened_on = factory.LazyFunction(timezone.localdate)
    parent = None
    depth = factory.LazyAttribute(lambda self: 2 if self.parent else 1)

    @factory.post_generation
    def reach(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        rebuild_closure(self)


class PersonFactory(DjangoModelFactory):
    """A person; `arabic` and `latin` are written as official names."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    @factory.post_generation
    def arabic(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if extracted:
            PersonName.objects.create(person=self, text=extracted, script=Script.ARABIC)

    @factory.post_generation
    def latin(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if extracted:
            PersonName.objects.create(person=self, text=extracted, script=Script.LATIN)


class MembershipFactory(DjangoModelFactory):
    """A person in a dossier."""

    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    dossier = factory.SubFactory(DossierFactory)
    role = MemberRole.CHILD


class DocumentKindFactory(DjangoModelFactory):
    """A kind of document; one a class is enough for most tests."""

    class Meta:
        model = DocumentKind
        django_get_or_create = ("code",)

    # Four places, as the column: PostgreSQL refuses a fifth.
    code = factory.Sequence(lambda n: f"{n:04X}")
    name_ar = "ورقة"
    name_fr = "Papier"
    name_en = "Paper"
    paper_class = ConfidentialityClass.GENERAL


class DocumentFactory(DjangoModelFactory):
    """A paper; without a trait it lies captured in the tray of its unit."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    class Params:
        read = factory.Trait(state=DocumentState.READ, page_count=1, pages_read=1)
        filed = factory.Trait(
            state=DocumentState.FILED,
            dossier=factory.SubFactory(DossierFactory),
            unit=factory.SelfAttribute("dossier.unit"),
            kind=factory.SubFactory(
                DocumentKindFactory, paper_class=factory.SelfAttribute("..paper_class")
            ),
            page_count=1,
            pages_read=1,
        )
        trashed = factory.Trait(state=DocumentState.TRASHED)

    unit = factory.SubFactory(UnitFactory)
    paper_class = ConfidentialityClass.PROTECTION

    @factory.post_generation
    def failure(self: Document, create: bool, code: str | None, **columns: Any) -> None:
        """Queue it as the intake does: a captured paper waits, one that failed says why.

        Further columns of its reading job are given as `failure__attempts`, `failure__lease_by`.
        """
        if create and (self.state == DocumentState.CAPTURED or code):
            ReadingJob.objects.create(document=self, failure=code or "", **columns)


class OriginalFactory(DjangoModelFactory):
    """A captured file of one page; nothing lies in the store."""

    class Meta:
        model = Original

    unit = factory.SubFactory(UnitFactory)
    media_type = "image/jpeg"
    stored_name = factory.Sequence(lambda n: f"nothing-{n}")
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    page_count = 1


class PageFactory(DjangoModelFactory):
    """One side of a paper, read; it is the only side of its file."""

    class Meta:
        model = Page

    document = factory.SubFactory(DocumentFactory)
    number = 1
    original = factory.SubFactory(OriginalFactory, unit=factory.SelfAttribute("..document.unit"))
    original_number = 1
    width = 1240
    height = 1754
    is_read = True
    text = ""


def captured(
    data: bytes, *, pages: int = 1, store: PrivateStorage = private_storage, **fields: Any
) -> Document:
    """Return a paper as the upload leaves it: a stored file, its pages laid out, unread."""
    document = DocumentFactory(page_count=pages, **fields)
    original = OriginalFactory(
        stored_name=store.put(data), unit=document.unit, page_count=pages, sha256=checksum(data)
    )
    for number in range(1, pages + 1):
        Page.objects.create(
            original=original, original_number=number, document=document, number=number
        )
    return document


class ReferralFactory(DjangoModelFactory):
    """A signal from the public."""

    class Meta:
        model = Referral

    unit = factory.SubFactory(UnitFactory)
    language = "ar"
    description = "طفل وحده في الشارع ليلا"


def send_to_be_read(paper: Document) -> None:
    """Queue a paper that was read, whoever changed a page of it."""
    Document.objects.filter(pk=paper.pk).update(state=DocumentState.CAPTURED)
    ReadingJob.objects.create(document=paper)

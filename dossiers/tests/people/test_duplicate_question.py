"""Before somebody is written anew: who may be meant, told as far as rights go, never blocking."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Dossier, JournalEntry, Membership, Person
from dossiers.people.askings import MOST_A_DAY
from dossiers.people.duplicates import (
    NEAR_BIRTH,
    NEAR_MOTHER,
    NEAR_NAME,
    SAME_BIRTH,
    SAME_MOTHER,
    SAME_NAME,
    SOMETHING_ELSE,
    Description,
    find_duplicates,
)
from dossiers.people.write import NameInput, add_person, link_person
from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import DatePrecision, DocumentState, JournalAction, MemberRole, Script

pytestmark = pytest.mark.django_db

RKIA = {"new-arabic": "رقية أوبلا", "new-birth_date": "1985-03-02", "new-role": "mother"}


def file_new(world: World, user: str, **told: Any) -> HttpResponse:
    client = Client()
    client.force_login(world.users[user])
    data = {"kind": "EC01", "do": "file", "new": "1", "new-unit": world.tray_paper.unit.uid}
    return client.post(
        reverse("dossiers:file", args=[world.tray_paper.uid]), data | {"new-role": "child"} | told
    )


def question(answer: HttpResponse, who: str = "first") -> Any:
    return answer.context["desk"].questions[who]


def clerk_of_one_unit(world: World) -> None:
    """Let "clerk" work in civil registration alone: the families are out of reach."""
    world.users["clerk"] = UserFactory(username="clerk", language="en")
    world.grant("clerk", Role.REGISTRATION_WORKER, world.units["civil_registration"])


def add(world: World, dossier: Dossier, name: str, **fields: Any) -> Membership:
    return add_person(
        dossier=dossier,
        names=[NameInput(name, Script.ARABIC)],
        role=fields.pop("role", MemberRole.CHILD),
        by=world.users["other_social_worker" if dossier == world.hidden else "director"],
        **fields,
    )


def test_whoever_seems_written_already_is_shown_and_nothing_is_saved(world: World) -> None:
    before = Person.objects.count(), Dossier.objects.count()

    answer = file_new(world, "registration_worker", **RKIA)

    assert answer.status_code == 422
    assert [double.person for double in question(answer).known] == [world.mother.person]
    assert (Person.objects.count(), Dossier.objects.count()) == before
    line = JournalEntry.objects.filter(thing="people alike").last()
    places = sorted([world.family.pk, world.tray_paper.unit_id])
    assert line.detail == {"found": 1, "unseen": 0, "places": places}


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"new-arabic": "", "new-latin": "Rokia Oubella"}, id="the other script"),
        pytest.param({"new-birth_date": "1986-01-31"}, id="a birth date within a year"),
        pytest.param({"new-birth_date": ""}, id="no birth date at all"),
    ],
)
def test_near_names_and_near_dates_are_asked_about(world: World, told: dict[str, str]) -> None:
    answer = file_new(world, "registration_worker", **(RKIA | told))

    assert [double.person for double in question(answer).known] == [world.mother.person]


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"new-birth_date": "1992-03-02"}, id="another age"),
        pytest.param({"new-arabic": "خديجة السوسي"}, id="another name"),
        pytest.param({"new-arabic": "رقية", "new-birth_date": ""}, id="a given name alone"),
    ],
)
def test_others_are_written_without_a_question(world: World, told: dict[str, str]) -> None:
    answer = file_new(world, "registration_worker", **(RKIA | told))

    assert answer.status_code == 302


def test_a_near_name_with_a_mother_of_the_same_name_is_asked_about(world: World) -> None:
    told = {"new-arabic": "يوسف العلوي", "new-birth_date": "2019-01-01"}

    answer = file_new(world, "registration_worker", **told, **{"new-mother": "Rkia Oubella"})

    assert SAME_MOTHER in question(answer).known[0].reasons
    assert [double.person for double in question(answer, "mother").known] == [world.mother.person]


@pytest.mark.parametrize(
    ("written", "typed", "reason"),
    [
        ("الحسن أوبلا", "الحسن أوبلا", SAME_NAME),
        ("الحسن أوبلا", "لحسن أوبلا", SAME_NAME),
        ("الحسن أوبلا", "Hassan Oubella", SAME_NAME),
        ("الحسن أوبلا", "الحسين أوبلا", NEAR_NAME),
        ("Karim Oubella", "Karima Oubella", NEAR_NAME),
        ("حسن أوبلا", "Hussein Oubella", NEAR_NAME),
        ("Jamal Oubella", "Jamil Oubella", NEAR_NAME),
        ("Amine Oubella", "Amina Oubella", NEAR_NAME),
        ("Amina Oubella", "أمينة أوبلا", SAME_NAME),
    ],
)
def test_the_same_name_is_said_of_no_other_name(
    world: World, written: str, typed: str, reason: str
) -> None:
    person = add(world, world.family, written, birth_date=date(2012, 5, 4)).person

    doubles = find_duplicates(
        Description((typed,), date(2012, 5, 4)), by=world.users["registration_worker"]
    )

    said = {double.reasons[0] for double in doubles.known if double.person == person}
    # Another name may as well not be asked about.
    assert said == {reason} or (reason == NEAR_NAME and not said)


@pytest.mark.parametrize(
    ("written", "typed", "said"),
    [
        (("1988-01-01", "year"), ("1988-01-01", "day"), NEAR_BIRTH),
        (("1988-01-01", "day"), ("1988-01-01", "year"), NEAR_BIRTH),
        (("1988-11-30", "day"), ("1988-01-01", "year"), NEAR_BIRTH),
        (("1990-11-30", "day"), ("1988-01-01", "year"), None),
        (("1988-01-01", "day"), ("1988-01-01", "day"), SAME_BIRTH),
    ],
)
def test_born_on_the_same_day_is_said_of_days_alone(
    world: World, written: tuple[str, str], typed: tuple[str, str], said: str | None
) -> None:
    day, precision = written
    person = add(world, world.family, "يوسف السوسي").person
    person.birth_date, person.birth_precision = date.fromisoformat(day), precision
    person.save()
    asked = Description(
        ("يوسف السوسي",),
        date.fromisoformat(typed[0]),
        birth_precision=DatePrecision(typed[1]),
    )

    doubles = find_duplicates(asked, by=world.users["registration_worker"])

    reasons = [double.reasons for double in doubles.known if double.person == person]
    assert [said in one for one in reasons] == ([True] if said else [])


def test_a_year_alone_is_filed_as_a_year(world: World) -> None:
    told = {"new-arabic": "إيمان الدرقاوي", "new-birth_date": "١٩٨٨"}

    answer = file_new(world, "registration_worker", **told)

    assert answer.status_code == 302
    written = Person.objects.get(names__text="إيمان الدرقاوي")
    assert (written.birth_date, written.birth_precision) == (date(1988, 1, 1), "year")


def test_a_mother_of_another_name_is_not_said_to_have_the_same(world: World) -> None:
    add(world, world.family, "Amine Tazi", role=MemberRole.MOTHER)
    told = {"new-arabic": "يوسف العلوي", "new-birth_date": "2019-01-01"}

    answer = file_new(world, "registration_worker", **told, **{"new-mother": "Amina Tazi"})

    assert NEAR_MOTHER in question(answer).known[0].reasons


def test_another_person_is_written_with_a_reason_that_the_journal_keeps(world: World) -> None:
    no_reason = file_new(world, "registration_worker", **RKIA, **{"double-first-same": "none"})
    told = {"double-first-same": "none", "double-first-reason": "بطاقتها الوطنية مختلفة"}
    saved = file_new(world, "registration_worker", **RKIA, **told)

    assert no_reason.status_code == 422
    assert question(no_reason).form.errors["reason"]
    assert saved.status_code == 302
    line = JournalEntry.objects.filter(action=JournalAction.CHANGE, reason__gt="").get()
    assert line.reason == "بطاقتها الوطنية مختلفة"
    assert line.detail["despite"] == [world.mother.person_id]


def test_the_person_who_was_meant_is_put_into_the_new_dossier(world: World) -> None:
    before = Person.objects.count()

    told = {"double-first-same": world.mother.person.uid}
    answer = file_new(world, "registration_worker", **RKIA, **told)

    world.tray_paper.refresh_from_db()
    assert answer.status_code == 302
    assert Person.objects.count() == before
    assert world.tray_paper.state == DocumentState.FILED
    assert [row.person for row in world.tray_paper.dossier.memberships.all()] == [
        world.mother.person
    ]


def test_somebody_added_to_a_dossier_is_asked_about_too(world: World) -> None:
    client = Client()
    client.force_login(world.users["registration_worker"])
    data = {"kind": "EC01", "do": "file", "dossier": world.others.uid, "other-role": "mother"}
    data |= {"other-arabic": "رقية أوبلا", "other-birth_date": "1985-03-02"}
    address = reverse("dossiers:file", args=[world.tray_paper.uid])

    asked = client.post(address, data)
    taken = client.post(address, data | {"double-other-same": world.mother.person.uid})

    assert [double.person for double in question(asked, "other").known] == [world.mother.person]
    assert taken.status_code == 302
    assert world.others.memberships.filter(person=world.mother.person).exists()


def test_people_out_of_reach_are_announced_and_nothing_is_told_of_them(world: World) -> None:
    clerk_of_one_unit(world)

    answer = file_new(world, "clerk", **RKIA)

    text = answer.content.decode()
    assert (question(answer).known, question(answer).unseen) == ((), 1)
    assert "لا يحق لك الاطلاع عليه" in text
    assert "director" in question(answer).whom_to_ask
    for told in (world.family.reference, world.family.unit.name_ar, "Rkia"):
        assert told not in text


def test_a_name_alone_does_not_announce_anybody_out_of_reach(world: World) -> None:
    clerk_of_one_unit(world)

    assert file_new(world, "clerk", **(RKIA | {"new-birth_date": ""})).status_code == 302


def test_somebody_out_of_reach_cannot_be_taken(world: World) -> None:
    clerk_of_one_unit(world)

    told = {"double-first-same": world.mother.person.uid, "double-first-reason": "x"}
    answer = file_new(world, "clerk", **RKIA, **told)

    assert answer.status_code == 422
    assert world.mother.person.memberships.count() == 1


@pytest.mark.parametrize("user", ["registration_worker", "director"])
def test_people_in_protected_dossiers_are_not_even_announced(world: World, user: str) -> None:
    add(world, world.hidden, "سعاد الهاربة", birth_date=date(1990, 4, 4))
    told = {"new-arabic": "سعاد الهاربة", "new-birth_date": "1990-04-04"}

    assert file_new(world, user, **told).status_code == 302


def ask(world: World, user: str, **told: str) -> tuple[int, int]:
    """How many are told of by name, and how many besides."""
    answer = file_new(world, user, **(RKIA | told))
    if answer.status_code == 302:
        return 0, 0
    asked = question(answer)
    return len(asked.known), asked.unseen


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"new-birth_date": "1985-03-03"}, id="the day after"),
        pytest.param({"new-birth_date": "1985-01-01"}, id="another day of the year"),
        pytest.param({"new-arabic": "رقية"}, id="a given name with the date"),
        pytest.param(
            {"new-arabic": "سعاد أوبلا", "new-birth_date": "1985-03-02"}, id="another name"
        ),
    ],
)
@pytest.mark.parametrize("user", ["scanning_desk", "clerk"])
def test_of_whom_one_may_not_know_more_than_the_name_nearly_the_same_tells_nothing(
    world: World, user: str, told: dict[str, str]
) -> None:
    clerk_of_one_unit(world)

    assert ask(world, user, **told) == (0, 0)


def test_a_mother_of_the_same_name_tells_nothing_of_a_child_one_may_not_know(
    world: World,
) -> None:
    clerk_of_one_unit(world)
    child = {"new-arabic": "يوسف العلوي", "new-birth_date": "2019-01-01", "new-role": "child"}

    for user in ("scanning_desk", "clerk"):
        answer = file_new(world, user, **child, **{"new-mother": "رقية أوبلا"})
        questions = answer.context["desk"].questions if answer.status_code == 422 else {}
        assert "first" not in questions


def test_whether_a_date_is_written_is_not_told(world: World) -> None:
    Person.objects.filter(pk=world.mother.person_id).update(birth_date=None)

    assert ask(world, "scanning_desk") == (0, 0)


def test_nobody_is_asked_about_while_something_else_stands_against_it(world: World) -> None:
    answer = file_new(world, "registration_worker", **RKIA, **{"class-raised_to": "protection"})

    assert answer.status_code == 422
    assert answer.context["desk"].questions == {}
    assert answer.context["desk"].errors
    assert not JournalEntry.objects.filter(thing="people alike").exists()
    assert Dossier.objects.filter(unit=world.tray_paper.unit).count() == 0


def test_each_asking_is_a_line_also_where_nobody_was_found(world: World) -> None:
    clerk_of_one_unit(world)

    file_new(world, "clerk", **(RKIA | {"new-birth_date": "1999-09-09"}))

    line = JournalEntry.objects.get(thing="people alike")
    assert line.actor_id == world.users["clerk"].pk
    assert "رقية" not in str(vars(line))


def test_who_tries_one_date_after_another_is_stopped_and_told_of(world: World) -> None:
    clerk_of_one_unit(world)
    spelt = ("رقية أوبلا", "رقيه أوبلا", "أوبلا رقية")
    answers = [
        file_new(world, "clerk", **{**RKIA, "new-arabic": spelt[day % 3], **another_day(day)})
        for day in range(1, MOST_A_DAY + 4)
    ]

    for answer in answers[MOST_A_DAY:]:
        assert answer.status_code == 422
        assert answer.context["desk"].questions == {}
        assert answer.context["desk"].errors
    stopped = JournalEntry.objects.filter(detail__verb=Verb.ASKED_TOO_OFTEN)
    assert stopped.count() == 3
    client = Client()
    client.force_login(world.users["auditor"])
    assert "clerk" in client.get(reverse("dossiers:journal_anomalies")).content.decode()


def another_day(day: int) -> dict[str, str]:
    """Another date for each try; the paper of the tray is put back for it."""
    Document.objects.filter(filed_by__username="clerk").update(
        state=DocumentState.READ, dossier=None, kind=None
    )
    return {"new-birth_date": f"1985-04-{day:02d}"}


def test_who_may_only_find_is_told_neither_role_nor_birth_date(world: World) -> None:
    answer = file_new(world, "scanning_desk", **RKIA)

    (double,) = question(answer).known
    assert [place.may_open for place in double.places] == [False]
    assert double.reasons == (SAME_NAME, SOMETHING_ELSE)
    assert "1985" not in answer.content.decode().replace("1985-03-02", "")


def test_linking_is_refused_to_who_may_not_know_the_person(world: World) -> None:
    clerk_of_one_unit(world)

    own = Dossier.objects.filter(pk=world.others.pk).first()
    world.grant("clerk", Role.REGISTRATION_WORKER, own)

    with pytest.raises(PermissionDenied):
        link_person(
            dossier=own,
            person=world.mother.person,
            role=MemberRole.MOTHER,
            by=world.users["clerk"],
        )

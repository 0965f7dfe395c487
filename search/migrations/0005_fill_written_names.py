"""Write the names of every entry into it, from its postings; and back."""

from itertools import groupby

from django.db import migrations

BATCH = 500
NAMES, FATHER = ";", "*"


def to_lines(apps, schema_editor):
    """Put the units of each name in a row: "0:12 7* 45;1:9 45", as search.names.written reads it."""
    NamedEntry, NamePosting = models_of(apps)
    columns = ("entry_id", "name", "role", "unit_id", "father")
    rows = NamePosting.objects.order_by("entry_id", "name", "place").values_list(*columns)
    batch = []
    for pk, postings in groupby(rows.iterator(), key=lambda row: row[0]):
        batch.append(NamedEntry(pk=pk, written=line_of(postings)))
        if len(batch) == BATCH:
            NamedEntry.objects.bulk_update(batch, ["written"])
            batch = []
    NamedEntry.objects.bulk_update(batch, ["written"])


def line_of(postings):
    """Return the line of one entry."""
    names = []
    for (_, role), units in groupby(postings, key=lambda row: row[1:3]):
        written = " ".join(f"{unit}{FATHER if father else ''}" for *_, unit, father in units)
        names.append(f"{role}:{written}")
    return NAMES.join(names)


def back_to_postings(apps, schema_editor):
    """Tell each posting how many units its name has, and whether "son of" is before it."""
    NamedEntry, NamePosting = models_of(apps)
    for pk, line in NamedEntry.objects.exclude(written="").values_list("pk", "written").iterator():
        # Names are in the order of their numbers, which may leave some out.
        numbers = NamePosting.objects.filter(entry_id=pk).order_by("name")
        for number, name in zip(
            numbers.values_list("name", flat=True).distinct(), line.split(NAMES), strict=True
        ):
            units = name.partition(":")[2].split(" ")
            fathers = [place for place, unit in enumerate(units) if unit.endswith(FATHER)]
            postings = NamePosting.objects.filter(entry_id=pk, name=number)
            postings.update(count=len(units))
            postings.filter(place__in=fathers).update(father=True)


def models_of(apps):
    """Return entries and postings as they were."""
    return apps.get_model("search", "NamedEntry"), apps.get_model("search", "NamePosting")


class Migration(migrations.Migration):
    dependencies = [("search", "0004_written_names")]

    operations = [migrations.RunPython(to_lines, back_to_postings)]

"""Spell every user name in its one way; throw away what older sign-ins kept in clear.

Two names that differ only in their spelling are told apart by a number: the older account
keeps the name.
"""

import unicodedata

from django.db import migrations

# Tables of the lock-out before: what was typed into the name field stands in them.
KEPT_IN_CLEAR = ("AccessAttemptExpiration", "AccessAttempt", "AccessFailureLog", "AccessLog")


def normal_name(typed):
    compatible = unicodedata.normalize("NFKC", typed)
    visible = "".join(sign for sign in compatible if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", visible.strip().casefold())


def spell_names(apps, schema_editor):
    users = apps.get_model("dossiers", "User").objects
    taken = set()
    for pk, name in list(users.order_by("pk").values_list("pk", "username")):
        free = base = normal_name(name)
        number = 2
        while free in taken:
            free, number = f"{base[:140]}-{number}", number + 1
        taken.add(free)
        if free != name:
            # Not yet another's: whoever holds that spelling now comes later in this loop.
            users.filter(username=free).exclude(pk=pk).update(username=f"\n{free}")
            users.filter(pk=pk).update(username=free)


def forget_typed_names(apps, schema_editor):
    for name in KEPT_IN_CLEAR:
        apps.get_model("axes", name).objects.all().delete()
    # Sessions move to a table of their own: everybody signs in anew.
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0020_sessions_and_rate_limits"),
        ("axes", "0010_accessattemptexpiration"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(spell_names, migrations.RunPython.noop),
        migrations.RunPython(forget_typed_names, migrations.RunPython.noop),
    ]

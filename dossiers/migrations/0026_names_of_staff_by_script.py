"""The names of staff move into the field of their script; the old columns stay as they are."""

from django.db import migrations

BATCH = 500


def is_arabic(text):
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def carry_names(apps, schema_editor):
    User = apps.get_model("dossiers", "User")
    changed = []
    for user in User.objects.filter(name_arabic="", name_latin="").iterator():
        name = f"{user.first_name} {user.last_name}".strip()
        if not name:
            continue
        setattr(user, "name_arabic" if is_arabic(name) else "name_latin", name)
        changed.append(user)
    User.objects.bulk_update(changed, ["name_arabic", "name_latin"], batch_size=BATCH)


def carry_back(apps, schema_editor):
    User = apps.get_model("dossiers", "User")
    changed = []
    for user in User.objects.filter(first_name="", last_name="").iterator():
        name = user.name_latin or user.name_arabic
        user.first_name, _space, user.last_name = name.partition(" ")
        changed.append(user)
    User.objects.bulk_update(changed, ["first_name", "last_name"], batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [
        ("dossiers", "0025_invitations_and_names_in_both_scripts"),
    ]

    operations = [migrations.RunPython(carry_names, carry_back)]

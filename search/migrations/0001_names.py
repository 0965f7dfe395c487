"""Make the tables of the name search."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="NamedEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100, unique=True)),
                ("version", models.BigIntegerField()),
                ("birth_year", models.SmallIntegerField(null=True)),
                ("names", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="NameUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, unique=True)),
                ("frequency", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="NameUnitsVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="NameIdentifier",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id",
                        "value",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("value", models.CharField(max_length=100)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identifiers",
                        to="search.namedentry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["value", "entry"], name="search_identifier_value")
                ],
            },
        ),
        migrations.CreateModel(
            name="NameReach",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id",
                        "token",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("token", models.CharField(max_length=60)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reach",
                        to="search.namedentry",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["token", "entry"], name="search_reach_token")],
            },
        ),
        migrations.CreateModel(
            name="NamePosting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id",
                        "name",
                        "place",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                ("count", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Self"), (1, "Mother"), (2, "Father"), (3, "Place")]
                    ),
                ),
                ("father", models.BooleanField(default=False)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postings",
                        to="search.namedentry",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="search.nameunit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "role", "place", "entry"], name="search_posting_unit"
                    )
                ],
            },
        ),
    ]

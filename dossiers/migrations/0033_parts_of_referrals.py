from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ("dossiers", "0030_requests_for_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="is_doubtful",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="referral",
            name="form_digest",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="referral",
            name="content_digest",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("form_digest", ""), _negated=True),
                fields=("form_digest", "content_digest"),
                name="referral_sent_once",
            ),
        ),
        migrations.CreateModel(
            name="ReferralAddition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                ("content_digest", models.CharField(editable=False, max_length=64)),
                ("language", models.CharField(max_length=2)),
                ("description", models.TextField(max_length=5000, verbose_name="what is happening")),
                ("child", models.CharField(blank=True, max_length=200, verbose_name="the child")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("reporter", models.CharField(blank=True, max_length=200, verbose_name="your name")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=200, verbose_name="how to reach you"),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="additions",
                        to="dossiers.referral",
                    ),
                ),
            ],
            options={"default_permissions": (), "ordering": ["pk"]},
        ),
        migrations.AddConstraint(
            model_name="referraladdition",
            constraint=models.UniqueConstraint(
                fields=("referral", "content_digest"), name="referral_addition_sent_once"
            ),
        ),
    ]

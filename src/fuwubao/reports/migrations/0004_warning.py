import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_distribution"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=32, unique=True)),
                ("requester", models.CharField(max_length=64)),
                ("customer_code", models.CharField(blank=True, max_length=64)),
                ("topic", models.CharField(max_length=200)),
                ("purpose", models.CharField(blank=True, max_length=300)),
                ("period_label", models.CharField(blank=True, max_length=32)),
                ("needed_by", models.DateField()),
                ("state", models.CharField(default="received", max_length=16)),
                ("received_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="reports.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EarlyWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=32, unique=True)),
                ("rule", models.CharField(max_length=24)),
                ("subject", models.CharField(max_length=160)),
                ("customer_code", models.CharField(blank=True, max_length=64)),
                ("period_label", models.CharField(blank=True, max_length=32)),
                ("title", models.CharField(max_length=200)),
                ("used_numerator", models.BigIntegerField(null=True)),
                ("used_denominator", models.BigIntegerField(null=True)),
                ("expected_at", models.DateTimeField(null=True)),
                ("raised_at", models.DateTimeField()),
                ("url", models.CharField(blank=True, max_length=300)),
                ("state", models.CharField(default="raised", max_length=16)),
                ("action", models.CharField(blank=True, max_length=500)),
                ("due_on", models.DateField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("averted", models.BooleanField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=300)),
                ("settled_at", models.DateTimeField(null=True)),
                ("closed_remark", models.CharField(blank=True, max_length=300)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warnings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "raised_at"], name="reports_ear_state_68997a_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "subject", "period_label"), name="one_warning_per_subject")
                ],
            },
        ),
    ]

"""Suppliers have a kind; those known before are plain ones (S1.16)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps


def make_known_suppliers_plain(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give every supplier a kind, so that the constraint holds."""
    apps.get_model("agreements", "Organisation").objects.using(editor.connection.alias).filter(kind="supplier").update(
        supplier_kind="supplier"
    )


class Migration(migrations.Migration):
    """One field with its constraint."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("agreements", "0001_initial")]

    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            model_name="organisation",
            name="supplier_kind",
            field=models.CharField(blank=True, default="", max_length=16),
        ),
        migrations.RunPython(make_known_suppliers_plain, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "supplier"), ("supplier_kind__in", ["supplier", "key_supplier", "subcontractor"])
                )
                | models.Q(models.Q(("kind", "supplier"), _negated=True), ("supplier_kind", "")),
                name="supplier_kind_known",
            ),
        ),
    ]

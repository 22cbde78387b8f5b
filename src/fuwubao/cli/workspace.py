"""Open the workspace for a command: make folders, key, database and migrations when they are not there."""

from __future__ import annotations

import os
from pathlib import Path

from fuwubao.accounts.workspace import home_folder
from fuwubao.cli.words import terminal_language


def open_workspace() -> None:
    """Set Django up on this workspace and bring its database to the present schema, silently."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fuwubao.project.settings")
    home_folder().mkdir(parents=True, exist_ok=True)

    import django

    django.setup()
    _migrate_if_needed()
    _speak_as_the_terminal()


def _speak_as_the_terminal() -> None:
    """Let states, kinds and checks, which pages say in the reader's language, follow ``LANG`` here."""
    from django.conf import settings
    from django.utils import translation

    translation.activate("en" if terminal_language() == "en" else settings.LANGUAGE_CODE)


def _migrate_if_needed() -> None:
    """Run the migrations that this database has not had yet."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    written = _written_migrations()
    if written and written <= MigrationRecorder(connection).applied_migrations().keys():
        return  # reading their names is ten times quicker than loading them all
    database = settings.DATABASES["default"]
    fresh = str(database["ENGINE"]).endswith("sqlite3") and not os.path.exists(str(database["NAME"]))
    executor = MigrationExecutor(connection)
    if fresh or executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _written_migrations() -> set[tuple[str, str]]:
    """Return (app, name) of every migration that lies in the folders of the installed apps."""
    from django.apps import apps

    return {
        (config.label, path.stem)
        for config in apps.get_app_configs()
        for path in Path(config.path, "migrations").glob("*.py")
        if not path.name.startswith(("_", "~"))
    }

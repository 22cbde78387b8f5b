"""Take rows of 《服务报告列表》 from a file: new ones as drafts, the others compared and never changed (S1.40)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fuwubao.accounts.models import User
from fuwubao.agreements import queries as agreements
from fuwubao.reports.actions.duties import step_add_for_agreement
from fuwubao.reports.queries.register import register_lines
from fuwubao.reports.register_files import register_csv
from fuwubao.reports.register_import import FileRow, cells_of_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One cell of a row that is there already and says something else in the file."""

    number: str
    column: str
    here: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A new row whose agreements are not loaded, so that nobody knows its customer."""

    number: str
    agreements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of the rows of a file; ``ready`` are new ones that can be taken, ``added`` those that were."""

    added: tuple[str, ...]
    same: tuple[str, ...]
    different: tuple[Difference, ...]
    lacking: tuple[Lacking, ...]
    ready: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return it as ``register import --json`` prints it."""
        return {
            "added": list(self.added),
            "same": list(self.same),
            "different": [
                {"number": x.number, "column": x.column, "here": x.here, "file": x.file} for x in self.different
            ],
            "lacking": [{"number": x.number, "agreements": list(x.agreements)} for x in self.lacking],
            "ready": list(self.ready),
        }


@transaction.atomic(durable=True)
def take_rows(*, rows: Sequence[FileRow], available_only: bool, actor: User, now: datetime) -> Taken:
    """Add the new rows as drafts; while some lack an agreement, only where ``available_only`` asks for the others.

    A row that is there is compared cell by cell with what the export would say of it now.
    Raises: NotAllowed, TooRare.
    """
    here = cells_of_csv(register_csv(register_lines(reader=actor, now=now)).decode("utf-8-sig"))
    loaded = {terms.code for terms in agreements.terms_of_all()}
    known = [row for row in rows if row.content.number in here]
    fresh = [row for row in rows if row.content.number not in here]
    lacking = [row for row in fresh if set(row.content.agreements) - loaded]
    ready = [row for row in fresh if not set(row.content.agreements) - loaded]
    different = [one for row in known for one in _differences(row, here[row.content.number])]
    changed = {one.number for one in different}
    writes = available_only or not lacking
    added = [step_add_for_agreement(row.content, actor=actor, now=now).number for row in ready] if writes else []
    return Taken(
        added=tuple(added),
        same=tuple(row.content.number for row in known if row.content.number not in changed),
        different=tuple(different),
        lacking=tuple(
            Lacking(number=row.content.number, agreements=tuple(sorted(set(row.content.agreements) - loaded)))
            for row in lacking
        ),
        ready=tuple(row.content.number for row in ready),
    )


def _differences(row: FileRow, here: dict[str, str]) -> list[Difference]:
    """Columns that the file lacks say nothing."""
    return [
        Difference(number=row.content.number, column=column, here=here.get(column, ""), file=told)
        for column, told in row.cells.items()
        if column in here and told != here[column]
    ]

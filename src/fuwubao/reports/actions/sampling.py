"""抽样核对: draw rows behind the figures by a fresh seed, and tick each against its source tool (S6.9)."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.measurement.queries import frozen_figures
from fuwubao.reports import rules, sampling
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.errors import ReportNotFound
from fuwubao.reports.models import DataSample, Report, SampledRow
from fuwubao.reports.review_errors import DifferenceUnsaid, NothingToSample, SampleDrawn

USUAL_SIZE = 10
LARGEST_SIZE = 50


def draw_sample(*, number: str, size: int, actor: User, now: datetime, seed: str = "") -> DataSample:
    """Draw rows of a submitted report once a submission; the seed is fresh unless given (to repeat a draw).

    Source: S6.9. Raises: NotAllowed, StepRefused, SameHands, SampleDrawn, NothingToSample, ReportNotFound.
    """
    report = Report.objects.select_related("row").filter(number=number).first()
    if report is None:
        raise ReportNotFound(number=number)
    figures = frozen_figures(report.figure_set) if report.figure_set is not None else ()
    keys = sampling.population(figures, period=report.period_label, snapshot=report.snapshot)
    chosen = seed or secrets.token_hex(8)
    drawn = sampling.drawn(keys, seed=chosen, size=max(1, min(size, LARGEST_SIZE)))
    rows = sampling.stored_rows(drawn, snapshot=report.snapshot)
    return _keep_sample(number=number, seed=chosen, rows=rows, population=len(keys), actor=actor, now=now)


@transaction.atomic(durable=True)
def _keep_sample(
    *, number: str, seed: str, rows: list[sampling.StoredRow], population: int, actor: User, now: datetime
) -> DataSample:
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.verify_sample", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "in_review", act="抽样核对")
    rules.refuse_same_hands(report, actor, act="核对")
    held = rules.sample_of(report)
    if held is not None:
        raise SampleDrawn(number=number, seed=held.seed)
    if not rows:
        raise NothingToSample(number=number)
    assert report.submitted_at is not None
    sample = DataSample.objects.create(
        report=report,
        submitted_at=report.submitted_at,
        snapshot=report.snapshot,
        seed=seed,
        size=len(rows),
        population=population,
        drawn_by=actor,
        drawn_at=now,
    )
    SampledRow.objects.bulk_create(
        SampledRow(
            sample=sample,
            place=place,
            record_kind=row.kind,
            record_id=row.id,
            source=row.source,
            batch=row.batch,
            row_number=row.row_number,
            values=row.values,
        )
        for place, row in enumerate(rows, start=1)
    )
    after = {"seed": seed, "size": len(rows), "population": population, "snapshot": report.snapshot}
    audit.record("reports.draw_sample", subject=report, actor=actor, at=now, after=after)
    return sample


@transaction.atomic(durable=True)
def compare_rows(*, number: str, results: dict[int, tuple[bool, str]], actor: User, now: datetime) -> DataSample:
    """Tick rows equal or different, by their place in the sample; a different one says what differs.

    Raises: NotAllowed, StepRefused, SameHands, DifferenceUnsaid, NothingToSample without a sample.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.verify_sample", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "in_review", act="抽样核对")
    rules.refuse_same_hands(report, actor, act="核对")
    sample = rules.sample_of(report)
    if sample is None:
        raise NothingToSample(number=number)
    silent = [place for place, (equal, difference) in results.items() if not equal and not difference.strip()]
    if silent:
        where = "、".join(str(place) for place in sorted(silent))
        raise DifferenceUnsaid(where=where, why=where)
    for row in sample.rows.filter(place__in=results):
        row.equal, row.difference = results[row.place][0], results[row.place][1].strip()
        row.compared_by, row.compared_at = actor, now
        row.save(update_fields=["equal", "difference", "compared_by", "compared_at"])
    after = {str(place): ("equal" if equal else difference) for place, (equal, difference) in sorted(results.items())}
    audit.record("reports.compare_sample", subject=report, actor=actor, at=now, after=after)
    return sample

"""The one write of this room: freezing figures with the way back to their rows (M14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit
from fuwubao.accounts.models import User
from fuwubao.agreements.fingerprints import terms_digest
from fuwubao.domain.figures import Figure, FigureKey
from fuwubao.domain.terms import AgreementTerms
from fuwubao.engine.measures.catalogue import CATALOGUE
from fuwubao.engine.measures.lineage import seals
from fuwubao.measurement.entered import entry_definition, entry_seal
from fuwubao.measurement.errors import NothingToFreeze
from fuwubao.measurement.evidence import evidence_as_of
from fuwubao.measurement.models import FigureSet, FrozenFigure
from fuwubao.measurement.queries import definition_of


@transaction.atomic(durable=True)
def freeze_figures(*, figures: Sequence[Figure], snapshot: str, purpose: str, actor: User, now: datetime) -> FigureSet:
    """Freeze figures under their common cut-off and a snapshot; the returned set's ``pk`` names them.

    Raises: NothingToFreeze.
    """
    return keep_figures(figures=figures, snapshot=snapshot, purpose=purpose, actor=actor, now=now)


def keep_figures(*, figures: Sequence[Figure], snapshot: str, purpose: str, actor: User, now: datetime) -> FigureSet:
    """Freeze inside the transaction of another act, such as the submission of a report.

    Raises: NothingToFreeze; TransactionManagementError outside a transaction.
    """
    if not figures:
        raise NothingToFreeze()
    as_of = figures[0].as_of
    assert all(figure.as_of == as_of for figure in figures), "one cut-off for all figures of a set"
    evidence = evidence_as_of(as_of, snapshot=snapshot)
    counted = [figure for figure in figures if not figure.entry]
    sealed = seals(evidence, counted, {measure.id: measure for measure in CATALOGUE})
    sealed |= {figure.key: entry_seal(figure) for figure in figures if figure.entry}
    customers = {figure.scope.customer for figure in figures}
    found = FigureSet.objects.create(
        purpose=purpose,
        as_of=as_of,
        snapshot=snapshot,
        agreements=_lineage([t for t in evidence.agreements if t.customer_code in customers]),
        frozen_at=now,
        frozen_by=actor,
    )
    FrozenFigure.objects.bulk_create([_row(found, figure, sealed) for figure in figures])
    audit.record(
        "measurement.freeze",
        subject=found,
        actor=actor,
        at=now,
        after={"figures": len(figures), "as_of": as_of.isoformat(), "snapshot": snapshot},
        remark=purpose,
    )
    return found


def _lineage(agreements: Sequence[AgreementTerms]) -> list[list[str]]:
    return [[terms.code, terms.holds_from.isoformat(), terms_digest(terms)] for terms in agreements]


def _row(found: FigureSet, figure: Figure, sealed: Mapping[FigureKey, str]) -> FrozenFigure:
    scope, period = figure.scope, figure.period
    return FrozenFigure(
        figure_set=found,
        measure=figure.measure,
        version=figure.version,
        definition=entry_definition(figure).zh if figure.entry else definition_of(figure.measure, figure.version),
        customer=scope.customer,
        first=period.first,
        day_after=period.day_after,
        timezone=period.timezone,
        label=period.label,
        clock=figure.variant.clock,
        statistic=figure.variant.statistic,
        bucket=figure.variant.bucket,
        dimension=scope.dimension.value if scope.dimension else "",
        key=scope.key,
        agreement=scope.agreement,
        unit=figure.unit.value,
        better=figure.better.value,
        digits=figure.digits,
        status=figure.status.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value="" if figure.value is None else str(figure.value),
        target="" if figure.target is None else str(figure.target.value),
        operator="" if figure.target is None else figure.target.operator.value,
        minimum_sample=figure.minimum_sample,
        identity=dict(figure.identity),
        entry=dict(figure.entry),
        reason=figure.reason,
        empty=figure.empty,
        rows_sha256=sealed[figure.key],
    )

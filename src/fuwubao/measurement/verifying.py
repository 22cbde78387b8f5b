"""Proof of frozen figures: each is computed again from its own rows, promises and rule, and must come out equal (M14).

A set knows its snapshot and instant, the hash of every promise of its customers, the version of each rule, and a seal
over the rows of each figure. What was agreed with other customers is taken as it was known at the freezing. Nothing
that was kept for speed takes part: rows come from the store's own files and are judged anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from fuwubao.agreements import queries as agreements
from fuwubao.agreements.fingerprints import terms_digest
from fuwubao.domain.figures import Figure, FigureKey
from fuwubao.domain.records import KINDS
from fuwubao.domain.terms import AgreementTerms
from fuwubao.engine.measures.catalogue import CATALOGUE, RETIRED
from fuwubao.engine.measures.computing import compute
from fuwubao.engine.measures.evidence import Evidence, Question, questions_of
from fuwubao.engine.measures.lineage import seals
from fuwubao.engine.measures.measure import Measure
from fuwubao.measurement.entered import entered_figures, entry_seal
from fuwubao.measurement.evidence import NEEDED, Judged, evidence_of
from fuwubao.measurement.judging import judge_tables
from fuwubao.measurement.models import FigureSet
from fuwubao.measurement.queries import thawed
from fuwubao.records.errors import SnapshotMissing
from fuwubao.records.queries import record_store

Rules = Mapping[str, Measure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A frozen figure that comes out otherwise; ``now`` None: there is none now; ``rows_differ``: its seal broke."""

    frozen: Figure
    now: Figure | None
    rows_differ: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSet:
    """One frozen set after its proof; ``lost`` names a promise, snapshot or rule that is not there any more."""

    number: int
    purpose: str
    figures: int
    deviations: tuple[Deviation, ...]
    lost: str = ""

    @property
    def holds(self) -> bool:
        """Whether every figure came out equal."""
        return not self.deviations and not self.lost


def verified_sets() -> Iterator[VerifiedSet]:
    """Compute every frozen set again, the oldest first."""
    stored = _Stored()
    for found in FigureSet.objects.order_by("pk"):
        yield _verified(found, stored)


class _Stored:
    """The rows of the snapshot that was asked for last, as the store's files hold them."""

    def __init__(self) -> None:
        self._snapshot, self._rows = "", dict[str, pa.Table]()

    def evidence(self, found: FigureSet, terms: tuple[AgreementTerms, ...]) -> Evidence:
        """Return what a set's figures are made of under these promises. Raises: SnapshotMissing."""
        if found.snapshot != self._snapshot:
            store = record_store()
            kinds = (*NEEDED, "ticket_event")
            self._rows = {kind: store.current(KINDS[kind], snapshot=found.snapshot) for kind in kinds}
            self._snapshot = found.snapshot
        verdicts, transitions = judge_tables(self._rows["ticket"], self._rows["ticket_event"], terms, found.as_of)
        judged = Judged(verdicts=verdicts, transitions=transitions)
        return evidence_of(judged, self._rows, terms=terms, as_of=found.as_of)


def _verified(found: FigureSet, stored: _Stored) -> VerifiedSet:
    rows = list(found.figures.order_by("pk"))
    frozen = [thawed(row, found.as_of) for row in rows]
    sealed = {figure.key: row.rows_sha256 for figure, row in zip(frozen, rows, strict=True)}
    rules, lost = _rules_of(frozen)
    terms, gone = _terms_of(found, {figure.scope.customer for figure in frozen})
    deviations: tuple[Deviation, ...] = ()
    if not (lost or gone):
        try:
            deviations = _deviations(frozen, sealed, stored.evidence(found, terms), rules, found.snapshot)
        except SnapshotMissing:
            lost = found.snapshot
    return VerifiedSet(
        number=found.pk, purpose=found.purpose, figures=len(frozen), deviations=deviations, lost=lost or gone
    )


def _rules_of(frozen: Sequence[Figure]) -> tuple[Rules, str]:
    """Return the rule of each counted figure in the version that it was frozen under, and one that is not there."""
    known = {measure.key: measure for measure in (*CATALOGUE, *RETIRED)}
    rules: dict[str, Measure] = {}
    for figure in frozen:
        if not figure.entry:
            rule = known.get((figure.measure, figure.version))
            if rule is None:
                return {}, f"{figure.measure} v{figure.version}"
            rules[figure.measure] = rule
    return rules, ""


def _terms_of(found: FigureSet, customers: set[str]) -> tuple[tuple[AgreementTerms, ...], str]:
    """Return the promises that the set rests on, and the name of one of its own that is not there any more."""
    own = {(code, first, digest) for code, first, digest in found.agreements}
    others = {terms_digest(terms) for terms in agreements.terms_loaded_by(found.frozen_at)}
    terms, seen = [], set()
    for one in agreements.terms_of_all():
        name = (one.code, one.holds_from.isoformat(), terms_digest(one))
        if name in own or (one.customer_code not in customers and name[2] in others):
            terms.append(one)
            seen.add(name)
    missing = sorted(f"{code} {first}" for code, first, digest in own - seen)
    return tuple(terms), missing[0] if missing else ""


def _deviations(
    frozen: Sequence[Figure], sealed: Mapping[FigureKey, str], evidence: Evidence, rules: Rules, snapshot: str
) -> tuple[Deviation, ...]:
    counted = [figure for figure in frozen if not figure.entry]
    now = {figure.key: figure for figure in _again(counted, evidence, rules)}
    seal = seals(evidence, counted, rules)
    asked = [(figure.scope.customer, figure.period) for figure in frozen if figure.entry]
    for figure in entered_figures(asked, as_of=evidence.as_of, snapshot=snapshot):
        now[figure.key], seal[figure.key] = figure, entry_seal(figure)
    found = []
    for figure in frozen:
        again, rows_differ = now.get(figure.key), seal.get(figure.key) != sealed[figure.key]
        if again is None or rows_differ or _told(again) != _told(figure):
            found.append(Deviation(frozen=figure, now=again, rows_differ=rows_differ))
    return tuple(found)


def _again(counted: Sequence[Figure], evidence: Evidence, rules: Rules) -> Iterator[Figure]:
    """Ask the questions of the figures again: all together, then those whose slice no row or promise names."""
    dimensions = tuple(dict.fromkeys(figure.scope.dimension for figure in counted if figure.scope.dimension))
    found = compute(evidence, questions_of(counted), tuple(rules.values()), dimensions=dimensions)
    yield from found
    known = {figure.key for figure in found}
    for figure in counted:
        scope = figure.scope
        if figure.key not in known and scope.dimension is not None:
            key = f"{scope.agreement}/{scope.key}" if scope.agreement else scope.key
            asked = [Question(scope.customer, (figure.period,))]
            yield from compute(evidence, asked, (rules[figure.measure],), only=(scope.dimension, key))


def _told(figure: Figure) -> tuple[object, ...]:
    """Everything that a reader was told of a figure."""
    return (
        figure.numerator,
        figure.denominator,
        figure.value,
        figure.status,
        figure.target,
        figure.minimum_sample,
        dict(figure.identity),
        dict(figure.entry),
        figure.reason,
    )

"""What the checks ask the store for, which rules are off, and how much each rule cries in vain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils.translation import gettext as _

from fuwubao.accounts.workspace import home_folder
from fuwubao.agreements import queries as agreements
from fuwubao.domain.figures import Figure
from fuwubao.measurement import queries as measurement
from fuwubao.measurement.entered import measure_words
from fuwubao.render import tree as t
from fuwubao.reports import checks
from fuwubao.reports.errors import FileDamaged
from fuwubao.reports.files import read
from fuwubao.reports.frozen_seal import KEPT_AS, seal_of
from fuwubao.reports.material import Material
from fuwubao.reports.models import CheckSwitch, CheckWaiver, RaisedFinding, Report
from fuwubao.reports.queries.reports import PUBLISHED
from fuwubao.ui.language import said

UNCHANGING = 3600  # seconds that a recount of a frozen set on one snapshot is remembered


def rules_off(at: datetime | None = None) -> frozenset[str]:
    """Return the rules that are switched off, now or at an instant."""
    switches = CheckSwitch.objects.order_by("switched_at", "pk")
    if at is not None:
        switches = switches.filter(switched_at__lte=at)
    last = {switch.rule: switch.is_on for switch in switches}
    return frozenset(rule for rule, is_on in last.items() if not is_on)


def moved_of(report: Report, material: Material, newer: str, *, recount: bool) -> tuple[checks.Moved, ...] | None:
    """Return which of a draft's figures the newest rows tell otherwise; None where nobody has counted.

    A recount takes seconds, so a page asks for what is remembered only (``recount`` False). It is remembered for an
    hour, since it depends on frozen figures, a snapshot and agreements alone.
    """
    if not newer or report.figure_set is None:
        return None
    known = (str(home_folder()), report.figure_set, newer, len(agreements.terms_of_all()))
    name = "moved-" + "-".join(str(part) for part in known[1:]) + f"-{abs(hash(known[0]))}"
    held: tuple[tuple[str, str, str, str], ...] | None = cache.get(name)
    if held is None and not recount:
        return None
    if held is None:
        held = tuple(_moves(material, measurement.differences_of(report.figure_set, snapshot=newer)))
        cache.set(name, held, UNCHANGING)
    return tuple(checks.Moved(key=key, title=title, was=was, now=now) for key, title, was, now in held)


def _moves(material: Material, found: Sequence[measurement.Difference]) -> list[tuple[str, str, str, str]]:
    """Return key, name, old and new display of what moved, the period's targets first, then the period."""
    titles = {line.key: f"{line.service_name} {line.title}" for line in material.targets}
    rows: list[tuple[int, tuple[str, str, str, str]]] = []
    for one in found:
        key, label = material.key(one.frozen), one.frozen.period.label
        if (key, label) in material.figures:
            rank = (label != material.period.label) * 2 + (key not in titles)
            name = f"{titles.get(key) or _named(one.frozen)} {label}"
            rows.append((rank, (key, name, one.frozen.display, one.now.display if one.now else "—")))
    return [row for _rank, row in sorted(rows, key=lambda row: row[0])]


def _named(figure: Figure) -> str:
    scope = f" {figure.scope.key}" if figure.scope.dimension else ""
    return f"{said(measure_words(figure))}{scope}"


def damage_of(report: Report, material: Material) -> tuple[tuple[str, str], ...]:
    """Return what of a report no longer agrees with its hash or with its frozen figures, as (subject, words) (M14)."""
    found: list[tuple[str, str]] = []
    frozen = () if report.figure_set is None else measurement.frozen_figures(report.figure_set)
    sealed = report.facts.get(KEPT_AS)
    if sealed and seal_of(frozen) != sealed:
        found.append((KEPT_AS, _("冻结的数字")))
    if report.tree:
        shown = {(f.measure, f.display, f.start, f.end) for f in t.from_json(report.tree.encode("utf-8")).figures}
        held = {
            (f.measure, f.display, f.period.first.isoformat(), f.period.last.isoformat())
            for f in material.figures.values()
        }
        found += [
            (f"{measure} {start}/{end}", f"{measure} {told}") for measure, told, start, end in sorted(shown - held)
        ]
    for kept in report.files.order_by("file_format"):
        try:
            read(kept.sha256, name=kept.name)
        except FileDamaged:
            found.append((kept.name, kept.name))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule with its state and its noise: how many of its findings on published reports were released.

    ``noise`` is None where it raised nothing yet.
    """

    rule: checks.Rule
    is_on: bool
    switch: CheckSwitch | None
    raised: int
    released: int

    @property
    def noise(self) -> str:
        """The share as whole per cent, a dash without a base."""
        return f"{round(100 * self.released / self.raised)}%" if self.raised else "—"

    def to_json(self) -> dict[str, object]:
        """Return the line as ``report rules --json`` prints it."""
        return {
            "id": self.rule.id,
            "severity": self.rule.severity.value,
            "zh": self.rule.zh,
            "en": self.rule.en,
            "why": {"zh": self.rule.why.zh, "en": self.rule.why.en},
            "mend": {"zh": self.rule.mend.zh, "en": self.rule.mend.en},
            "source": self.rule.source,
            "on": self.is_on,
            "off_because": "" if self.is_on or self.switch is None else self.switch.reason,
            "raised": self.raised,
            "released": self.released,
        }


def rule_lines() -> tuple[RuleLine, ...]:
    """Return every rule with its switch and its noise over published reports."""
    last = {switch.rule: switch for switch in CheckSwitch.objects.select_related("switched_by").order_by("pk")}
    raised = Counter(RaisedFinding.objects.filter(report__state__in=PUBLISHED).values_list("rule", flat=True))
    waived = CheckWaiver.objects.filter(report__state__in=PUBLISHED).values_list("report", "rule", "subject")
    released = Counter(rule for _report, rule, _subject in set(waived))
    return tuple(
        RuleLine(
            rule=rule,
            is_on=rule.id not in last or last[rule.id].is_on,
            switch=last.get(rule.id),
            raised=max(raised[rule.id], released[rule.id]),
            released=released[rule.id],
        )
        for rule in checks.RULES
    )


def switches() -> tuple[CheckSwitch, ...]:
    """Return every act of switching, newest first."""
    return tuple(CheckSwitch.objects.select_related("switched_by").order_by("-switched_at", "-pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A finding that was let pass, as reviewer and approver see it: what was found, why it stands, by whom."""

    rule: str
    message: str
    detail: str
    reason: str
    by: str
    at: datetime


def released_of(report: Report) -> tuple[Released, ...]:
    """Return what a submitted report lets pass; before submission all that its author released (F04)."""
    found = {(one["rule"], one["subject"]): one for one in report.check_result or ()}
    lines = []
    for waiver in report.waivers.select_related("waived_by").order_by("rule", "subject"):
        one = found.get((waiver.rule, waiver.subject))
        if report.check_result is not None and one is None:
            continue
        lines.append(
            Released(
                rule=waiver.rule,
                message=one["message"] if one else waiver.subject,
                detail=one["detail"] if one else "",
                reason=waiver.reason,
                by=waiver.waived_by.name,
                at=waiver.waived_at,
            )
        )
    return tuple(lines)


def off_at_submission(report: Report) -> tuple[checks.Rule, ...]:
    """Return the rules that were off when a report was submitted; the approver sees them too."""
    off = rules_off(report.submitted_at) if report.submitted_at else frozenset[str]()
    return tuple(rule for rule in checks.RULES if rule.id in off)

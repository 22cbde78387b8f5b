"""Put a report together: cover, contents, then the template's blocks in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from fuwubao.domain.figures import Figure, decimal_text
from fuwubao.measurement.entered import measure_words
from fuwubao.render import tree as t
from fuwubao.reports.composition import (
    annual_chapters,
    attainment,
    availability,
    change_chapters,
    closing,
    forward_chapters,
    improving,
    incident_chapters,
    incidents,
    practice_summary,
    problem_chapters,
    summary,
    supplier_chapters,
    unavailability,
    workload,
)
from fuwubao.reports.composition.composer import Composer
from fuwubao.reports.material import Masthead, Material, Person

BLOCKS: dict[str, Callable[[Composer, str, dict[str, Any]], list[t.Block]]] = {
    "summary": summary.summary,
    "previous_actions": improving.previous_actions,
    "services": summary.services,
    "attainment": attainment.attainment,
    "events": incidents.events,
    "workload": workload.workload,
    "teams": workload.teams,
    "speed": workload.speed,
    "backlog": workload.backlog,
    "availability": availability.availability,
    "changes": incidents.changes,
    "record_quality": incidents.record_quality,
    "nonconformities": improving.nonconformities,
    "satisfaction": incidents.satisfaction,
    "improvement": improving.improvement,
    "next_plan": closing.next_plan,
    "appendix_breaches": closing.appendix_breaches,
    "appendix_definitions": closing.appendix_definitions,
    "appendix_revisions": closing.appendix_revisions,
    "left_out": practice_summary.left_out,
    "availability_misses": unavailability.availability_misses,
    "reliability": unavailability.reliability,
    "downtime_causes": unavailability.downtime_causes,
    "problem_rates": problem_chapters.problem_rates,
    "problem_flow": problem_chapters.problem_flow,
    "root_causes": problem_chapters.root_causes,
    "problem_effect": problem_chapters.problem_effect,
    "change_rates": change_chapters.change_rates,
    "change_results": change_chapters.change_results,
    "change_failures": change_chapters.change_failures,
    "releases": change_chapters.releases,
    "major_facts": incident_chapters.major_facts,
    "time_line": incident_chapters.time_line,
    "impact": incident_chapters.impact,
    "communication": incident_chapters.communication,
    "cause_and_recovery": incident_chapters.cause_and_recovery,
    "recovery_targets": incident_chapters.recovery_targets,
    "lessons": incident_chapters.lessons,
    "planned_activities": forward_chapters.planned_activities,
    "clashes": forward_chapters.clashes,
    "expected_outage": forward_chapters.expected_outage,
    "expected_workload": forward_chapters.expected_workload,
    "warnings_raised": forward_chapters.warnings_raised,
    "allowance_left": forward_chapters.allowance_left,
    "supplier_reports": supplier_chapters.supplier_reports,
    "supplier_targets": supplier_chapters.supplier_targets,
    "supplier_scores": supplier_chapters.supplier_scores,
    "supplier_disputes": supplier_chapters.supplier_disputes,
    "supplier_risks": supplier_chapters.supplier_risks,
    "process_kpis": annual_chapters.process_kpis,
    "year_reports": annual_chapters.year_reports,
    "usefulness": annual_chapters.usefulness,
    "review_outcomes": annual_chapters.review_outcomes,
    "template_changes": annual_chapters.template_changes,
    "year_nonconformities": annual_chapters.year_nonconformities,
    "summary_inputs": annual_chapters.summary_inputs,
    "plan_rates": annual_chapters.plan_rates,
    "plan_actions": annual_chapters.plan_actions,
}


def compose(material: Material, blocks: Sequence[dict[str, Any]]) -> tuple[t.Document, tuple[Figure, ...]]:
    """Make the document tree and the list of figures it prints, in the order of their first appearance.

    ``blocks`` are the template's: code, title, covers, parameters. Raises: UnknownCitation.
    """
    composer = Composer(material)
    made: list[t.Block] = [_cover(composer), t.Contents(note=_reading_note(composer))]
    for block in blocks:
        composer.begun.append(block["code"])
        made.extend(BLOCKS[block["code"]](composer, block["title"], block.get("parameters") or {}))
    made.append(t.Closing(text="报告结束"))
    figures = tuple(composer.printed.values())
    known = {**composer.printed, **composer.mentioned}  # the tree also resolves what is cited in parts
    document = t.Document(
        meta=_meta(composer),
        blocks=tuple(made),
        figures=tuple(_tree_figure(composer, figure) for figure in known.values()),
    )
    return document, figures


def _meta(composer: Composer) -> t.Meta:
    material, head = composer.material, composer.material.masthead
    return t.Meta(
        title=head.title,
        number=head.number,
        version=head.version,
        issuer=head.issuer,
        customer=head.customer,
        period=_span(material),
        state=t.State.APPROVED if head.approved else t.State.DRAFT,
        classification=head.classification.split(" ")[0],
        confidentiality=head.classification,
        drafted_at=head.drafted_at,
        as_of=composer.moment(material.as_of),
        snapshot=material.snapshot,
        signatures=tuple(_signature(person) for person in head.people),
    )


def _signature(person: Person) -> t.Signature:
    name = f"{person.name} 代 {person.for_whom}" if person.for_whom else person.name
    return t.Signature(role=person.role, name=name, on=person.on)


def _span(material: Material) -> str:
    return f"{material.period.first.isoformat()} 至 {material.period.last.isoformat()}"


def _cover(composer: Composer) -> t.Cover:
    material, head = composer.material, composer.material.masthead
    months = material.months
    inside = [i for i, month in enumerate(months) if material.period.first <= month.first < material.period.day_after]
    strip = None
    if months and inside:
        labels = tuple(month.label[2:] for month in months)
        strip = t.PeriodStrip(periods=labels, first=inside[0], last=inside[-1], words=_when(material))
    return t.Cover(when=_when(material), addressee=head.customer, strip=strip, facts=_cover_facts(composer, head))


def _cover_facts(composer: Composer, head: Masthead) -> tuple[tuple[str, str], ...]:
    material = composer.material
    return (
        ("报告期间", _span(material)),
        ("报告编号", head.number),
        ("版本", head.version),
        ("列表条目", f"{head.row_number}（{head.frequency}）"),
        ("依据模板", head.template),
        ("数据截至", composer.moment(material.as_of)),
        ("数据快照", material.snapshot or "—"),
        ("受控状态", "未盖“受控”章者为非受控"),
    )


def _when(material: Material) -> str:
    period = material.period
    return _span(material) if period.kind == "span" else period.words.zh


def _reading_note(composer: Composer) -> t.Runs:
    material = composer.material
    return (
        t.Text(
            f"本报告的数字取自快照 {material.snapshot or '—'}，数据截至 {composer.moment(material.as_of)}"
            f"（{material.period.timezone}）。比率向不利一侧截断，判定用未截断的精确值；口径见附录。"
        ),
    )


def _tree_figure(composer: Composer, figure: Figure) -> t.Figure:
    scope = figure.scope.to_json()
    return t.Figure(
        key=composer.tree_key(figure),
        measure=figure.measure,
        version=figure.version,
        title=measure_words(figure).zh,
        scope=tuple(scope.items()),
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=None if figure.value is None else Decimal(decimal_text(figure.value)),
        unit=figure.unit.value,
        status=figure.status.value,
        target=None if figure.target is None else Decimal(decimal_text(figure.target.value)),
        operator=None if figure.target is None else figure.target.operator.value,
        verdict=None if figure.verdict is None else figure.verdict.value,
        display=figure.display,
        clock=figure.variant.clock or None,
        statistic=figure.variant.statistic or None,
        bucket=figure.variant.bucket or None,
        start=figure.period.first.isoformat(),
        end=figure.period.last.isoformat(),
    )

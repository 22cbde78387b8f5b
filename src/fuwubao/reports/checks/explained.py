"""Whether what went wrong is explained, and what was promised is followed up."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fuwubao.domain.figures import FigureVerdict
from fuwubao.reports.checks.finding import Finding, Sight, must, target_called, warn
from fuwubao.reports.material import Note, grouped_measures
from fuwubao.ui.language import listed


def misses(sight: Sight) -> Iterator[Finding]:
    """Tell of missed targets without cause, measure, owner or date (S1.33)."""
    for line in sight.material.targets:
        figure = sight.material.figure(line.key)
        if figure is None or figure.verdict is not FigureVerdict.NOT_MET:
            continue
        subject = f"target {line.agreement} {line.id}"
        note = sight.material.notes.get(subject, Note(subject=subject))
        if not note.complete:
            named = {"target": target_called(line), "parts": listed(*_lacking(note))}
            message = _("%(target)s 未达标，缺%(parts)s") % named
            detail = _("未达标项要写明原因、措施、责任人和期限")
            yield must("miss_explained", "attainment", subject, message, detail, "explain")


def _lacking(note: Note) -> list[str]:
    parts = ((_("原因"), note.cause), (_("措施"), note.measure), (_("责任人"), note.owner), (_("期限"), note.due_on))
    return [words for words, value in parts if not value]


def breaches(sight: Sight) -> Iterator[Finding]:
    """Tell of late tickets without a cause, of those priorities that the template wants explained one by one."""
    chosen = {p for block in sight.draft.blocks for p in (block.get("parameters") or {}).get("explain_each", ())}
    for breach in sight.material.breaches:
        if breach.priority not in chosen:
            continue
        note = sight.material.notes.get(breach.subject)
        if note is None or not note.cause:
            response = breach.clock == "response"
            message = _("%(ticket)s 响应超时，还没有原因") if response else _("%(ticket)s 解决超时，还没有原因")
            message = message % {"ticket": breach.ticket}
            yield must("breach_explained", "attainment", breach.subject, message, breach.title, "explain")


def previous(sight: Sight) -> Iterator[Finding]:
    """Tell of promises of the last report past their date with no outcome, and of a report that hides them (S6.13)."""
    promised = grouped_measures(sight.material.previous_notes)
    if promised and "previous_actions" not in {block["code"] for block in sight.draft.edition}:
        detail = _("模板中没有“上期改进措施跟踪”，读者看不到承诺的结果")
        yield warn("previous_actions", "", "block", _("报告不含上期措施的跟踪"), detail, "template")
    today = sight.material.as_of.date()
    for note, _count in promised:
        if note.measure in sight.material.improving.measures:
            continue  # its state is told from the room of improvement
        if note.outcome == "open" and note.due_on and note.due_on < today and not note.outcome_note:
            facts = {"owner": note.owner or _("未定"), "day": note.due_on.isoformat()}
            detail = _("责任人 %(owner)s，期限 %(day)s") % facts
            message = _("上期措施“%(measure)s”已过期限，没有结果") % {"measure": note.measure[:30]}
            yield warn("previous_actions", "previous_actions", note.subject, message, detail, "explain")

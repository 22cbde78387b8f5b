"""One typed object a page: the editor, the review, the portal. Templates read it and decide nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.due import day_ended_by
from fuwubao.domain.lifecycles import REPORT
from fuwubao.domain.prose import Piece, stretches
from fuwubao.measurement.notations import shown
from fuwubao.measurement.queries import utc_text
from fuwubao.render import tree as t
from fuwubao.reports import checks
from fuwubao.reports.composition.composer import Composer
from fuwubao.reports.material import Material, Note, grouped_measures
from fuwubao.reports.models import BreachNote, Feedback, Report, Review
from fuwubao.reports.queries.abilities import abilities
from fuwubao.reports.queries.citing import Citable, base_of, citable_figures, figure_address
from fuwubao.reports.queries.coauthoring import BlockDesk, block_desk, comments_of
from fuwubao.reports.queries.material import draft_of, previous_notes
from fuwubao.reports.queries.reports import report_with_id, undecided
from fuwubao.ui.language import said
from fuwubao.ui.parts import Step

WRITABLE = ("summary", "previous_actions", "attainment", "events", "workload", "availability", "nonconformities",
            "satisfaction", "improvement", "next_plan", "services", "speed", "backlog", "teams", "changes",
            "record_quality")  # fmt: skip
MOST_CITABLE = 240
STEPS = ("planned", "draft", "in_review", "approved", "published", "acknowledged", "archived")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockLine:
    """One chapter in the editor's list; ``shape`` tells whether a finding waits in it."""

    code: str
    title: str
    shape: str
    is_current: bool
    is_writable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProsePart:
    """A stretch of the author's words as the page shows it; ``kind`` is text, cited or loose."""

    kind: str
    text: str
    title: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToExplain:
    """A breach or missed target with what has been said about it."""

    subject: str
    title: str
    detail: str
    note: Note
    is_complete: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousMeasure:
    """One measure that the last report promised, with the number of subjects it serves."""

    note: BreachNote
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    """Everything that the page of one report shows."""

    report: Report
    state_words: str
    steps: tuple[Step, ...]
    subtitle: str
    blocks: tuple[BlockLine, ...]
    block: str
    block_title: str
    text: str
    edit_count: int
    desk: BlockDesk
    parts: tuple[ProsePart, ...]
    must: tuple[checks.Finding, ...]
    warnings: tuple[checks.Finding, ...]
    passed: int
    citable: tuple[Citable, ...]
    to_explain: tuple[ToExplain, ...]
    previous: tuple[PreviousMeasure, ...]
    decisions: tuple[object, ...]
    reviews: tuple[Review, ...]
    feedback: tuple[Feedback, ...]
    deliveries: tuple[object, ...]
    may: dict[str, bool]
    nothing_stated: bool
    undecided: tuple[str, ...]
    files: tuple[object, ...]


def editor_page(report_id: int, *, reader: User, block: str, now: datetime) -> EditorPage:
    """Return the page of a report with one block open. Raises: ReportNotFound."""
    report = report_with_id(report_id, reader=reader)
    draft = draft_of(report, recounted=False)
    writing = report.state in ("draft", "returned")
    found = checks.findings(draft) if writing else []
    must, warnings = _open_findings(report, found)
    titles = {entry["code"]: entry["title"] for entry in report.template.blocks}
    current = block if block in titles else "summary"
    section = report.texts.filter(block=current).first()
    text = section.text if section else ""
    failing = {finding.rule for finding in found}
    return EditorPage(
        report=report,
        state_words=said(REPORT.states[report.state]),
        steps=_steps(report),
        subtitle=_subtitle(report, draft.material),
        blocks=tuple(_block_line(code, title, current, must, warnings) for code, title in titles.items()),
        block=current,
        block_title=titles[current],
        text=text,
        edit_count=section.edit_count if section else 0,
        desk=block_desk(report, current, text, draft.material, reader=reader, now=now)
        if writing
        else BlockDesk(comments=comments_of(report, current)),
        parts=tuple(_parts(text, draft.material)),
        must=must,
        warnings=warnings,
        passed=sum(rule.id not in failing for rule in checks.RULES),
        citable=tuple(citable_figures(draft.material)[:MOST_CITABLE]) if writing else (),
        to_explain=tuple(_to_explain(draft)) if writing else (),
        previous=tuple(
            PreviousMeasure(note=note, count=count) for note, count in grouped_measures(previous_notes(report))
        ),
        decisions=tuple(report.decisions.order_by("pk")),
        reviews=tuple(report.reviews.select_related("reviewer").prefetch_related("items").order_by("-reviewed_at")),
        feedback=tuple(report.feedback.select_related("given_by").order_by("-given_at")),
        deliveries=tuple(report.deliveries.order_by("recipient", "pk")),
        may=abilities(report, reader, now=now),
        nothing_stated=report.nothing_stated.filter(block=current).exists(),
        undecided=tuple(undecided(report)) if report.state == "acknowledged" else (),
        files=tuple(report.files.order_by("file_format")),
    )


def _open_findings(
    report: Report, found: list[checks.Finding]
) -> tuple[tuple[checks.Finding, ...], tuple[checks.Finding, ...]]:
    waived = set(report.waivers.values_list("rule", "subject"))
    must = tuple(f for f in found if f.severity is checks.Severity.MUST)
    warnings = tuple(f for f in found if f.severity is checks.Severity.WARN and (f.rule, f.subject) not in waived)
    return must, warnings


def _steps(report: Report) -> tuple[Step, ...]:
    """The stepper: what is done with its date and person, what is now, what comes."""
    zone = ZoneInfo(report.timezone)

    def day(at: datetime | None) -> str:
        return at.astimezone(zone).strftime("%m-%d %H:%M") if at else ""

    notes = {
        "planned": "",
        "draft": report.author.name,
        "in_review": report.reviewed_by.name if report.reviewed_by else "",
        "approved": report.approved_by.name if report.approved_by else "",
        "published": day(report.published_at),
        "acknowledged": "",
        "archived": "",
    }
    shown = {"returned": "draft", "escalated": "in_review", "followed_up": "acknowledged", "superseded": "archived",
             "withdrawn": "archived"}  # fmt: skip
    current = STEPS.index(shown.get(report.state, report.state))
    words = {code: said(REPORT.states[code]) for code in STEPS}
    if report.state in shown:
        words[STEPS[current]] = said(REPORT.states[report.state])
    places = ["done" if i < current else "current" if i == current else "future" for i in range(len(STEPS))]
    return tuple(
        Step(words=words[code], note=notes[code], place=place) for code, place in zip(STEPS, places, strict=True)
    )


def _subtitle(report: Report, material: Material) -> str:
    zone = ZoneInfo(report.timezone)
    span = f"{material.period.first.isoformat()} — {material.period.last.isoformat()}"
    parts = [report.row.customer_name or _("内部"), span]
    if report.as_of:
        parts.append(_("数据截至 %(at)s") % {"at": f"{report.as_of.astimezone(zone):%Y-%m-%d %H:%M}"})
    if report.obligation and report.obligation.fulfilled_at is None:
        due = day_ended_by(report.obligation.due_at, ZoneInfo(time_zone()))
        parts.append(_("不迟于 %(day)s 24:00") % {"day": due.isoformat()})
    return " · ".join(parts)


def _block_line(
    code: str, title: str, current: str, must: tuple[checks.Finding, ...], warnings: tuple[checks.Finding, ...]
) -> BlockLine:
    shape = "bad" if any(f.block == code for f in must) else "near" if any(f.block == code for f in warnings) else "ok"
    return BlockLine(code=code, title=title, shape=shape, is_current=code == current, is_writable=code in WRITABLE)


def _parts(text: str, material: Material) -> list[ProsePart]:
    parts: list[ProsePart] = []
    for stretch in stretches(text):
        if stretch.piece is Piece.TEXT:
            parts.append(ProsePart(kind="text", text=stretch.text))
        elif stretch.piece is Piece.NUMBER:
            parts.append(ProsePart(kind="loose", text=stretch.text))
        else:
            figure = material.figures.get((stretch.key, stretch.period or material.period.label))
            told = shown(figure) if figure else stretch.text
            address = figure_address(figure, material) if figure else ""
            parts.append(ProsePart(kind="cited" if figure else "loose", text=told, title=stretch.key, address=address))
    return parts


def _to_explain(draft: checks.Draft) -> list[ToExplain]:
    """Missed targets first, then the breaches that the template wants explained one by one."""
    material, rows = draft.material, []
    composer = Composer(material)
    for line in material.targets:
        figure = material.figure(line.key)
        if figure is None or composer.status(figure).shape is not t.Shape.BAD:
            continue
        subject = f"target {line.agreement} {line.id}"
        note = material.notes.get(subject, Note(subject=subject))
        told = {"value": shown(figure), "base": base_of(composer, figure), "target": composer.bound(line.bound)}
        detail = _("%(value)s（%(base)s），目标 %(target)s") % told
        rows.append(
            ToExplain(
                subject=subject,
                title=_("%(target)s 未达标") % {"target": checks.target_called(line)},
                detail=detail,
                note=note,
                is_complete=note.complete,
                address=figure_address(figure, material),
            )
        )
    chosen = {p for block in draft.blocks for p in (block.get("parameters") or {}).get("explain_each", ())}
    for breach in material.breaches:
        if breach.priority in chosen:
            note = material.notes.get(breach.subject, Note(subject=breach.subject))
            title = _("%(ticket)s 响应超时") if breach.clock == "response" else _("%(ticket)s 解决超时")
            rows.append(
                ToExplain(
                    subject=breach.subject,
                    title=title % {"ticket": breach.ticket},
                    detail=f"{breach.priority} · {composer.service(breach.service)} · {breach.title}",
                    note=note,
                    is_complete=bool(note.cause),
                    address=f"{reverse('measurement:clock', args=[breach.ticket])}?as_of={utc_text(material.as_of)}",
                )
            )
    return rows

"""The automatic checks of a draft: rules as data, findings that say what is wrong, where, and how to mend it.

A ``must`` finding stops the report; a ``warn`` finding may be let pass with a reason that the approver sees.
Everything is a function of the material and the template's blocks, so page, command and submit agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fuwubao.domain.figures import Figure, FigureStatus, FigureVerdict
from fuwubao.domain.prose import Piece, same_number, stretches
from fuwubao.reports.composition import compose
from fuwubao.reports.errors import UnknownCitation
from fuwubao.reports.material import Material, Note, TargetLine, grouped_measures
from fuwubao.ui.language import listed, reader_language

COVERAGE = {
    "a": gettext_noop("与服务级别目标相对应的绩效"),
    "b": gettext_noop("重大事件信息"),
    "c": gettext_noop("工作量特征"),
    "d": gettext_noop("不符合及原因"),
    "e": gettext_noop("趋势信息"),
    "f": gettext_noop("满意度、投诉及其分析"),
}
LONGEST_SUMMARY = 400
EMPTY_PHRASES = ("进一步加强", "不断提高", "基本上", "大概", "若干", "有待提升", "高度重视")


class Severity(StrEnum):
    """``must`` stops submission; ``warn`` asks for a reason; ``passed`` is only told."""

    MUST = "must"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found: where (block), what, and the act that mends it (cite, state, explain, write)."""

    rule: str
    severity: Severity
    block: str
    subject: str
    message: str
    detail: str
    mend: str
    suggestions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the finding as ``report check --json`` prints it."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "block": self.block,
            "subject": self.subject,
            "message": self.message,
            "detail": self.detail,
            "mend": self.mend,
            "suggestions": list(self.suggestions),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the rules look at: the material, the template's blocks, and what the register says."""

    material: Material
    blocks: Sequence[dict[str, Any]]
    agreed: bool
    newer_snapshot: str = ""
    reactive: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its words for people, its clause, and the search itself."""

    id: str
    severity: Severity
    zh: str
    en: str
    source: str
    find: Callable[[Draft], Iterator[Finding]]


def findings(draft: Draft) -> list[Finding]:
    """Run every rule; those that stop the report come first, then by block and subject."""
    found = [finding for rule in RULES for finding in rule.find(draft)]
    order = [block["code"] for block in draft.blocks]
    place = {code: number for number, code in enumerate(order)}
    found.sort(key=lambda f: (f.severity is not Severity.MUST, place.get(f.block, len(order)), f.rule, f.subject))
    return found


def target_called(line: TargetLine) -> str:
    """Name a target for its author: in Chinese as the document does, in English by its id in the agreement."""
    return f"{line.service_name} {line.title if reader_language() == 'zh' else line.id}"


def _quantified(draft: Draft) -> Iterator[Finding]:
    try:
        printed = compose(draft.material, draft.blocks)[1]
    except UnknownCitation:
        return  # told by its own rule
    if not any(figure.value is not None for figure in printed):
        detail = _("本期没有可用的数字：先导入数据或核对协议")
        yield _must("quantified", "summary", "", _("报告没有任何量化指标"), detail, "write")


def _period_over(draft: Draft) -> Iterator[Finding]:
    material = draft.material
    if material.as_of < material.period.ends_before and draft.reactive:
        message = _("期间到 %(day)s 才结束，数据还不完整") % {"day": material.period.last.isoformat()}
        yield _must("period_open", "", material.period.label, message, _("期间结束后更新数据再提交"), "retake")


def _coverage(draft: Draft) -> Iterator[Finding]:
    covered = {letter for block in draft.blocks for letter in block.get("covers", ())}
    covered |= {letter for block in draft.blocks for letter in block.get("parameters", {}).get("reasons", ())}
    for letter, words in COVERAGE.items():
        if letter not in covered:
            message = _("缺少 %(letter)s）%(content)s") % {"letter": letter, "content": _(words)}
            yield _must("coverage", "", letter, message, _("模板没有覆盖这一项的章节"), "template")


def _summary_written(draft: Draft) -> Iterator[Finding]:
    text = draft.material.texts.get("summary", "").strip()
    if not text and "summary" not in draft.material.nothing:
        yield _must("summary", "summary", "", _("摘要还没有文字"), _("用两三句话写明本期变化与原因"), "write")
    length = sum(len(s.text) for s in stretches(text))
    if length > LONGEST_SUMMARY:
        numbers = {"length": length, "most": LONGEST_SUMMARY}
        detail = _("现有 %(length)s 字，摘要不宜超过 %(most)s 字") % numbers
        yield _warn("too_long", "summary", "", _("摘要过长"), detail, "write")


def _misses_explained(draft: Draft) -> Iterator[Finding]:
    for line in draft.material.targets:
        figure = draft.material.figure(line.key)
        if figure is None or figure.verdict is not FigureVerdict.NOT_MET:
            continue
        subject = f"target {line.agreement} {line.id}"
        note = draft.material.notes.get(subject, Note(subject=subject))
        if not note.complete:
            lacks = [
                words
                for words, value in (
                    (_("原因"), note.cause),
                    (_("措施"), note.measure),
                    (_("责任人"), note.owner),
                    (_("期限"), note.due_on),
                )
                if not value
            ]
            named = {"target": target_called(line), "parts": listed(*lacks)}
            message = _("%(target)s 未达标，缺%(parts)s") % named
            detail = _("未达标项要写明原因、措施、责任人和期限")
            yield _must("miss_explained", "attainment", subject, message, detail, "explain")


def _breaches_explained(draft: Draft) -> Iterator[Finding]:
    chosen = {p for block in draft.blocks for p in (block.get("parameters") or {}).get("explain_each", ())}
    for breach in draft.material.breaches:
        if breach.priority not in chosen:
            continue
        note = draft.material.notes.get(breach.subject)
        if note is None or not note.cause:
            response = breach.clock == "response"
            message = _("%(ticket)s 响应超时，还没有原因") if response else _("%(ticket)s 解决超时，还没有原因")
            message = message % {"ticket": breach.ticket}
            yield _must("breach_explained", "attainment", breach.subject, message, breach.title, "explain")


def _citations(draft: Draft) -> Iterator[Finding]:
    material = draft.material
    shown = {block["code"] for block in draft.blocks}
    for block, text in material.texts.items():
        if block not in shown:
            continue
        for stretch in stretches(text):
            if stretch.piece is Piece.CITED:
                label = stretch.period or material.period.label
                if (stretch.key, label) not in material.figures:
                    message = _("引用了没有的数字 %(text)s") % {"text": stretch.text}
                    yield _must("unknown_citation", block, stretch.text, message, _("重新选择要引用的数字"), "cite")
            elif stretch.piece is Piece.NUMBER and (block, stretch.text.strip()) not in material.statements:
                yield _uncited(material, block, stretch.text.strip())


def _uncited(material: Material, block: str, written: str) -> Finding:
    """Say that a number in the prose is no citation, and which figures of the report it could be."""
    fitting = [
        figure
        for (_, label), figure in material.figures.items()
        if label in (material.period.label, material.previous.label) and same_number(written, figure.display)
    ]
    suggestions = tuple(dict.fromkeys(_token(material, figure) for figure in fitting))[:4]
    unknown = _("报告中没有这个数字：引用正确的数字，或标为作者陈述并写明依据")
    detail = _("改为引用报告中的数字") if suggestions else unknown
    return Finding(
        rule="uncited",
        severity=Severity.MUST,
        block=block,
        subject=written,
        message=_("“%(text)s”不是引用的数字") % {"text": written},
        detail=detail,
        mend="cite",
        suggestions=suggestions,
    )


def _token(material: Material, figure: Figure) -> str:
    period = "" if figure.period == material.period else f"@{figure.period.label}"
    return f"[[{material.key(figure)}{period}]]"


def _agreed(draft: Draft) -> Iterator[Finding]:
    if not draft.agreed:
        detail = _("在服务报告列表中登记约定人、日期和凭据")
        yield _warn("agreed", "", "", _("接收方尚未约定这份报告"), detail, "register")


def _fresh(draft: Draft) -> Iterator[Finding]:
    if draft.newer_snapshot:
        snapshots = {"taken": draft.material.snapshot, "newer": draft.newer_snapshot}
        detail = _("快照 %(taken)s 之后又有新数据（%(newer)s）") % snapshots
        yield _warn("stale", "", "", _("数据在采集之后有变动"), detail, "retake")


def _samples(draft: Draft) -> Iterator[Finding]:
    for line in draft.material.targets:
        figure = draft.material.figure(line.key)
        if figure is not None and figure.status is FigureStatus.UNAVAILABLE:
            message = _("%(target)s 数据不可用") % {"target": target_called(line)}
            yield _warn("unavailable", "attainment", line.id, message, figure.reason or _("来源不可读"), "retake")


def _phrases(draft: Draft) -> Iterator[Finding]:
    for block, text in draft.material.texts.items():
        for phrase in EMPTY_PHRASES:
            if phrase in text:
                detail = _("写明做什么、谁做、何时完成")
                yield _warn(
                    "empty_phrase", block, phrase, _("空泛用语“%(phrase)s”") % {"phrase": phrase}, detail, "write"
                )


def _previous(draft: Draft) -> Iterator[Finding]:
    today = draft.material.as_of.date()
    for note, _count in grouped_measures(draft.material.previous_notes):
        if note.outcome == "open" and note.due_on and note.due_on < today and not note.outcome_note:
            promised = {"owner": note.owner or _("未定"), "day": note.due_on.isoformat()}
            detail = _("责任人 %(owner)s，期限 %(day)s") % promised
            message = _("上期措施“%(measure)s”已过期限，没有结果") % {"measure": note.measure[:30]}
            yield _warn("previous_actions", "previous_actions", note.subject, message, detail, "explain")


def _must(rule: str, block: str, subject: str, message: str, detail: str, mend: str) -> Finding:
    return Finding(
        rule=rule, severity=Severity.MUST, block=block, subject=subject, message=message, detail=detail, mend=mend
    )


def _warn(rule: str, block: str, subject: str, message: str, detail: str, mend: str) -> Finding:
    return Finding(
        rule=rule, severity=Severity.WARN, block=block, subject=subject, message=message, detail=detail, mend=mend
    )


RULES: tuple[Rule, ...] = (
    Rule(
        id="quantified",
        severity=Severity.MUST,
        zh="至少一个量化指标",
        en="At least one figure",
        source="S1.18",
        find=_quantified,
    ),
    Rule(
        id="period_open",
        severity=Severity.MUST,
        zh="期间已经结束",
        en="The period is over",
        source="S1.22",
        find=_period_over,
    ),
    Rule(
        id="coverage",
        severity=Severity.MUST,
        zh="a–f 六类内容齐全",
        en="Contents a–f are covered",
        source="S1.36",
        find=_coverage,
    ),
    Rule(
        id="summary",
        severity=Severity.MUST,
        zh="摘要有文字且简练",
        en="A summary, and a short one",
        source="S6.6",
        find=_summary_written,
    ),
    Rule(
        id="miss_explained",
        severity=Severity.MUST,
        zh="未达标项有原因、措施、责任人、期限",
        en="Targets that were not met are explained",
        source="S1.33",
        find=_misses_explained,
    ),
    Rule(
        id="breach_explained",
        severity=Severity.MUST,
        zh="逐项说明的超时有原因",
        en="Listed late tickets have a reason",
        source="S1.33",
        find=_breaches_explained,
    ),
    Rule(
        id="uncited",
        severity=Severity.MUST,
        zh="正文数字与快照一致",
        en="Numbers in the prose match the snapshot",
        source="M14",
        find=_citations,
    ),
    Rule(
        id="agreed",
        severity=Severity.WARN,
        zh="报告与接收方有约定",
        en="Agreed with its recipient",
        source="S1.14",
        find=_agreed,
    ),
    Rule(
        id="stale",
        severity=Severity.WARN,
        zh="数据采集后没有变动",
        en="Data unchanged since the freeze",
        source="M14",
        find=_fresh,
    ),
    Rule(
        id="unavailable",
        severity=Severity.WARN,
        zh="目标的数据可用",
        en="Data of the targets are available",
        source="M4",
        find=_samples,
    ),
    Rule(
        id="empty_phrase",
        severity=Severity.WARN,
        zh="没有空泛用语",
        en="No empty phrases",
        source="S1.25",
        find=_phrases,
    ),
    Rule(
        id="previous_actions",
        severity=Severity.WARN,
        zh="上期措施有结果",
        en="Previous actions are followed up",
        source="S6.13",
        find=_previous,
    ),
)

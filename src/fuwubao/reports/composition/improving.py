"""上期改进措施跟踪, 不符合, 改进措施: what the room of improvement holds, beside what notes promise (S1.33, S6.13)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fuwubao.domain.figures import FigureVerdict
from fuwubao.domain.lifecycles import ACTION, NONCONFORMITY
from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import Composer, day_words
from fuwubao.reports.composition.prose import paragraphs
from fuwubao.reports.improvement_material import FollowedAction, FoundNonconformity
from fuwubao.reports.material import Note, grouped_measures

OUTCOMES = {
    "done": t.Status(shape=t.Shape.MET, word="已完成"),
    "effective": t.Status(shape=t.Shape.MET, word="验证有效"),
    "ineffective": t.Status(shape=t.Shape.BAD, word="验证无效"),
    "open": t.Status(shape=t.Shape.RUNNING, word="进行中"),
    "overdue": t.Status(shape=t.Shape.BAD, word="逾期"),
}
PROMISED = t.Status(shape=t.Shape.OPEN, word="计划")
SHAPES = {
    "proposed": t.Shape.OPEN,
    "accepted": t.Shape.OPEN,
    "planned": t.Shape.OPEN,
    "in_progress": t.Shape.RUNNING,
    "done": t.Shape.RUNNING,
    "ineffective": t.Shape.BAD,
    "verified_effective": t.Shape.MET,
    "closed": t.Shape.MET,
    "cancelled": t.Shape.NONE,
}
FOUND_SHAPES = {"raised": t.Shape.OPEN, "notified": t.Shape.NEAR, "verified": t.Shape.MET, "closed": t.Shape.MET}
BASES = {
    "iso20000": "对 ISO/IEC 20000 要求的不符合",
    "sms": "对服务管理体系（SMS）要求的不符合",
    "requirement": "对服务要求的不符合",
}

SHEETS = {"iso20000": "不符合 ISO", "sms": "不符合 SMS", "requirement": "登记的不符合"}


def previous_actions(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What became of the actions from before, then of measures that were promised in words alone (design 6)."""
    improving = composer.material.improving
    notes = _only_promised(composer, composer.material.previous_notes)
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "previous_actions")]
    rows = [_followed_row(action) for action in improving.followed]
    rows += [_promised_row(number, note, count) for number, (note, count) in enumerate(notes, 1)]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="上期遗留的改进措施")]
    columns = (
        t.Column(title="编号", width=27),
        t.Column(title="措施 / 来源"),
        t.Column(title="责任人", width=16),
        t.Column(title="计划完成", kind=t.Kind.DATE, width=20),
        t.Column(title="完成情况与效果", width=42),
        t.Column(title="状态", kind=t.Kind.STATUS, width=21),
    )
    caption = "上期改进措施的完成情况"
    table = t.Table(
        columns=columns, rows=tuple(rows), caption=caption, anchor="tab-previous", dense=True, sheet="上期措施"
    )
    return [*made, table]


def _only_promised(composer: Composer, notes: Iterable[Note]) -> list[tuple[Note, int]]:
    """Return the measures that are words alone, each once; those that became actions are told as actions."""
    followed = composer.material.improving.measures
    return grouped_measures(note for note in notes if note.measure not in followed)


def _followed_row(action: FollowedAction) -> t.Row:
    return t.Row(
        cells=(
            t.Cell(text=action.number),
            t.Cell(text=action.measure or action.title, note=f"来源：{action.source}"),
            t.Cell(text=action.owner or "未指派"),
            _day_cell(action),
            t.Cell(text=action.outcome or "—", note=_effect(action)),
            t.Cell(status=_state(action)),
        )
    )


def _promised_row(number: int, note: Note, count: int) -> t.Row:
    due = note.due_on.isoformat() if note.due_on else ""
    return t.Row(
        cells=(
            t.Cell(text=str(number)),
            t.Cell(text=_promise(note, count), note="来源：上期报告"),
            t.Cell(text=note.owner or "未指派"),
            t.Cell(text=day_words(note.due_on), instant=due),
            t.Cell(text=note.outcome_note or "—"),
            t.Cell(status=OUTCOMES.get(note.outcome, OUTCOMES["open"])),
        )
    )


def _promise(note: Note, count: int) -> str:
    return note.measure + (f"（涉及 {count} 项）" if count > 1 else "")


def _day_cell(action: FollowedAction) -> t.Cell:
    return t.Cell(text=day_words(action.due_on), instant=action.due_on.isoformat() if action.due_on else "")


def _state(action: FollowedAction) -> t.Status:
    word = ACTION.states[action.state].zh
    if action.overdue:
        return t.Status(shape=t.Shape.BAD, word=f"{word}，逾期")
    return t.Status(shape=SHAPES.get(action.state, t.Shape.RUNNING), word=word)


def _effect(action: FollowedAction) -> str:
    """Say baseline, target and what was reached: ``事件解决及时率：基线 94.12%，目标 ≥ 97%，实际 97.40%``."""
    if not action.effect_of:
        return ""
    return f"{action.effect_of}：基线 {action.baseline}，目标 {action.target}，实际 {action.actual or '待计量'}"


def nonconformities(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What was found in the period, a part for each basis; a basis that has none says 本期无 (S1.33)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "nonconformities")]
    for basis, words in BASES.items():
        found = [one for one in composer.material.improving.found if one.basis == basis]
        blocks: list[t.Block] = [_missed_targets(composer)] if basis == "requirement" and _missed(composer) else []
        if found:
            blocks.append(_found_table(words, found))
        made += blocks or [t.NothingThisPeriod(subject=words)]
    return made


def _missed(composer: Composer) -> bool:
    return any(f and f.verdict is FigureVerdict.NOT_MET for _, f in composer.target_figures())


def _missed_targets(composer: Composer) -> t.Table:
    """Each missed target is a nonconformity against the service requirement, with its cause."""
    rows = []
    for line, figure in composer.target_figures():
        if figure is None or figure.verdict is not FigureVerdict.NOT_MET:
            continue
        note = composer.material.notes.get(f"target {line.agreement} {line.id}")
        fact = f"{line.full_title} 未达标"
        cells = (
            t.Cell(text=fact, note=f"依据 {line.agreement} {line.id}"),
            t.Cell(text=f"{composer.show(figure)}，目标 {composer.bound(line.bound)}"),
            t.Cell(text=note.cause if note and note.cause else "待补"),
            t.Cell(text=note.measure if note and note.measure else "待补"),
        )
        rows.append(t.Row(cells=cells))
    columns = (
        t.Column(title="不符合事实 / 依据", width=48),
        t.Column(title="实际与要求", width=34),
        t.Column(title="原因"),
        t.Column(title="纠正措施"),
    )
    return t.Table(columns=columns, rows=tuple(rows), caption="未达标的服务目标及原因", sheet="不符合")


def _found_table(words: str, found: list[FoundNonconformity]) -> t.Table:
    columns = (
        t.Column(title="事实 / 依据"),
        t.Column(title="原因", width=32),
        t.Column(title="纠正 / 纠正措施", width=46),
        t.Column(title="责任人 / 答复期限", width=25),
        t.Column(title="状态", kind=t.Kind.STATUS, width=21),
    )
    rows = tuple(_found_row(one) for one in found)
    return t.Table(columns=columns, rows=rows, caption=f"登记的{words[1:]}", dense=True, sheet=SHEETS[found[0].basis])


def _found_row(one: FoundNonconformity) -> t.Row:
    grounds = "，".join(part for part in (f"{one.number} {one.found_on.isoformat()}", one.clause, one.severity) if part)
    word = NONCONFORMITY.states[one.state].zh
    shape = t.Shape.BAD if one.overdue else FOUND_SHAPES.get(one.state, t.Shape.RUNNING)
    return t.Row(
        cells=(
            t.Cell(text=one.description, note=grounds),
            t.Cell(text=one.cause or "待分析"),
            t.Cell(text=one.correction or "待答复", note="；".join(_corrective(action) for action in one.actions)),
            t.Cell(text=one.responsible or "未指派", note=day_words(one.reply_due_on)),
            t.Cell(status=t.Status(shape=shape, word=f"{word}，逾期" if one.overdue else word)),
        )
    )


def _corrective(action: FollowedAction) -> str:
    state = ACTION.states[action.state].zh
    facts = "，".join(
        (action.owner or "未指派", day_words(action.due_on), state + ("，逾期" if action.overdue else ""))
    )
    return f"{action.number} {action.measure or action.title}（{facts}）"


def improvement(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What this report raised as actions, then what it promises in words; both open the next report."""
    improving = composer.material.improving
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "improvement")]
    notes = _only_promised(composer, composer.material.notes.values())
    actions = [
        t.Action(
            number=action.number,
            what=action.measure or action.title,
            effect=f"{action.effect_of} {action.target}".strip(),
            owner=action.owner,
            due=day_words(action.due_on),
            status=_state(action),
        )
        for action in improving.raised
    ]
    for number, (note, count) in enumerate(notes, 1):
        what, due = _promise(note, count), day_words(note.due_on)
        actions.append(t.Action(number=str(number), what=what, owner=note.owner, due=due, status=PROMISED))
    if not actions:
        return [*made, t.NothingThisPeriod(subject="新的改进措施")]
    caption = "本期提出的改进措施"
    return [*made, t.ActionList(actions=tuple(actions), caption=caption, anchor="tab-actions")]

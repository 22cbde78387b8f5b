"""R14 服务改进计划 and R15 服务报告年度总结: how the process did, what was reviewed, what is being improved."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from fuwubao.domain.figures import Better, Unit, displayed
from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import Composer, count_cell, plain
from fuwubao.reports.composition.prose import paragraphs

STATES = {
    "in_time": t.Status(shape=t.Shape.MET, word="按时"),
    "late": t.Status(shape=t.Shape.BAD, word="逾期"),
    "coming": t.Status(shape=t.Shape.OPEN, word="未到期"),
    "waived": t.Status(shape=t.Shape.NONE, word="免报"),
}
OVERDUE = t.Status(shape=t.Shape.BAD, word="逾期")
UNDER_WAY = t.Status(shape=t.Shape.RUNNING, word="未逾期")
NOTHING: Mapping[str, Any] = {}


def _year(composer: Composer) -> Mapping[str, Any]:
    return composer.material.practice.year or NOTHING


def _plan(composer: Composer) -> Mapping[str, Any]:
    return composer.material.practice.plan or NOTHING


def year_verdict(composer: Composer) -> t.Verdict:
    """Say in one line how many reports were owed, and kept in time."""
    told = [one for one in _year(composer).get("reports", ()) if one["state"] in ("in_time", "late")]
    if not told:
        return t.Verdict(title="本期无应提交的报告", runs=(t.Text("本期没有到期的服务报告。"),))
    late = sum(one["state"] == "late" for one in told)
    word = "全部按时" if not late else "有逾期"
    words = f"应提交 {len(told)} 份，按时 {len(told) - late} 份，逾期 {late} 份。"
    return t.Verdict(title=f"总体判定：{word}", runs=(t.Text(words),))


def plan_verdict(composer: Composer) -> t.Verdict:
    """Say in one line how many actions the plan holds, and how many are overdue."""
    plan = _plan(composer)
    if not plan.get("count"):
        return t.Verdict(title="本期无改进措施", runs=(t.Text("计划中没有改进措施。"),))
    late = len(plan["overdue"])
    word = "有逾期的措施" if late else "无逾期的措施"
    words = f"共 {plan['count']} 项，未完成 {plan['open']} 项，已验证有效 {plan['effective']} 项，逾期 {late} 项。"
    return t.Verdict(title=f"总体判定：{word}", runs=(t.Text(words),))


def process_kpis(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """K30–K36 of the period beside those of the period before."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "process_kpis")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one["words"], note=one["measure"]),
                t.Cell(text=f"{one['numerator']} / {one['denominator']}"),
                t.Cell(text=one["display"]),
                t.Cell(text=one["before"]),
                t.Cell(text=one["note"] or "—"),
            )
        )
        for one in _year(composer).get("kpis", ())
    ]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="流程指标")]
    columns = (
        t.Column(title="指标"),
        t.Column(title="分子 / 分母", kind=t.Kind.RATIO, width=28),
        t.Column(title="本期", kind=t.Kind.RATIO, width=28),
        t.Column(title="上一期", kind=t.Kind.RATIO, width=28),
        t.Column(title="说明", width=44),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="流程指标", sheet="流程指标")]


def year_reports(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Every report that was due in the period."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "year_reports")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one["number"], note=one["period"]),
                t.Cell(text=one["name"], note=one["party"] or "内部"),
                t.Cell(text=one["due"]),
                t.Cell(text=one["done"] or "—"),
                t.Cell(status=STATES[one["state"]]),
            )
        )
        for one in _year(composer).get("reports", ())
    ]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="到期的报告")]
    columns = (
        t.Column(title="编号 / 期间", width=32),
        t.Column(title="报告 / 对象"),
        t.Column(title="应提交", kind=t.Kind.DATE, width=26),
        t.Column(title="实际提交", kind=t.Kind.DATE, width=26),
        t.Column(title="及时性", kind=t.Kind.STATUS, width=22),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="报告清单", dense=True, sheet="报告清单")]


def usefulness(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What readers thought of each report: useful, clear, correct, out of 5."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "usefulness")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one["number"], note=one["name"]),
                count_cell(one["answers"]),
                *(t.Cell(text=_mean(one, item)) for item in ("useful", "clear", "correct")),
                count_cell(one["texts"]),
            )
        )
        for one in _year(composer).get("feedback", ())
    ]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="读者反馈")]
    columns = (
        t.Column(title="报告"),
        t.Column(title="反馈数", kind=t.Kind.NUMBER, width=22),
        t.Column(title="有用", kind=t.Kind.NUMBER, width=22),
        t.Column(title="清晰", kind=t.Kind.NUMBER, width=22),
        t.Column(title="正确", kind=t.Kind.NUMBER, width=22),
        t.Column(title="有意见", kind=t.Kind.NUMBER, width=22),
    )
    note = plain("评分为 1–5 分的均值，未评分的不计。")
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="读者反馈", note=note, sheet="读者反馈")]


def _mean(one: Mapping[str, Any], item: str) -> str:
    count = one["counts"].get(item, 0)
    if not count:
        return "—"
    return displayed(Fraction(one["sums"][item], count), unit=Unit.COUNT, better=Better.HIGHER, digits=2)


def review_outcomes(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What the yearly reviews decided of each row and template (S1.38)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "review_outcomes")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one["subject"], note=one["kind"]),
                t.Cell(text=one["title"]),
                t.Cell(text=one["outcome"]),
                t.Cell(text=one["reason"], note=one["held_with"]),
                t.Cell(text=one["by"]),
            )
        )
        for one in _year(composer).get("reviews", ())
    ]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="年度评审")]
    columns = (
        t.Column(title="对象", width=24),
        t.Column(title="名称"),
        t.Column(title="结果", width=26),
        t.Column(title="理由", width=52),
        t.Column(title="评审人", width=20),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="年度评审结果", dense=True, sheet="年度评审")]


def template_changes(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """The template changes that were decided in the period (F05)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "template_changes")]
    names = ("number", "code", "versions", "reason", "by")
    rows = [t.Row(cells=tuple(t.Cell(text=one[n] or "—") for n in names)) for one in _year(composer).get("changes", ())]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="模板变更")]
    columns = (
        t.Column(title="编号", width=32),
        t.Column(title="模板", width=20),
        t.Column(title="版本", width=22),
        t.Column(title="原因"),
        t.Column(title="审批人", width=22),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="模板变更", dense=True, sheet="模板变更")]


def year_nonconformities(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Nonconformities by basis; a basis without any says so (S1.33)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "year_nonconformities")]
    told = _year(composer).get("nonconformities", ())
    if not told:
        return [*made, t.NothingThisPeriod(subject="不符合")]
    for basis in told:
        if not basis["rows"]:
            made.append(t.NothingThisPeriod(subject=f"不符合（依据：{basis['basis']}）"))
            continue
        rows = tuple(
            t.Row(cells=tuple(t.Cell(text=one[n] or "—") for n in ("number", "description", "cause", "state")))
            for one in basis["rows"]
        )
        columns = (
            t.Column(title="编号", width=30),
            t.Column(title="描述"),
            t.Column(title="原因", width=48),
            t.Column(title="状态", width=26),
        )
        caption = f"不符合（依据：{basis['basis']}）"
        made.append(t.Table(columns=columns, rows=rows, caption=caption, dense=True, sheet=basis["basis"]))
    return made


def summary_inputs(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What the review of the last summary concluded, and which audit or management review it went into (S1.20)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "summary_inputs")]
    told = _year(composer).get("summary") or {}
    if not told:
        return [*made, t.NothingThisPeriod(subject="上年总结的评审结论")]
    runs = plain(f"{told['year']} 年度总结的评审结论：{told['conclusion']}")
    where = plain(f"作为以下评审的输入：{told['handed']}" if told["handed"] else "尚未登记作为内审或管理评审的输入。")
    return [*made, t.Paragraph(runs=runs), t.Paragraph(runs=where)]


def plan_rates(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """K34 and K35 of the period."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "plan_rates")]
    plan = _plan(composer)
    if not plan:
        return [*made, t.NothingThisPeriod(subject="改进指标")]
    rows = tuple(
        t.Row(
            cells=(
                t.Cell(text=words, note=measure),
                t.Cell(text=plan[name]["base"]),
                t.Cell(text=plan[name]["display"]),
            )
        )
        for words, measure, name in (("建议转化率", "K34", "conversion"), ("改进项按期完成率", "K35", "completion"))
    )
    columns = (
        t.Column(title="指标"),
        t.Column(title="分子 / 分母", kind=t.Kind.RATIO, width=40),
        t.Column(title="本期", kind=t.Kind.RATIO, width=40),
    )
    return [*made, t.Table(columns=columns, rows=rows, caption="改进指标", sheet="改进指标")]


def plan_actions(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Every action of the plan by source, with baseline, target and actual of the figure that it shall move."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "plan_actions")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one["number"], note=group["source"]),
                t.Cell(text=one["title"], note=one["strip"]),
                t.Cell(text=one["owner"] or "未指派"),
                t.Cell(text=one["due_on"] or "—"),
                t.Cell(text=one["state"]),
                t.Cell(status=OVERDUE if one["overdue"] else UNDER_WAY),
            )
        )
        for group in _plan(composer).get("groups", ())
        for one in group["rows"]
    ]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="改进措施")]
    columns = (
        t.Column(title="编号 / 来源", width=32),
        t.Column(title="措施 / 基线 → 目标 → 实际"),
        t.Column(title="责任人", width=22),
        t.Column(title="期限", kind=t.Kind.DATE, width=24),
        t.Column(title="状态", width=24),
        t.Column(title="逾期", kind=t.Kind.STATUS, width=22),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="改进措施", dense=True, sheet="改进措施")]

"""R13 供应商服务报告: what suppliers reported, how they kept their targets, disputes, scores, risk to customers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import Composer, count_cell, plain
from fuwubao.reports.composition.prose import paragraphs

MET = t.Status(shape=t.Shape.MET, word="达标")
MISSED = t.Status(shape=t.Shape.BAD, word="未达标")
UNMEASURED = t.Status(shape=t.Shape.NONE, word="不适用")
LATE = t.Status(shape=t.Shape.BAD, word="逾期")
IN_TIME = t.Status(shape=t.Shape.MET, word="按时")
OPEN = t.Status(shape=t.Shape.OPEN, word="未解决")
SETTLED = t.Status(shape=t.Shape.MET, word="已解决")


def suppliers_verdict(composer: Composer) -> t.Verdict:
    """Say in one line how the suppliers stood."""
    told = composer.material.practice.suppliers
    if not told:
        return t.Verdict(title="本期无供应商", runs=(t.Text("没有登记供应商。"),))
    missed = sum(target["verdict"] == "not_met" for one in told for target in one.targets)
    late = sum(bool(report["late"]) for one in told for report in one.reports)
    word = "均按合同履行" if not (missed or late) else "有未达标或逾期"
    words = f"{len(told)} 家供应商，未达标目标 {missed} 项，逾期报告 {late} 份。"
    return t.Verdict(title=f"总体判定：{word}", runs=(t.Text(words),))


def supplier_reports(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Part one: the suppliers' own reports, when they were due and came (K26)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "supplier_reports")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one.name, note=one.kind),
                t.Cell(text=report["name"], note=report["period"]),
                t.Cell(text=report["due_on"]),
                t.Cell(text=composer.moment(_at(report["received_at"])), note=report["state"]),
                t.Cell(status=LATE if report["late"] else IN_TIME),
            )
        )
        for one in composer.material.practice.suppliers
        for report in one.reports
    ]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="应提交的供应商报告")]
    columns = (
        t.Column(title="供应商"),
        t.Column(title="报告 / 期间", width=44),
        t.Column(title="应提交", kind=t.Kind.DATE, width=24),
        t.Column(title="收到 / 状态", kind=t.Kind.DATE, width=31),
        t.Column(title="及时性", kind=t.Kind.STATUS, width=20),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="供应商报告", dense=True, sheet="供应商报告")]


def supplier_targets(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Part two: each target of the contracts with its actual (K25)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "supplier_targets")]
    statuses = {"met": MET, "not_met": MISSED}
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one.name, note=target["agreement"]),
                t.Cell(text=target["key"]),
                t.Cell(text=target["target"] or "—"),
                t.Cell(text=target["base"] or "—"),
                t.Cell(text=target["display"]),
                t.Cell(status=statuses.get(target["verdict"], UNMEASURED)),
            )
        )
        for one in composer.material.practice.suppliers
        for target in one.targets
    ]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="可计量的供应商目标")]
    columns = (
        t.Column(title="供应商 / 合同"),
        t.Column(title="目标", width=32),
        t.Column(title="要求", kind=t.Kind.RATIO, width=20),
        t.Column(title="分子 / 分母", kind=t.Kind.RATIO, width=26),
        t.Column(title="实际", kind=t.Kind.RATIO, width=22),
        t.Column(title="结论", kind=t.Kind.STATUS, width=20),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="合同目标", dense=True, sheet="合同目标")]


def supplier_scores(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """The score of each supplier with its parts, deductions and conclusion (K27)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "supplier_scores")]
    told = composer.material.practice.suppliers
    if not told:
        return [*made, t.NothingThisPeriod(subject="供应商评价")]
    rows = []
    for one in told:
        deducted = "；".join(f"−{cut['points']} {cut['reason']}" for cut in one.deductions)
        before = "、".join(f"{period} {score}" for period, score in one.earlier)
        rows.append(
            t.Row(
                cells=(
                    t.Cell(text=one.name, note=one.kind),
                    t.Cell(text=one.score, note="" if one.evaluated else "未评价，按数据计算"),
                    t.Cell(text="、".join(f"{part['words']} {part['display']}" for part in one.parts)),
                    t.Cell(text=one.conclusion or "—", note=deducted),
                    t.Cell(text=before or "—"),
                )
            )
        )
    columns = (
        t.Column(title="供应商", width=34),
        t.Column(title="得分", kind=t.Kind.NUMBER, width=22),
        t.Column(title="组成"),
        t.Column(title="结论 / 扣分", width=34),
        t.Column(title="以往得分", width=24),
    )
    note = plain("得分为各项按权重折算至 100 分再减扣分；无数据的项不计，其权重不参与折算。")
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="供应商得分", note=note, sheet="供应商得分")]


def supplier_disputes(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Disputes of the period, and older ones that were open at its beginning."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "supplier_disputes")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=dispute["number"], note=composer.moment(_at(dispute["raised_at"]))),
                t.Cell(text=one.name),
                t.Cell(text=dispute["about"]),
                t.Cell(text=dispute["outcome"] or "—"),
                t.Cell(status=SETTLED if dispute["settled_at"] else OPEN),
            )
        )
        for one in composer.material.practice.suppliers
        for dispute in one.disputes
    ]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="与供应商的争议")]
    columns = (
        t.Column(title="编号 / 提出", width=32),
        t.Column(title="供应商", width=40),
        t.Column(title="事项"),
        t.Column(title="结果", width=40),
        t.Column(title="状态", kind=t.Kind.STATUS, width=22),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="争议", dense=True, sheet="争议")]


def supplier_risks(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Where the suppliers' work touched customers' promises, and who answers for whom (S1.16)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "supplier_risks")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one.name, note=_chain(one.lead, one.below)),
                t.Cell(text=risk["customer"] or "—"),
                t.Cell(text=composer.service(risk["service"]) if risk["service"] else "—"),
                count_cell(risk["decided"]),
                count_cell(risk["breached"]),
            )
        )
        for one in composer.material.practice.suppliers
        for risk in one.risks
    ]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="由供应商处理且已判定的工单")]
    columns = (
        t.Column(title="供应商 / 分包关系"),
        t.Column(title="客户", width=34),
        t.Column(title="服务", width=40),
        t.Column(title="已判定", kind=t.Kind.NUMBER, width=24),
        t.Column(title="超时", kind=t.Kind.NUMBER, width=22),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="对客户 SLA 的影响", sheet="对客户的影响")]


def _chain(lead: str, below: list[str]) -> str:
    parts = [f"牵头：{lead}"] if lead else []
    return "；".join([*parts, *([f"分包：{'、'.join(below)}"] if below else [])])


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

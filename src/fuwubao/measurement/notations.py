"""Words and notations that the pages of this room share."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from fuwubao.domain.figures import Better, Figure, FigureStatus, Unit, duration_text
from fuwubao.domain.verdicts import VerdictKind
from fuwubao.domain.words import Words
from fuwubao.ui.language import reader_language

CLOCK_WORDS = {"response": Words("响应", "response"), "resolution": Words("解决", "resolution")}
CLASS_WORDS = {
    "incident": Words("事件", "incident"),
    "request": Words("服务请求", "service request"),
    "enquiry": Words("咨询", "enquiry"),
}
TICKET_VERDICTS = {
    VerdictKind.MET: Words("达标", "met"),
    VerdictKind.BREACHED: Words("超时", "late"),
    VerdictKind.RUNNING: Words("计时中", "clock running"),
    VerdictKind.EXCLUDED: Words("免计", "not counted"),
    VerdictKind.NOT_COVERED: Words("未约定目标", "no target agreed"),
}
NOTHING = {
    "不适用 (n=0)": Words("不适用 (n=0)", "not applicable (n=0)"),
    "未记录支持级别": Words("未记录支持级别", "support line not recorded"),
    "无中断": Words("无中断", "no outage"),
    "未记录变更类型": Words("未记录变更类型", "type of change not recorded"),
    "未记录授权": Words("未记录授权", "authorisation not recorded"),
    "未记录发布": Words("未记录发布", "releases not recorded"),
    "未约定上限": Words("未约定上限", "no limit agreed"),
}
COLUMN_WORDS = {
    "ticket": Words("编号", "number"),
    "title": Words("事项", "matter"),
    "service": Words("服务", "service"),
    "priority": Words("优先级", "priority"),
    "class": Words("类别", "class"),
    "target": Words("目标行", "target row"),
    "team": Words("处理组", "team"),
    "supplier": Words("供应商", "supplier"),
    "clock": Words("计时", "clock"),
    "verdict": Words("判定", "verdict"),
    "at": Words("时刻", "at"),
    "opened_at": Words("受理时间", "received at"),
    "elapsed_seconds": Words("计时时长", "net time"),
    "agreement": Words("协议", "agreement"),
    "starts": Words("开始", "start"),
    "ends": Words("结束", "end"),
    "weight": Words("权重", "weight"),
    "planned": Words("计划内", "planned"),
    "age_days": Words("账龄（天）", "age (days)"),
    "score": Words("评分", "score"),
    "state": Words("状态", "state"),
    "customer": Words("客户", "customer"),
    "line": Words("支持级别", "support line"),
    "by_first_line": Words("一线解决", "solved by first line"),
    "reopened_soon": Words("14 天内重开", "reopened within 14 days"),
    "in_time": Words("按期", "on time"),
    "is_closed": Words("本期关闭", "closed in the period"),
    "cause_found": Words("根因已定位", "root cause found"),
    "recurs": Words("问题关闭后再次发生", "after its problem was closed"),
    "succeeded": Words("变更成功", "change succeeded"),
    "is_emergency": Words("紧急变更", "emergency change"),
    "is_unauthorised": Words("未授权", "unauthorised"),
    "held": Words("未回退", "not backed out"),
    "is_ticket": Words("工单", "ticket"),
    "value": Words("登记值", "value"),
    "basis": Words("来源", "source"),
    "evidence": Words("证据", "evidence"),
    "entered_by": Words("登记人", "entered by"),
    "verified_by": Words("核实人", "verified by"),
    "is_complaint": Words("投诉", "complaint"),
}


def clock_text(seconds: int) -> str:
    """Write a duration as hours and minutes, ``4:30``, with seconds where there are any."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if left else f"{hours}:{minutes:02d}"


def local_text(at: datetime, timezone: str) -> str:
    return f"{at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def shown(figure: Figure) -> str:
    """Write a figure's value in the reader's language; in Chinese it is what documents print."""
    if figure.status is FigureStatus.UNAVAILABLE:
        return _("数据不可用")
    if figure.value is None:
        return NOTHING.get(figure.empty, Words(figure.empty, figure.empty)).say(reader_language())
    return length_text(figure.value, better=figure.better) if figure.unit is Unit.SECONDS else figure.display


def length_text(seconds: Fraction, *, better: Better = Better.LOWER) -> str:
    """Write seconds as ``4 小时 30 分`` or ``4 h 30 min``."""
    return duration_text(seconds, better=better, language=reader_language())

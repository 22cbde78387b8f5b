"""Words and notations that the pages of this room share."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fuwubao.domain.verdicts import VerdictKind

CLOCK_WORDS = {"response": "响应", "resolution": "解决"}
TICKET_VERDICTS = {
    VerdictKind.MET: "达标",
    VerdictKind.BREACHED: "超时",
    VerdictKind.RUNNING: "计时中",
    VerdictKind.EXCLUDED: "免计",
    VerdictKind.NOT_COVERED: "未约定目标",
}

COLUMN_WORDS = {
    "ticket": "编号",
    "title": "事项",
    "service": "服务",
    "priority": "优先级",
    "class": "类别",
    "target": "目标行",
    "team": "处理组",
    "supplier": "供应商",
    "clock": "计时",
    "verdict": "判定",
    "at": "时刻",
    "opened_at": "受理时间",
    "elapsed_seconds": "计时时长",
    "agreement": "协议",
    "starts": "开始",
    "ends": "结束",
    "weight": "权重",
    "planned": "计划内",
    "age_days": "账龄（天）",
    "score": "评分",
    "state": "状态",
    "customer": "客户",
    "line": "支持级别",
    "by_first_line": "一线解决",
    "reopened_soon": "14 天内重开",
    "in_time": "按期",
    "is_ticket": "工单",
    "is_complaint": "投诉",
}


def clock_text(seconds: int) -> str:
    """Write a duration as hours and minutes, ``4:30``, with seconds where there are any."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if left else f"{hours}:{minutes:02d}"


def local_text(at: datetime, timezone: str) -> str:
    return f"{at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M:%S}".removesuffix(":00")

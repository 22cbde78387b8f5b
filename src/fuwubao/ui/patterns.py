"""What the pattern page shows: invented figures that add up, short and long texts, every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.core.paginator import Page, Paginator

from fuwubao.ui.parts import Chip, Hit, LineageCell, Step, TrendPoint


class Withdrawal(forms.Form):
    """A form with one field that is right and one that is not."""

    reason = forms.CharField(label="原因", help_text="写入审计链，接收人可见")
    team = forms.ChoiceField(label="责任部门", choices=(("delivery", "交付一部"), ("desk", "服务台")))


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One status with a word that goes with it."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """One token with its contrast on white and its lightness."""

    name: str
    hex: str
    contrast: str
    lightness: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One row of the sample table."""

    ticket: str
    title: str
    elapsed: str
    over: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternPage:
    """Everything that the page hands to components."""

    colours: tuple[Colour, ...]
    states: tuple[State, ...]
    chips: tuple[State, ...]
    trend: tuple[TrendPoint, ...]
    gaps: tuple[TrendPoint, ...]
    steps: tuple[Step, ...]
    filters: tuple[Chip, ...]
    stages: tuple[LineageCell, ...]
    breaches: tuple[Breach, ...]
    hits: tuple[Hit, ...]
    rows: Page[int]
    form: Withdrawal
    due: date
    empty: tuple[TrendPoint, ...] = ()
    change: Decimal = Decimal("-1.56")
    growth: Decimal = Decimal("4.1")
    count: int = 129_360
    seconds: int = 16_200
    none: date | None = None


COLOURS = (
    Colour(name="ink", hex="#1B2430", contrast="15.7", lightness=14),
    Colour(name="ink2", hex="#3C4858", contrast="9.3", lightness=30),
    Colour(name="ink3", hex="#5C6877", contrast="5.7", lightness=44),
    Colour(name="line2", hex="#C5CDD6", contrast="1.6", lightness=82),
    Colour(name="line", hex="#E1E6EC", contrast="1.3", lightness=91),
    Colour(name="wash", hex="#F5F7FA", contrast="1.1", lightness=97),
    Colour(name="navy", hex="#17406D", contrast="10.5", lightness=27),
    Colour(name="blue", hex="#6F9FC8", contrast="2.8", lightness=64),
    Colour(name="pale", hex="#C9DCEB", contrast="1.4", lightness=87),
    Colour(name="ok", hex="#1F6B45", contrast="6.5", lightness=40),
    Colour(name="near", hex="#7A5200", contrast="6.9", lightness=38),
    Colour(name="bad", hex="#A8321E", contrast="6.7", lightness=39),
)

STATES = (
    State(kind="ok", word="达标"),
    State(kind="near", word="临近"),
    State(kind="bad", word="未达标"),
    State(kind="na", word="不适用"),
    State(kind="open", word="未开始"),
    State(kind="run", word="编制中"),
    State(kind="pause", word="暂停计时"),
)

CHIPS = (
    State(kind="ok", word="生效"),
    State(kind="run", word="评审中"),
    State(kind="near", word="将到期"),
    State(kind="bad", word="逾期"),
    State(kind="na", word="免报"),
)

STEPS = (
    Step(words="计划", place="done", note="07-01"),
    Step(words="数据采集", place="done", note="10-09 08:00"),
    Step(words="草稿", place="current", note="李敏 编制中"),
    Step(words="评审", place="future", note="陈志远"),
    Step(words="批准", place="future", note="周岚"),
    Step(words="发布", place="future", note="不迟于 10-13 24:00"),
    Step(words="确认", place="future", note="2 人"),
    Step(words="归档", place="future", note="保存 6 年"),
)

STAGES = (
    LineageCell(words="文件行", count="1\u2009702", url="#"),
    LineageCell(words="有效记录", count="1\u2009683", url="#"),
    LineageCell(words="单据", count="412", url="#"),
    LineageCell(words="计时与判定", count="126", url="#"),
    LineageCell(words="本数字", count="119 / 126", is_current=True),
    LineageCell(words="报告", count="SLM-01-2026Q3-A0", url="#"),
)

BREACHES = (
    Breach(ticket="INC-20260714-0032", title="应付模块月结报错", elapsed="12:28", over="+4:28"),
    Breach(ticket="INC-20260804-0017", title="二车间工位终端无法扫码", elapsed="10:35", over="+2:35"),
    Breach(
        ticket="INC-20260806-0041",
        title="报工数据延迟 40 分钟以上，影响二车间、三车间与外协仓的当日产量汇总和计件工资核算",
        elapsed="8:45",
        over="+0:45",
    ),
    Breach(
        ticket="INC-20260818-0003",
        title="Manufacturing execution dashboard shows no data for the second workshop after the nightly restart",
        elapsed="8:12",
        over="+0:12",
    ),
)


def _trend(*values: float | None) -> tuple[TrendPoint, ...]:
    """A trend against a target of at least 95."""
    return tuple(TrendPoint(value=v, target=95, missed=v is not None and v < 95) for v in values)


def pattern_page() -> PatternPage:
    """Return the samples of the page."""
    return PatternPage(
        colours=COLOURS,
        states=STATES,
        chips=CHIPS,
        trend=_trend(98.1, 97.9, 98.4, 95.2, 97.9, 97.0, 98.4, 98.1, 95.3, 95.1, 98.1, 91.0, 100.0),
        gaps=_trend(96.0, 97.0, None, 94.0, None, None, 97.5, 98.0, 96.0, 97.0, 98.0, 97.0, 93.0),
        steps=STEPS,
        filters=(
            Chip(label="客户", words="华东制造", url="?customer=", is_on=True),
            Chip(label="期间", words="2026 年第三季度", url="?period="),
            Chip(label="级别", words="全部", url="?priority="),
        ),
        stages=STAGES,
        breaches=BREACHES,
        hits=(
            Hit(words="INC-20260714-0032", kind="事件", place="应付模块月结报错", url="#"),
            Hit(words="SLM-01-2026Q3-A0", kind="服务报告", place="华东制造", url="#"),
        ),
        form=Withdrawal({"reason": "", "team": "desk"}),
        rows=Paginator(range(1683), 50).page(2),
        due=date(2026, 10, 13),
    )

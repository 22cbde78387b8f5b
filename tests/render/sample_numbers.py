"""Invented numbers of a quarter that add up; the sample report shows them in every format."""

# Sentences and rows of the sample stay whole, so that they can be read as the reader sees them.
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from fuwubao.render.tree import Figure, Sense

PERIODS = ("25-09", "25-10", "25-11", "25-12", "26-01", "26-02", "26-03", "26-04", "26-05", "26-06", "26-07", "26-08", "26-09")  # fmt: skip
Months = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One row of the scorecard: met and judged by month, thirteen months to September 2026."""

    key: str
    group: str
    name: str
    measure: str
    target: str
    months: Months
    digits: int = 2
    sense: Sense = Sense.AT_LEAST
    unit: str = "张"
    near: bool = False
    service: str | None = None

    @property
    def numerator(self) -> int:
        """Met in the quarter."""
        return sum(met for met, _ in self.months[-3:])

    @property
    def denominator(self) -> int:
        """Judged in the quarter."""
        return sum(judged for _, judged in self.months[-3:])

    @property
    def value(self) -> Decimal | None:
        """Unrounded ratio of the quarter."""
        return Decimal(self.numerator) / self.denominator if self.denominator else None

    @property
    def met(self) -> bool | None:
        """None where n = 0."""
        return None if self.value is None else not self.sense.missed(self.value, Decimal(self.target) / 100)

    @property
    def display(self) -> str:
        """Percent, never rounded up to the target or to 100 %."""
        return "不适用" if self.value is None else percent(self.value, self.digits)

    @property
    def change(self) -> str:
        """Difference to the quarter before in percentage points."""
        before = sum(judged for _, judged in self.months[-6:-3])
        if self.value is None or not before:
            return "—"
        gap = (self.value - Decimal(sum(met for met, _ in self.months[-6:-3])) / before) * 100
        text = str(abs(gap).quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP))
        return ("+" if gap > 0 else "−" if gap < 0 else "±") + text

    @property
    def ratios(self) -> tuple[Decimal | None, ...]:
        """The thirteen monthly ratios, None where n = 0."""
        return tuple(Decimal(met) / judged if judged else None for met, judged in self.months)


def percent(ratio: Decimal, digits: int) -> str:
    """Print a ratio, cut toward the worse."""
    return f"{(ratio * 100).quantize(Decimal(1).scaleb(-digits), ROUND_DOWN)}%"


def thousands(number: int) -> str:
    """Print a count with thin spaces from four digits on."""
    return f"{number:,}".replace(",", "\u2009")


def availability(agreed: tuple[int, ...], down: dict[int, int]) -> Months:
    """Minutes up and minutes agreed by month."""
    return tuple((minutes - down.get(i, 0), minutes) for i, minutes in enumerate(agreed))


OFFICE = (11040, 8640, 9600, 11040, 10080, 7680, 10560, 10080, 9120, 10080, 11040, 10080, 10560)
ALWAYS = (42240, 43680, 42000, 43680, 43680, 39360, 43440, 42240, 43440, 42240, 43680, 43440, 42240)
P2_SOLVED: Months = ((41, 42), (38, 39), (44, 45), (40, 42), (37, 38), (29, 30), (43, 44), (40, 41), (41, 43), (39, 41), (41, 42), (37, 43), (41, 41))  # fmt: skip
COMPLAINTS: Months = ((1, 1), (0, 0), (2, 2), (1, 1), (1, 1), (0, 0), (1, 1), (1, 1), (0, 0), (1, 1), (1, 1), (2, 2), (0, 0))  # fmt: skip
CHANGES: Months = ((12, 12), (12, 12), (13, 13), (13, 13), (13, 13), (14, 14), (14, 14), (13, 13), (13, 13), (14, 14), (13, 13), (15, 16), (13, 13))  # fmt: skip
SURVEY: Months = ((65, 71), (82, 89), (71, 78), (72, 78), (71, 77), (80, 86), (65, 71), (73, 79), (77, 84), (72, 78), (74, 80), (79, 86), (78, 82))  # fmt: skip
P3_SOLVED: Months = ((101, 106), (106, 112), (99, 104), (106, 113), (100, 106), (107, 113), (96, 102), (99, 105), (104, 110), (106, 112), (110, 115), (113, 122), (111, 115))  # fmt: skip
P2_ANSWERED: Months = ((42, 42), (39, 39), (44, 45), (42, 42), (38, 38), (30, 30), (43, 44), (41, 41), (43, 43), (40, 41), (42, 42), (42, 43), (41, 41))  # fmt: skip
REQUESTS: Months = ((314, 321), (283, 293), (292, 297), (290, 298), (332, 343), (294, 300), (288, 292), (317, 324), (295, 302), (309, 316), (302, 306), (318, 322), (325, 329))  # fmt: skip
ENQUIRIES: Months = ((81, 82), (69, 70), (79, 81), (64, 66), (69, 70), (75, 77), (78, 79), (69, 70), (71, 72), (68, 69), (74, 75), (81, 82), (73, 74))  # fmt: skip
P1_ANSWERED: Months = ((3, 3),) * 8 + ((2, 2), (3, 3), (3, 3), (4, 4), (2, 2))
P1_SOLVED: Months = ((3, 3),) * 8 + ((2, 2), (2, 3), (3, 3), (4, 4), (2, 2))
REPORTS: Months = ((2, 2),) * 13

TICKETS, REQUEST, SERVICES, QUALITY = "响应与解决", "请求与咨询", "可用性", "质量与满意"
TARGETS = (
    Target(key="p1r", group=TICKETS, name="P1 事件响应及时率", measure="K02", target="98", months=P1_ANSWERED),
    Target(key="p1s", group=TICKETS, name="P1 事件解决及时率", measure="K03", target="95", months=P1_SOLVED),
    Target(key="p2r", group=TICKETS, name="P2 事件响应及时率", measure="K02", target="97", months=P2_ANSWERED),
    Target(key="p2s", group=TICKETS, name="P2 事件解决及时率", measure="K03", target="95", months=P2_SOLVED),
    Target(key="p3s", group=TICKETS, name="P3/P4 事件解决及时率", measure="K03", target="90", months=P3_SOLVED),
    Target(key="req", group=REQUEST, name="服务请求按期完成率", measure="K03", target="95", months=REQUESTS),
    Target(key="enq", group=REQUEST, name="咨询答复及时率", measure="K02", target="95", months=ENQUIRIES),
    Target(
        key="erp",
        group=SERVICES,
        name="ERP 系统可用性",
        measure="K09",
        target="99.90",
        digits=3,
        unit="分",
        service="ERP",
        months=availability(OFFICE, {1: 12, 4: 25, 8: 14, 10: 18}),
    ),
    Target(
        key="mes",
        group=SERVICES,
        name="MES 制造执行可用性",
        measure="K09",
        target="99.95",
        digits=3,
        unit="分",
        service="MES",
        months=availability(ALWAYS, {2: 11, 6: 9, 8: 12, 11: 79, 12: 42}),
    ),
    Target(
        key="net",
        group=SERVICES,
        name="网络与互联网出口可用性",
        measure="K09",
        target="99.90",
        digits=3,
        unit="分",
        service="NET",
        months=availability(ALWAYS, {3: 18, 10: 25}),
    ),
    Target(
        key="mail",
        group=SERVICES,
        name="邮件与协同可用性",
        measure="K09",
        target="99.90",
        digits=3,
        unit="分",
        service="MAIL",
        months=availability(ALWAYS, {5: 33, 9: 15, 11: 28}),
    ),
    Target(key="csat", group=QUALITY, name="客户满意度", measure="K17", target="90", unit="份", months=SURVEY),
    Target(
        key="cmp",
        group=QUALITY,
        name="投诉按期结案率",
        measure="K22",
        target="100",
        sense=Sense.EQUAL,
        unit="项",
        months=COMPLAINTS,
    ),
    Target(
        key="chg", group=QUALITY, name="变更成功率", measure="K15", target="97", unit="项", near=True, months=CHANGES
    ),
    Target(
        key="rep",
        group=QUALITY,
        name="服务报告及时率",
        measure="K30",
        target="100",
        sense=Sense.EQUAL,
        unit="份",
        months=REPORTS,
    ),
    Target(
        key="dr",
        group=QUALITY,
        name="灾备演练恢复达标率",
        measure="K37",
        target="100",
        sense=Sense.EQUAL,
        unit="次",
        months=((0, 0),) * 13,
    ),
)
BY_KEY = {target.key: target for target in TARGETS}

OPENED = {
    "事件": (158, 149, 163, 152, 141, 104, 160, 157, 161, 155, 160, 176, 162),
    "服务请求": (301, 288, 322, 310, 276, 214, 318, 309, 321, 305, 311, 337, 320),
    "咨询": (70, 66, 75, 72, 61, 48, 77, 73, 78, 71, 77, 84, 70),
}
HOURS = (
    (0, 1, 0, 0, 0, 1, 1, 8, 35, 65, 39, 42, 8, 27, 31, 35, 28, 24, 5, 5, 1, 2, 1, 1),
    (1, 1, 0, 0, 1, 0, 2, 10, 34, 52, 45, 25, 8, 24, 24, 25, 25, 18, 10, 5, 2, 3, 0, 0),
    (0, 0, 2, 0, 0, 2, 0, 10, 27, 42, 43, 35, 6, 24, 32, 26, 25, 18, 8, 8, 2, 2, 1, 2),
    (1, 0, 0, 1, 0, 1, 4, 10, 26, 45, 48, 21, 10, 19, 30, 36, 33, 16, 12, 4, 3, 6, 3, 3),
    (3, 1, 1, 0, 2, 1, 3, 15, 25, 55, 34, 31, 12, 18, 26, 25, 20, 16, 8, 4, 5, 1, 1, 1),
    (0, 0, 0, 0, 0, 0, 0, 1, 2, 8, 7, 3, 0, 6, 5, 4, 5, 4, 0, 0, 2, 0, 0, 1),
    (0, 0, 0, 0, 0, 0, 0, 1, 1, 5, 1, 1, 0, 4, 1, 1, 3, 0, 0, 0, 0, 1, 0, 0),
)
MEANS = (("服务态度", "4.71", "4.68"), ("技术能力", "4.52", "4.55"), ("响应速度", "4.38", "4.49"), ("解决效果", "4.41", "4.47"), ("沟通告知", "4.29", "4.26"))  # fmt: skip
SCORES = ((5, 158), (4, 73), (3, 12), (2, 4), (1, 1))


def figure_of(target: Target) -> Figure:
    """The frozen figure behind a row of the scorecard."""
    small = target.denominator < 5
    return Figure(
        key=target.key,
        measure=target.measure,
        version=1,
        title=target.name,
        scope=(("customer", "HD"), ("service", target.service), ("priority", None)),
        numerator=target.numerator,
        denominator=target.denominator,
        value=target.value,
        unit="ratio",
        status="not_applicable" if target.value is None else "small_sample" if small else "ok",
        target=Decimal(target.target) / 100,
        operator=str(target.sense),
        verdict=None if target.met is None else "met" if target.met else "not_met",
        display=target.display,
    )

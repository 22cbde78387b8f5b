"""K30–K36: how the reporting process itself performs in a period, each an exact pair (S2.12, S2.13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from fuwubao.accounts.models import User
from fuwubao.domain.periods import Period
from fuwubao.domain.ratios import Ratio
from fuwubao.domain.words import Words
from fuwubao.improvement.queries.effectiveness import completion_on_time, suggestion_conversion
from fuwubao.reports.models import Report, Review
from fuwubao.reports.queries.duties import kept
from fuwubao.reports.queries.voices import receipts

PROVISIONAL = timedelta(days=60)  # K31: an error may still come to light
ACKNOWLEDGED_WITHIN = timedelta(days=7)  # K33
NOTHING = Words("", "")
TOLD = ("published", "acknowledged", "followed_up", "archived", "superseded", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One of K30–K36 in a period; ``note`` says what stands beside it (waived, provisional, opened of sent)."""

    measure: str
    words: Words
    ratio: Ratio
    note: Words = NOTHING


def process_kpis(*, reader: User, period: Period, now: datetime) -> tuple[Kpi, ...]:
    """Return the seven measures of a period up to ``now``, in the order of their numbers."""
    span = {"starts_at": period.starts_at, "ends_before": period.ends_before}
    timely = kept(reader=reader, now=now, **span)
    told = receipts(within=ACKNOWLEDGED_WITHIN, **span)
    waived = Words(f"免报 {timely.waived}", f"waived {timely.waived}") if timely.waived else NOTHING
    return (
        Kpi(measure="K30", words=Words("服务报告及时率", "report timeliness"), ratio=timely.share, note=waived),
        _accuracy(reader=reader, period=period, now=now),
        Kpi(measure="K32", words=Words("一次评审通过率", "first-pass review rate"), ratio=first_pass(reader, period)),
        Kpi(
            measure="K33",
            words=Words("确认率", "acknowledgement rate"),
            ratio=Ratio(told.acknowledged, told.asked),
            note=Words(f"打开 {told.opened} / 送达 {told.sent}", f"opened {told.opened} of {told.sent}"),
        ),
        Kpi(
            measure="K34",
            words=Words("建议转化率", "suggestions turned into actions"),
            ratio=suggestion_conversion(reader=reader, period=period),
        ),
        Kpi(
            measure="K35",
            words=Words("改进项按期完成率", "actions completed on time"),
            ratio=completion_on_time(reader=reader, period=period, now=now),
        ),
        _effort(reader=reader, period=period),
    )


def _mine(reader: User) -> dict[str, str]:
    return {"row__customer_code": reader.customer_code} if reader.customer_code else {}


def _accuracy(*, reader: User, period: Period, now: datetime) -> Kpi:
    provisional = now < period.ends_before + PROVISIONAL
    note = Words("暂定：期末后满 60 天前仍可能更正", "provisional until 60 days after the end") if provisional else None
    return Kpi(
        measure="K31",
        words=Words("服务报告准确率", "report accuracy"),
        ratio=accuracy(reader, period),
        note=note or NOTHING,
    )


def accuracy(reader: User, period: Period) -> Ratio:
    """K31 = first editions published in the period and never corrected ÷ first editions published in it."""
    published = Report.objects.filter(
        published_at__gte=period.starts_at,
        published_at__lt=period.ends_before,
        previous_version=None,
        state__in=TOLD,
        **_mine(reader),
    )
    return Ratio(published.filter(next_version=None).count(), published.count())


def first_pass(reader: User, period: Period) -> Ratio:
    """K32 = reports whose first review did not send them back ÷ reports first reviewed in the period."""
    mine = {f"report__{name}": value for name, value in _mine(reader).items()}
    firsts: dict[int, tuple[datetime, str]] = {}
    for report, at, conclusion in (
        Review.objects.filter(**mine)
        .order_by("reviewed_at", "pk")
        .values_list("report_id", "reviewed_at", "conclusion")
    ):
        firsts.setdefault(report, (at, conclusion))
    own = [conclusion for at, conclusion in firsts.values() if period.holds(at)]
    return Ratio(sum(conclusion != "return" for conclusion in own), len(own))


def _effort(*, reader: User, period: Period) -> Kpi:
    """K36 = minutes of work recorded ÷ reports published in the period that have any recorded."""
    published = Report.objects.filter(
        published_at__gte=period.starts_at, published_at__lt=period.ends_before, **_mine(reader)
    )
    recorded = published.annotate(minutes=Sum("efforts__minutes")).exclude(minutes=None)
    minutes = sum(recorded.values_list("minutes", flat=True))
    count = recorded.count()
    note = Words(f"{count} 份报告有工时记录", f"{count} reports with recorded work")
    return Kpi(
        measure="K36",
        words=Words("编制工时（分钟/份）", "minutes of work a report"),
        ratio=Ratio(minutes, count),
        note=note,
    )

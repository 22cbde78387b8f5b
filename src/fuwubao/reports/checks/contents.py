"""Whether the report holds what it must: figures, a closed period, the contents a–f, a summary, its agreement."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fuwubao.domain.prose import stretches
from fuwubao.render import tree as t
from fuwubao.reports.checks.finding import Finding, Sight, must, warn
from fuwubao.reports.coverage import asked_of, coverage
from fuwubao.reports.editions import CUSTOMER, INTERNAL
from fuwubao.ui.language import said

# the most characters of the summary, and of all the author's words together (S1.25, S6.6)
LONGEST = {CUSTOMER: (400, 3000), "supplier": (400, 3000), INTERNAL: (600, 6000)}


def quantified(sight: Sight) -> Iterator[Finding]:
    """Tell of a report without a single figure (S1.18)."""
    if sight.document is not None and not any(figure.value is not None for figure in sight.printed):
        detail = _("本期没有可用的数字：先导入数据或核对协议")
        yield must("quantified", "summary", "", _("报告没有任何量化指标"), detail, "write")


def period_over(sight: Sight) -> Iterator[Finding]:
    """Tell of a reactive report on a period that has not ended (S1.22)."""
    material = sight.material
    if material.as_of < material.period.ends_before and sight.draft.reactive:
        message = _("期间到 %(day)s 才结束，数据还不完整") % {"day": material.period.last.isoformat()}
        yield must("period_open", "", material.period.label, message, _("期间结束后更新数据再提交"), "retake")


def covered(sight: Sight) -> Iterator[Finding]:
    """Tell which contents of the template's profiles no block of this edition covers (S1.36)."""
    for profile in asked_of(sight.draft.profiles):
        for one in coverage(sight.draft.edition, profile):
            if one.is_gap:
                facts = {"letter": one.content.id, "content": said(one.content.words)}
                message = _("缺少 %(letter)s）%(content)s") % facts
                detail = _("模板没有覆盖这一项的章节")
                if profile.code != "2011":
                    detail = f"{detail} · {said(profile.words)}"
                yield must("coverage", "", one.content.id, message, detail, "template")


def summary_written(sight: Sight) -> Iterator[Finding]:
    """Tell of a summary without words that nobody declared to be empty."""
    if not sight.material.texts.get("summary", "").strip() and "summary" not in sight.material.nothing:
        yield must("summary", "summary", "", _("摘要还没有文字"), _("用两三句话写明本期变化与原因"), "write")


def short_enough(sight: Sight) -> Iterator[Finding]:
    """Tell of a summary, or of words in all, that are too many for those who read them."""
    most_summary, most = LONGEST.get(sight.draft.audience, LONGEST[CUSTOMER])
    shown = {block["code"] for block in sight.draft.edition}
    lengths = {
        block: sum(len(s.text) for s in stretches(text.strip()))
        for block, text in sight.material.texts.items()
        if block in shown
    }
    if lengths.get("summary", 0) > most_summary:
        detail = _("现有 %(length)s 字，摘要不宜超过 %(most)s 字") % {
            "length": lengths["summary"],
            "most": most_summary,
        }
        yield warn("too_long", "summary", "summary", _("摘要过长"), detail, "write")
    total = sum(lengths.values())
    if total > most:
        detail = _("各章文字共 %(length)s 字，给这类读者不宜超过 %(most)s 字") % {"length": total, "most": most}
        yield warn("too_long", max(lengths, key=lambda code: lengths[code]), "all", _("文字过多"), detail, "write")


def agreed(sight: Sight) -> Iterator[Finding]:
    """Tell of a report that its recipient never agreed (S1.14)."""
    if not sight.draft.agreed:
        detail = _("在服务报告列表中登记约定人、日期和凭据")
        yield warn("agreed", "", "", _("接收方尚未约定这份报告"), detail, "register")


def target_lines_drawn(sight: Sight) -> Iterator[Finding]:
    """Tell of a line over months without its target line, though an agreement promises one (M15)."""
    if sight.document is None:
        return
    promised = {line.title: line for line in sight.material.targets if line.bound is not None}
    measures = {line.key.partition(":")[0] for line in promised.values()}
    for block in t.flat(sight.document.blocks):
        if not isinstance(block, t.Chart) or not isinstance(block.drawing, t.TrendLine) or block.drawing.targets:
            continue
        names = {series.name for series in block.drawing.series}
        measure = block.anchor.removeprefix("fig-").upper() if block.anchor else ""
        if names & set(promised) or measure in measures:
            message = _("图“%(caption)s”没有目标线") % {"caption": block.caption}
            yield warn(
                "no_target_line", "", block.caption, message, _("协议约定了目标，趋势图要画出目标线"), "template"
            )

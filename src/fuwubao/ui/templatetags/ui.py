"""Components of the pages: ``{% load ui %}``. Each takes named, typed values and is shown at /ui/patterns/."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import cast

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fuwubao.domain.figures import duration_text
from fuwubao.domain.words import Words
from fuwubao.ui import navigation
from fuwubao.ui.language import reader_language
from fuwubao.ui.language import said as said_to_reader
from fuwubao.ui.parts import Chip, LineageCell, Shape, Step, TrendPoint
from fuwubao.ui.sparkline import Sparkline
from fuwubao.ui.sparkline import sparkline as placed

register = template.Library()
MINUS = "−"
THIN_SPACE = "\u2009"


class Again(template.Node):
    """The content of a block once more: the page's title in its head."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodelist = NodeList()

    def render(self, context: Context) -> SafeString:
        """Render the innermost block of that name."""
        blocks = cast("BlockContext | None", context.render_context.get(BLOCK_CONTEXT_KEY))
        block = blocks.get_block(self.name) if blocks else None
        return SafeString(block.render(context)) if block else SafeString("")


@register.tag
def again(parser: Parser, token: Token) -> Again:
    """``{% again title %}``: the content of a block that the page fills elsewhere."""
    return Again(token.split_contents()[1])


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One outline icon of the sprite; a word stands beside it, else ``label`` says it to a screen reader."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    sprite = static("vendor/icons.svg")
    return format_html('<svg class="i" viewBox="0 0 24 24" {}><use href="{}#{}"/></svg>', spoken, sprite, name)


@register.inclusion_tag("ui/parts/navigation.html", takes_context=True)
def navigation_lines(context: Context, place: str = "side") -> dict[str, object]:
    """The navigation at the side, as bottom bar or in the person's menu (side, bottom, person)."""
    entries = navigation.PERSONAL if place == "person" else navigation.ENTRIES
    path = cast("HttpRequest", context["request"]).path
    return {"lines": navigation.lines(entries, path=path, may_open=context.get("may_open")), "place": place}


@register.simple_tag(takes_context=True)
def above_this(context: Context) -> navigation.Line | None:
    """The line of the navigation that this page lies below: ``{% above_this as above %}`` before its title."""
    path = cast("HttpRequest", context["request"]).path
    return navigation.above(path, may_open=context.get("may_open"))


@register.simple_tag(takes_context=True)
def may_do(context: Context, act: str) -> bool:
    """Whether this reader may do an act: ``{% may_do "agreements.load" as able %}`` around a button."""
    ask = context.get("may_open")
    return bool(ask is None or ask(act))


@register.simple_tag(takes_context=True)
def may_go(context: Context, path: str) -> bool:
    """Whether an address leads to a page that this reader may open: ``{% may_go "/records/manual/" as able %}``."""
    return navigation.opens(path, context.get("may_open"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A state's shape and word."""

    shape: str
    words: str
    chip: bool = False


@register.inclusion_tag("ui/parts/status.html")
def status(shape: str, words: str, *, chip: bool = False) -> dict[str, object]:
    """A state: shape, word, colour. ``shape`` is one of ok, near, bad, na, open, run, pause."""
    return {"status": Status(shape=Shape(shape).value, words=words, chip=chip)}


@register.inclusion_tag("ui/parts/shape.html")
def shape(kind: str) -> dict[str, object]:
    """The shape alone, where the word stands elsewhere in the row."""
    return {"shape": Shape(kind).value}


@register.inclusion_tag("ui/parts/tag.html")
def tag(words: str, *, bad: bool = False) -> dict[str, object]:
    """An outlined qualifier of a value: 样本不足, 暂定, 数据不可用."""
    return {"words": words, "bad": bad}


@register.inclusion_tag("ui/parts/figure_card.html")
def figure_card(
    name: str,
    value: str,
    *,
    unit: str = "",
    base: str = "",
    shape: str = "na",
    verdict: str = "",
    target: str = "",
    change: str = "",
    change_words: str = "",
    url: str = "",
    points: Sequence[TrendPoint] = (),
) -> dict[str, object]:
    """A figure with its numerator and denominator (``base``), target, change and trend; a link to its page."""
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "base": base,
        "status": Status(shape=Shape(shape).value, words=verdict) if verdict else None,
        "missed": shape == Shape.BAD,
        "target": target,
        "change": change,
        "change_words": change_words or _("较上期"),
        "url": url,
        "line": placed(points) if points else None,
    }


@register.inclusion_tag("ui/parts/sparkline.html")
def sparkline(points: Sequence[TrendPoint], *, words: str = "") -> dict[str, Sparkline | str]:
    """The trend as a little line; ``words`` tells a screen reader what it shows."""
    return {"line": placed(points), "words": words or _("走势")}


@register.simple_tag
def delta(change: Decimal | None, unit: str = "", *, words: str = "") -> str:
    """A change with sign and unit in ink, without arrow or colour; None means that there is no base."""
    if change is None:
        return _("—（基期为 0）")
    sign = MINUS if change < 0 else "+" if change > 0 else ""
    gap = "" if unit in ("%", "") else " "
    return f"{words} {sign}{thousands(abs(change))}{gap}{unit}".strip()


@register.filter
def thousands(value: Decimal | int | None) -> str:
    """Group thousands by a thin space from four digits; minus is −; none is —."""
    if value is None:
        return "—"
    text = f"{abs(value):,}".replace(",", THIN_SPACE)
    return (MINUS if value < 0 else "") + text


@register.filter
def duration(seconds: int | None) -> str:
    """Whole seconds as 4 小时 30 分; none is —."""
    return "—" if seconds is None else duration_text(Fraction(seconds), language=reader_language())


@register.filter
def said(words: Words) -> str:
    """A text in two languages, as a label in the reader's own."""
    return said_to_reader(words)


@register.filter
def moment(at: datetime | None) -> str:
    """An instant in the workspace's zone as 2026-09-03 08:05; none is —."""
    return "—" if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


@register.filter
def day(on: date | None) -> str:
    """A day as 2026-09-03; none is —."""
    return "—" if on is None else on.isoformat()


@register.inclusion_tag("ui/parts/sort_head.html", takes_context=True)
def sort_head(context: Context, key: str, words: str, *, numeric: bool = False, low: bool = False) -> dict[str, object]:
    """A column's head that sorts by ``?sort=key``; a second click turns the order round. ``low``: not on a phone."""
    request = cast("HttpRequest", context["request"])
    present = request.GET.get("sort", "")
    direction = "ascending" if present == key else "descending" if present == f"-{key}" else ""
    query = request.GET.copy()
    query["sort"] = f"-{key}" if direction == "ascending" else key
    query.pop("page", None)
    return {"words": words, "direction": direction, "query": query.urlencode(), "numeric": numeric, "low": low}


@register.inclusion_tag("ui/parts/filter_chip.html", takes_context=True)
def filter_chip(context: Context, key: str, value: str, words: str, *, label: str = "") -> dict[str, object]:
    """A filter that lives in the address as ``?key=value``; chosen again it is taken away."""
    request = cast("HttpRequest", context["request"])
    chosen = request.GET.get(key, "") == value
    query = request.GET.copy()
    query.pop("page", None)
    if chosen or not value:
        query.pop(key, None)
    else:
        query[key] = value
    return {"label": label, "words": words, "chosen": chosen, "query": query.urlencode()}


@register.inclusion_tag("ui/parts/stepper.html")
def stepper(steps: Sequence[Step]) -> dict[str, Sequence[Step]]:
    """All states of a lifecycle in order; what is done, what is now, what comes."""
    return {"steps": steps}


@register.inclusion_tag("ui/parts/filter_chips.html")
def filter_chips(chips: Sequence[Chip], *, clear: str = "") -> dict[str, object]:
    """A row of filters whose addresses the page's query made; ``clear`` is the address without any."""
    return {"chips": chips, "clear": clear}


@register.inclusion_tag("ui/parts/empty_state.html")
def empty_state(
    title: str,
    text: str = "",
    *,
    icon: str = "inbox",
    action: str = "",
    url: str = "",
    other_action: str = "",
    other_url: str = "",
) -> dict[str, str]:
    """What is absent, what to do first, what will happen then; one button."""
    return {
        "title": title,
        "text": text,
        "icon": icon,
        "action": action,
        "url": url,
        "other_action": other_action,
        "other_url": other_url,
    }


@register.inclusion_tag("ui/parts/empty_row.html")
def empty_row(text: str, *, columns: int = 20) -> dict[str, object]:
    """The only row of a table that has none."""
    return {"text": text, "columns": columns}


@register.inclusion_tag("ui/parts/note.html")
def note(text: str, *, kind: str = "", title: str = "", url: str = "", action: str = "") -> dict[str, str]:
    """A remark with a rule at its left: informs (""), warns ("near") or tells a fault ("bad")."""
    return {"text": text, "kind": kind, "title": title, "url": url, "action": action}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[object]) -> dict[str, object]:
    """Range, total and neighbours of a page of rows; the rest of the address is kept."""
    query = cast("HttpRequest", context["request"]).GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}


@register.inclusion_tag("ui/parts/lineage_strip.html")
def lineage_strip(cells: Sequence[LineageCell]) -> dict[str, Sequence[LineageCell]]:
    """The way of a number from file row to report, with the count at each stage."""
    return {"cells": cells}


@register.inclusion_tag("ui/parts/check_item.html")
def check_item(shape: str, what: str, *, where: str = "", action: str = "", url: str = "") -> dict[str, str]:
    """One finding: what is wrong, where and what it should be, one link that leads there."""
    return {"shape": Shape(shape).value, "what": what, "where": where, "action": action, "url": url}


DUE_SHAPES = {
    "coming": Shape.OPEN,
    "due_soon": Shape.NEAR,
    "overdue": Shape.BAD,
    "on_time": Shape.OK,
    "late": Shape.NEAR,
    "waived": Shape.NA,
    "cancelled": Shape.NA,
}


OPEN_FLAGS = frozenset({"coming", "due_soon", "overdue"})


def due_words(flag: str) -> str:
    """The word of a duty's flag."""
    return {
        "coming": _("未到期"),
        "due_soon": _("将到期"),
        "overdue": _("逾期"),
        "on_time": _("按期"),
        "late": _("逾期后完成"),
        "waived": _("免报"),
        "cancelled": _("已取消"),
    }[flag]


def days_words(days: int) -> str:
    """How many working days are left, or over when negative."""
    if days < 0:
        return _("逾期 %(days)s 个工作日") % {"days": -days}
    return _("还有 %(days)s 个工作日") % {"days": days} if days else _("今天")


@register.inclusion_tag("ui/parts/due_badge.html")
def due_badge(flag: str, *, on: date | None = None, days: int | None = None) -> dict[str, object]:
    """A duty's flag (coming, due_soon, overdue, on_time, late, waived, cancelled) with its day.

    ``days`` is the working days left, negative when over; given for an open duty, it stands for the flag's word.
    """
    words = due_words(flag) if days is None or flag not in OPEN_FLAGS else days_words(days)
    return {"status": Status(shape=DUE_SHAPES[flag].value, words=words), "on": on}


@register.inclusion_tag("ui/parts/progress.html")
def progress(value: int, total: int, words: str, *, near: bool = False) -> dict[str, object]:
    """How far something is, with words; unknown total (0) shows movement only."""
    return {"value": value, "total": total, "words": words, "near": near}


@register.inclusion_tag("ui/parts/field.html")
def field(bound: object, *, wide: bool = False) -> dict[str, object]:
    """A form field with label, help and errors tied to it for screen readers."""
    return {"field": bound, "wide": wide}

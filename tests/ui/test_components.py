"""Each component in its states: the word is always there, the address keeps its filters, text is escaped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from fuwubao.ui.parts import Chip, Hit, LineageCell, Shape, Step


def shown(markup: str, *, at: str = "/", **values: object) -> str:
    """The HTML of a piece of template on the page at an address."""
    context = Context({"request": RequestFactory().get(at), **values})
    return Template("{% load ui %}" + markup).render(context)


@pytest.mark.parametrize("shape", list(Shape))
def test_a_status_is_shape_and_word(shape: Shape) -> None:
    html = shown("{% status shape=shape words=words %}", shape=shape.value, words="编制中")

    assert f'class="st {shape.value}"' in html
    assert "<svg" in html
    assert "编制中" in html


def test_the_seven_shapes_differ_in_form_not_only_in_colour() -> None:
    drawings = {shown("{% shape kind %}", kind=shape.value).split(">", 1)[1] for shape in Shape}

    assert len(drawings) == len(Shape)


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="purple"):
        shown('{% status shape="purple" words="?" %}')


def test_words_of_data_are_escaped() -> None:
    html = shown("{% status shape='ok' words=words %}{% note text=words %}{% tag words %}", words="<script>")

    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 3


def test_a_figure_card_shows_value_base_and_verdict_and_is_a_link() -> None:
    html = shown(
        '{% figure_card name="P2" value="94.44" unit="%" base="119 / 126 张" shape="bad" verdict="未达标" url="/f/" %}'
    )

    assert '<a href="/f/" class="fig bad"' in html
    for part in ("94.44", "119 / 126 张", "未达标"):
        assert part in html


def test_a_figure_card_without_page_is_no_link() -> None:
    assert "<a" not in shown('{% figure_card name="n" value="—" base="0 起" shape="na" verdict="不适用" %}')


@pytest.mark.parametrize(
    "change, unit, words, text",
    [
        (Decimal("-1.56"), "百分点", "", "−1.56 百分点"),
        (Decimal("4.1"), "%", "环比", "环比 +4.1%"),
        (Decimal(0), "%", "", "0%"),
        (None, "%", "", "—（基期为 0）"),
    ],
)
def test_a_change_has_sign_and_unit_and_no_colour(change: Decimal | None, unit: str, words: str, text: str) -> None:
    assert shown("{% delta c u words=w %}", c=change, u=unit, w=words) == text


@pytest.mark.parametrize("number, text", [(129360, "129\u2009360"), (-1200, "−1\u2009200"), (999, "999"), (None, "—")])
def test_thousands_are_parted_by_a_thin_space(number: int | None, text: str) -> None:
    assert shown("{{ n|thousands }}", n=number) == text


def test_moments_days_and_durations_read_as_the_guide_says() -> None:
    html = shown(
        "{{ instant|moment }};{{ on|day }};{{ seconds|duration }};{{ none|moment }}{{ none|day }}{{ none|duration }}",
        instant=datetime(2026, 9, 3, 0, 5, tzinfo=UTC),
        on=date(2026, 9, 3),
        seconds=16_200,
        none=None,
    )

    assert html == "2026-09-03 08:05;2026-09-03;4 小时 30 分;———"


def test_a_head_sorts_and_the_second_click_turns_the_order_round() -> None:
    markup = '{% sort_head "due" "期限" %}'
    fresh = shown(markup, at="/?customer=HD&page=3")
    rising = shown(markup, at="/?sort=due")
    falling = shown(markup, at="/?sort=-due")

    assert "customer=HD&amp;sort=due" in fresh
    assert "page=" not in fresh
    assert "aria-sort" not in fresh
    assert 'aria-sort="ascending"' in rising
    assert "sort=-due" in rising
    assert 'aria-sort="descending"' in falling


def test_a_filter_lives_in_the_address_and_is_taken_away_by_a_second_click() -> None:
    markup = '{% filter_chip "state" "late" "逾期" label="状态" %}'
    off, on = shown(markup, at="/?customer=HD"), shown(markup, at="/?customer=HD&state=late")

    assert 'href="?customer=HD&amp;state=late"' in off
    assert 'href="?customer=HD"' in on
    assert 'aria-current="true"' in on


def test_chips_show_field_and_value_and_a_way_to_clear() -> None:
    chips = [Chip(label="客户", words="华东制造", url="?a=1", is_on=True), Chip(label="期间", words="全部", url="?b=1")]
    html = shown('{% filter_chips chips clear="?" %}', chips=chips)

    assert html.count('class="f') == 3  # the group and two chips
    assert "清除筛选" in html


def test_a_stepper_marks_one_step_as_current() -> None:
    steps = [Step(words="计划", place="done"), Step(words="草稿", note="李敏", place="current"), Step(words="评审")]
    html = shown("{% stepper steps %}", steps=steps)

    assert html.count('aria-current="step"') == 1
    assert html.index("计划") < html.index("草稿") < html.index("评审")


def test_an_empty_state_has_one_primary_button_or_none() -> None:
    full = shown('{% empty_state "还没有单据" "先预检" action="导入" url="/r/" other_action="样例" other_url="/s/" %}')
    good = shown('{% empty_state "没有超过 3 个工作日的投诉" %}')

    assert full.count('class="btn p') == 1
    assert "<a" not in good


def test_only_a_fault_interrupts_a_screen_reader() -> None:
    assert 'role="alert"' in shown('{% note text="x" kind="bad" %}')
    assert 'role="alert"' not in shown('{% note text="x" kind="near" %}{% note text="x" %}')


def test_a_pager_tells_range_and_total_and_keeps_the_filters() -> None:
    html = shown("{% pager page %}", at="/?state=late&page=2", page=Paginator(range(120), 50).page(2))

    assert "第 51—100 条，共 120 条" in html
    assert "?state=late&amp;page=1" in html
    assert "?state=late&amp;page=3" in html


def test_a_pager_of_nothing_is_not_shown() -> None:
    assert shown("{% pager page %}", page=Paginator([], 50).page(1)).strip() == ""


def test_the_way_of_a_number_links_each_stage_and_marks_itself() -> None:
    cells = [
        LineageCell(words="文件行", count="10", url="/f/"),
        LineageCell(words="本数字", count="9", is_current=True),
    ]
    html = shown("{% lineage_strip cells %}", cells=cells)

    assert 'href="/f/"' in html
    assert html.count("aria-current") == 1


def test_a_finding_says_what_and_where_and_leads_there() -> None:
    html = shown('{% check_item "bad" "数字不一致" where="应为 99.906%" action="定位" url="#b" %}')

    assert 'class="ck bad"' in html
    for part in ("数字不一致", "应为 99.906%", 'href="#b"', "定位"):
        assert part in html


@pytest.mark.parametrize(
    "flag, days, shape, words",
    [
        ("coming", 3, "open", "还有 3 个工作日"),
        ("due_soon", 0, "near", "今天"),
        ("overdue", -2, "bad", "逾期 2 个工作日"),
        ("overdue", None, "bad", "逾期"),
        ("on_time", -2, "ok", "按期"),
        ("late", None, "near", "逾期后完成"),
        ("waived", None, "na", "免报"),
        ("cancelled", None, "na", "已取消"),
    ],
)
def test_a_due_badge_counts_only_while_the_duty_is_open(flag: str, days: int | None, shape: str, words: str) -> None:
    html = shown("{% due_badge flag on=on days=days %}", flag=flag, on=date(2026, 10, 13), days=days)

    assert f'class="st {shape}"' in html
    assert f"</svg>{words}<" in html
    assert "2026-10-13" in html


def test_progress_tells_its_numbers_and_an_unknown_total_only_moves() -> None:
    known, unknown = shown('{% progress 1200 1683 "预检" %}'), shown('{% progress 0 0 "准备" %}')

    assert "1\u2009200 / 1\u2009683" in known
    assert 'max="1683"' in known
    assert "max=" not in unknown


def test_an_icon_is_silent_unless_it_stands_alone() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "bell" %}')
    assert 'aria-label="通知"' in shown('{% icon "bell" "通知" %}')


def test_hits_of_the_palette_lead_to_their_pages() -> None:
    hits = [Hit(words="SLM-01", kind="服务报告", url="/reports/1/", place="华东制造")]

    html = shown('{% include "ui/hits.html" with hits=hits only %}', hits=hits)

    assert 'href="/reports/1/"' in html
    assert "服务报告 · 华东制造" in html

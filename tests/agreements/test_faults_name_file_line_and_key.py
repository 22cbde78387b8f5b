"""Each validator of the agreement file refuses with the file, the line, the key and what to write instead."""

from __future__ import annotations

import pytest

from fuwubao.agreements import errors
from fuwubao.agreements.errors import AgreementFault
from tests.agreements.files import DUTY, SMALL, changed, refusal

CASES = [
    ("SLA-2026-007", "SLA/007", errors.CodeUnreadable, 1, "agreement", "SLA/007"),
    ("code: ERP", "code: E RP", errors.CodeUnreadable, 11, "services[0].code", "E RP"),
    ("华东制造有限公司", "长" * 121, errors.TextTooLong, 3, "customer.name", "121"),
    ("kind: sla", "kind: slaa", errors.ChoiceUnknown, 2, "kind", "slaa"),
    ("kind: sla", "knd: sla", errors.KeyUnknown, 2, "knd", "“kind”"),
    ("kind: sla\n", "kind: sla\nkind: ola\n", errors.KeyTwice, 3, "kind", "第 2 行"),
    ("kind: sla\n", "", errors.KeyMissing, 1, "", "kind"),
    ("kind: sla", "kind:", errors.ValueMissing, 2, "kind", "没有值"),
    ("kind: sla", "kind: null", errors.ValueMissing, 2, "kind", "没有值"),
    ("kind: sla", "kind: [sla]", errors.TextWanted, 2, "kind", "不是列表"),
    ("{code: HD, name: 华东制造有限公司}", "HD", errors.MapWanted, 3, "customer", "项名"),
    ("[waiting_customer]", "waiting_customer", errors.ListWanted, 9, "pending_reasons", "列表"),
    ("2026-01-01/2026-12-31", "2026-12-31/2026-01-01", errors.SpanUnreadable, 4, "valid", "早于"),
    ("2026-01-01/2026-12-31", "2026-02-30/2026-12-31", errors.SpanUnreadable, 4, "valid", "2026-02-30"),
    ("timezone: Asia/Shanghai", "timezone: Asia/Shangha", errors.ZoneUnknown, 5, "timezone", "Shangha"),
    ('"09:00-12:00", ', '"09:00-25:00", ', errors.WindowUnreadable, 7, "calendars.office.weekly.mon-fri[0]", "25:00"),
    ("mon-fri: [", "mon-fry: [", errors.WeekdaysUnreadable, 7, "calendars.office.weekly.mon-fry", "mon-fry"),
    ("mon-sun: [", 'sat: ["08:00-09:00"], mon-sun: [', errors.WeekdaysUnreadable, 8, "", "mon-sun"),
    ("holidays: china", "holidays: chian", errors.ChoiceUnknown, 7, "calendars.office.holidays", "chian"),
    ("holidays: china", "holidays: [10-01]", errors.DateUnreadable, 7, "calendars.office.holidays[0]", "10-01"),
    ("extra_workdays: china", 'extra_workdays: {monday: ["08:00-12:00"]}', errors.DateUnreadable, 7, "", "monday"),
    ("extra_workdays: china", "breaks: {2026-10-08: lunch}", errors.WindowUnreadable, 7, "", "lunch"),
    ("within: 15m", "within: 15", errors.DurationUnreadable, 14, "services[0].targets[0].within", "“15”"),
    ("within: 15m", "within: 1d", errors.DurationUnreadable, 14, "services[0].targets[0].within", "“1d”"),
    ("within: 15m", "within: 0h", errors.DurationUnreadable, 14, "services[0].targets[0].within", "“0h”"),
    ("within: 15m", "within: 1.5wd", errors.DurationUnreadable, 14, "services[0].targets[0].within", "1.5wd"),
    ("calendar: always", "calendar: allways", errors.CalendarUndefined, 14, "services[0].targets[0].calendar", ""),
    ("class: incident", "class: incidents", errors.ChoiceUnknown, 14, "services[0].targets[0].applies.class", ""),
    ("priority: P1}, clock: response", "prio: P1}, clock: response", errors.KeyUnknown, 14, "", "“priority”"),
    ("clock: response, ", "", errors.TargetKindUnclear, 14, "services[0].targets[0]", "clock"),
    ("clock: response, ", "clock: answer, ", errors.ChoiceUnknown, 14, "services[0].targets[0].clock", "answer"),
    ("id: P1-解决", "id: P1-响应", errors.NameTwice, 15, "services[0].targets[1]", "第 14 行"),
    ("clock: resolution", "clock: response", errors.TargetsClash, 15, "services[0].targets[1]", "P1-响应"),
    ("measure: K09", "measure: availability", errors.ChoiceUnknown, 16, "services[0].targets[2].measure", ""),
    ("calendar: office, value", "value", errors.KeyMissing, 16, "services[0].targets[2]", "calendar"),
    ('">= 99.9 %"', '"99.9 %"', errors.BoundUnreadable, 16, "services[0].targets[2].value", "99.9 %"),
    ('">= 99.9 %"', '">= 99.9"', errors.BoundUnreadable, 16, "services[0].targets[2].value", "99.9"),
    (
        '"sun 00:00-04:00"',
        '"00:00-04:00"',
        errors.MaintenanceUnreadable,
        16,
        "services[0].targets[2].maintenance[0]",
        "",
    ),
    ("office}\n", 'office, attainment: "<= 95 %"}\n', errors.BoundUnreadable, 15, "", "<= 95 %"),
    ("office}\n", 'office, attainment: ">= 101 %"}\n', errors.BoundUnreadable, 15, "", "101"),
    ("office}\n", "office, minimum_sample: 0}\n", errors.NumberUnreadable, 15, "", "“0”"),
    ("timezone:", "pause_days: ja\ntimezone:", errors.ChoiceUnknown, 5, "pause_days", "ja"),
    ("timezone:", "reopen: never\ntimezone:", errors.ChoiceUnknown, 5, "reopen", "never"),
    ("timezone:", "attainment_cohort: opened_in\ntimezone:", errors.ChoiceUnknown, 5, "attainment_cohort", ""),
    ("timezone:", "revision: {from: 2027-01-01, reason: x}\ntimezone:", errors.SpanUnreadable, 5, "revision.from", ""),
    ("timezone:", "revision: {from: 2026-07-01}\ntimezone:", errors.KeyMissing, 5, "revision", "reason"),
]
DUTY_CASES = [
    ("R02", "R2", errors.ChoiceUnknown, "reports[0].template"),
    ("frequency: quarterly", "frequency: often", errors.ChoiceUnknown, "reports[0].frequency"),
    ("template: R02, ", "", errors.KeyMissing, "reports[0]"),
    ("{working_days: 5}", "{working_days: 5, days: 3}", errors.DueUnreadable, "reports[0].due"),
    ("{working_days: 5}", '{time: "18:00"}', errors.DueUnreadable, "reports[0].due"),
    ("{working_days: 5}", "{month: 1}", errors.DueUnreadable, "reports[0].due"),
    ("{working_days: 5}", "{day: 32}", errors.NumberUnreadable, "reports[0].due.day"),
    ("{working_days: 5}", "soon", errors.DueUnreadable, "reports[0].due"),
    ("{working_days: 5}", '{days: 5, time: "25:00"}', errors.DueUnreadable, "reports[0].due.time"),
    ("{working_days: 5}", "{days: 5, on_rest_day: skip}", errors.ChoiceUnknown, "reports[0].due.on_rest_day"),
    ("name: SLA", "contents: [g], name: SLA", errors.ChoiceUnknown, "reports[0].contents[0]"),
    ("name: SLA", "agreed: {on: 2025-13-01}, name: SLA", errors.DateUnreadable, "reports[0].agreed.on"),
]


@pytest.mark.parametrize("before, after, kind, line, key, told", CASES)
def test_a_wrong_value_is_refused_where_it_stands(
    before: str, after: str, kind: type[AgreementFault], line: int, key: str, told: str
) -> None:
    fault = refusal(changed(before, after))

    assert type(fault) is kind
    assert (fault.facts["file"], fault.facts["line"]) == ("hd.yaml", line)
    assert fault.facts["key"] == key or not key
    assert f"hd.yaml 第 {line} 行" in fault.message("zh")
    assert told in fault.message("zh") + fault.hint("zh")


@pytest.mark.parametrize("before, after, kind, key", DUTY_CASES)
def test_a_wrong_duty_is_refused_where_it_stands(before: str, after: str, kind: type[AgreementFault], key: str) -> None:
    fault = refusal(changed(before, after, text=SMALL + DUTY))

    assert type(fault) is kind
    assert (fault.facts["line"], fault.facts["key"]) == (18, key)
    assert fault.message("en").startswith("hd.yaml, line 18")


def test_a_service_listed_twice_is_refused() -> None:
    fault = refusal(SMALL + "  - {code: ERP, name: 又一次}\n")

    assert type(fault) is errors.NameTwice
    assert (fault.facts["line"], fault.facts["first"]) == (17, 11)


def test_a_duty_number_used_twice_is_refused() -> None:
    fault = refusal(SMALL + DUTY + DUTY.splitlines()[1] + "\n")

    assert type(fault) is errors.NameTwice
    assert fault.facts["value"] == "SLM-01"


def test_an_agreement_without_services_is_refused() -> None:
    fault = refusal(SMALL[: SMALL.index("services:")] + "services: []\n")

    assert (type(fault), fault.facts["key"]) == (errors.ValueMissing, "services")


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_lines() -> None:
    text = changed("within: 15m", "within: soon", text=changed("calendar: office, value", "calendar: x, value"))
    text = changed("mon-fri: [", "mon-fry: [", text=text)

    fault = refusal(text)

    assert [each.facts["line"] for each in (fault, *fault.others)] == [7, 14, 16]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "a: [1\nb: 2\n", "a: *nothing\n", "? [a]\n: b\n", "a: &a [*a]\n"])
def test_what_is_no_yaml_map_is_refused_with_its_line(text: str) -> None:
    fault = refusal(text)

    assert type(fault) is errors.FileUnreadable
    assert int(str(fault.facts["line"])) >= 1


def test_aliases_that_unfold_without_end_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]

    fault = refusal("\n".join(lines))

    assert type(fault) is errors.FileUnreadable


def test_a_finer_row_for_other_tickets_does_not_decide_a_clash() -> None:
    row = (
        "      - {{id: {id}, applies: {{class: incident, {applies}}}, clock: response, within: 1h, calendar: always}}\n"
    )
    by_category = row.format(id="数据库", applies="category: 数据库")
    elsewhere = row.format(id="P2-网络", applies="priority: P2, category: 网络")

    assert type(refusal(SMALL + by_category + elsewhere)) is errors.TargetsClash

"""When a report is an abnormal one (异常报告) and needs the system head too: rules as data, each can be switched.

Which of them are in force is kept in ``AbnormalRule``; a report keeps what they found when it was submitted (S1.6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fuwubao.domain.figures import FigureStatus, FigureVerdict
from fuwubao.domain.words import Words
from fuwubao.reports.checks import Draft, target_called
from fuwubao.reports.models import AbnormalRule

MAJOR_INCIDENT = "R07"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the rules look at: the draft, its template's code, the version that it corrects."""

    draft: Draft
    template: str
    corrects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule with its words; ``find`` yields what makes the report abnormal."""

    code: str
    words: Words
    find: Callable[[Case], Iterator[str]]


def found(case: Case) -> list[tuple[str, str]]:
    """Return (rule, words) of every ground that a rule in force finds."""
    in_force = set(AbnormalRule.objects.filter(is_on=True).values_list("code", flat=True))
    return [(rule.code, words) for rule in RULES if rule.code in in_force for words in rule.find(case)]


def _major_incident(case: Case) -> Iterator[str]:
    if case.template == MAJOR_INCIDENT:
        yield _("重大事件报告")


def _p1_missed(case: Case) -> Iterator[str]:
    yield from _missed(case, lambda line_priority, _measure: line_priority == "P1")


def _availability_missed(case: Case) -> Iterator[str]:
    yield from _missed(case, lambda _priority, measure: measure == "K09")


def _missed(case: Case, wanted: Callable[[str, str], bool]) -> Iterator[str]:
    material = case.draft.material
    for line in material.targets:
        figure = material.figure(line.key)
        if figure is None or figure.verdict is not FigureVerdict.NOT_MET:
            continue
        if wanted(line.priority, figure.measure):
            yield _("%(target)s 未达标") % {"target": target_called(line)}


def _corrected(case: Case) -> Iterator[str]:
    if case.corrects:
        yield _("更正 %(number)s") % {"number": case.corrects}


def _data_unavailable(case: Case) -> Iterator[str]:
    material = case.draft.material
    for line in material.targets:
        figure = material.figure(line.key)
        if figure is not None and figure.status is FigureStatus.UNAVAILABLE:
            yield _("%(target)s 数据不可用") % {"target": target_called(line)}


RULES: tuple[Rule, ...] = (
    Rule(
        code="major_incident",
        words=Words("重大事件报告（R07）", "A report on a major incident (R07)"),
        find=_major_incident,
    ),
    Rule(code="p1_missed", words=Words("P1 目标未达标", "A P1 target was missed"), find=_p1_missed),
    Rule(
        code="availability_missed",
        words=Words("可用性未达标", "Availability was missed"),
        find=_availability_missed,
    ),
    Rule(code="corrected", words=Words("更正版本", "A corrected version"), find=_corrected),
    Rule(
        code="data_unavailable",
        words=Words("SLA 目标的数据不可用", "Data of an SLA target are unavailable"),
        find=_data_unavailable,
    ),
)

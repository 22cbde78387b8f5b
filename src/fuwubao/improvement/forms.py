"""The shape of what people send; the actions check the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fuwubao.accounts.models import User
from fuwubao.domain.figures import Dimension
from fuwubao.improvement.actions.nonconformities import Finding
from fuwubao.improvement.actions.raising import Content, Source
from fuwubao.improvement.effects import Expectation
from fuwubao.improvement.rules import BASES, PRIORITIES, SEVERITIES, SOURCES

CHOOSE = _("请选择")
DIMENSIONS = {
    Dimension.SERVICE: _("服务"),
    Dimension.PRIORITY: _("优先级"),
    Dimension.CLASS: _("类别"),
    Dimension.TARGET: _("目标行"),
    Dimension.TEAM: _("处理组"),
    Dimension.SUPPLIER: _("供应商"),
}


def offered(table: Mapping[str, str]) -> tuple[tuple[str, _StrPromise], ...]:
    """Return the choices of a table of ``rules``, each said in the reader's language."""
    return tuple((code, _(words)) for code, words in table.items())


if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    ChosenUser = forms.ModelChoiceField[User]
else:
    ChosenUser = forms.ModelChoiceField  # generic for the type checker alone


class Person(ChosenUser):
    """One of those who may own an action, by name."""

    def __init__(self, *, label: _StrPromise, required: bool = True, empty_label: _StrPromise = CHOOSE) -> None:
        none: QuerySet[User] = User.objects.none()
        super().__init__(queryset=none, label=label, required=required, empty_label=empty_label)


class PersonForm(forms.Form):
    """A form whose ``people`` are offered in each field of a person."""

    def __init__(self, *given: Any, people: tuple[User, ...] = (), **named: Any) -> None:  # noqa: ANN401 – as Django's own form takes them
        super().__init__(*given, **named)
        offered = User.objects.filter(pk__in=[person.pk for person in people]).order_by("name", "login")
        for field in self.fields.values():
            if isinstance(field, Person):
                field.queryset = offered


class Day(forms.DateField):
    """A day, chosen from the browser's calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ExpectationForm(PersonForm):
    """The figure that shall move (F08 预期效果); all of it or none."""

    figure_measure = forms.CharField(max_length=8, required=False, label=_("指标编号"), help_text=_("如 K03"))
    figure_customer = forms.CharField(max_length=64, required=False, label=_("客户代码"))
    figure_period = forms.CharField(max_length=32, required=False, label=_("基线期间"), help_text=_("如 2026Q3"))
    figure_target = forms.CharField(max_length=32, required=False, label=_("目标"), help_text=_("如 >= 95%"))
    figure_dimension = forms.ChoiceField(
        choices=(("", _("合计")), *((code.value, words) for code, words in DIMENSIONS.items())),
        required=False,
        label=_("范围"),
    )
    figure_key = forms.CharField(max_length=200, required=False, label=_("范围取值"))

    def expected(self) -> Expectation:
        """Return the expectation as a value; blank when no figure was named."""
        given = self.cleaned_data
        return Expectation(
            measure=given["figure_measure"].strip().upper(),
            customer=given["figure_customer"].strip(),
            period=given["figure_period"].strip(),
            target=given["figure_target"].strip(),
            dimension=given["figure_dimension"],
            key=given["figure_key"].strip(),
        )

    def figure_fields(self) -> list[forms.BoundField]:
        """Return the fields that name the figure, to stand apart on the page."""
        return [self[name] for name in self.fields if name.startswith("figure_")]

    def own_fields(self) -> list[forms.BoundField]:
        """Return the other fields."""
        return [self[name] for name in self.fields if not name.startswith("figure_")]


class NewAction(ExpectationForm):
    """An action with its source, owner and due day."""

    title = forms.CharField(max_length=200, label=_("改进事项"))
    source_kind = forms.ChoiceField(choices=offered(SOURCES), label=pgettext_lazy("improvement", "来源"))
    source_number = forms.CharField(max_length=120, required=False, label=_("来源编号"))
    priority = forms.ChoiceField(choices=offered(PRIORITIES), initial="normal", label=_("优先级"))
    problem = forms.CharField(max_length=500, required=False, label=_("问题"), widget=forms.Textarea(attrs={"rows": 2}))
    cause = forms.CharField(max_length=500, required=False, label=_("原因"), widget=forms.Textarea(attrs={"rows": 2}))
    measure = forms.CharField(max_length=500, label=_("措施"), widget=forms.Textarea(attrs={"rows": 2}))
    owner = Person(label=_("责任人"))
    due_on = Day(label=_("计划完成"))
    customer_code = forms.CharField(max_length=64, required=False, label=_("客户代码"))

    def content(self) -> Content:
        """Return what the action says."""
        given = self.cleaned_data
        return Content(
            title=given["title"],
            problem=given["problem"],
            cause=given["cause"],
            measure=given["measure"],
            priority=given["priority"],
            customer_code=given["customer_code"].strip() or given["figure_customer"].strip(),
        )

    def source(self) -> Source:
        """Return where the action came from."""
        return Source(kind=self.cleaned_data["source_kind"], number=self.cleaned_data["source_number"].strip())


class Correction(ExpectationForm):
    """A corrective action of a nonconformity."""

    title = forms.CharField(max_length=200, label=_("纠正措施"))
    measure = forms.CharField(max_length=500, label=_("具体做法"), widget=forms.Textarea(attrs={"rows": 2}))
    owner = Person(label=_("责任人"))
    due_on = Day(label=_("计划完成"))


class Suggestion(PersonForm):
    """A suggestion to the owner of a process."""

    title = forms.CharField(max_length=200, label=_("建议"))
    problem = forms.CharField(max_length=500, required=False, label=_("现状"), widget=forms.Textarea(attrs={"rows": 2}))
    measure = forms.CharField(
        max_length=500, required=False, label=_("建议做法"), widget=forms.Textarea(attrs={"rows": 2})
    )
    process = forms.CharField(max_length=64, required=False, label=_("相关流程"))
    addressed_to = Person(required=False, label=_("流程负责人"), empty_label=_("服务报告流程经理"))

    def content(self) -> Content:
        """Return what the suggestion says."""
        given = self.cleaned_data
        return Content(
            title=given["title"], problem=given["problem"], measure=given["measure"], process=given["process"]
        )


class Handover(PersonForm):
    """Who takes up a measure of a report, and by when; without a day the report's own holds."""

    owner = Person(label=_("责任人"))
    due_on = Day(label=_("计划完成"), required=False)


class Decision(PersonForm):
    """Accept with an owner, or decline with a reason."""

    owner = Person(required=False, label=_("责任人"))
    reason = forms.CharField(max_length=300, required=False, label=_("不采纳的原因"))


class Plan(ExpectationForm):
    """What will be done, by when, and the figure that shall move."""

    measure = forms.CharField(max_length=500, label=_("措施"), widget=forms.Textarea(attrs={"rows": 3}))
    due_on = Day(label=_("计划完成"), required=False)


class Words(forms.Form):
    """What was done, found or why."""

    words = forms.CharField(max_length=500, label=_("说明"), widget=forms.Textarea(attrs={"rows": 3}))


class Verification(Words):
    """The verifier's conclusion."""

    effective = forms.ChoiceField(choices=(("1", pgettext_lazy("effect", "有效")), ("0", _("无效"))), label=_("结论"))


class MoveRequest(PersonForm):
    """A later due day, another owner, and why."""

    new_due_on = Day(required=False, label=_("新的期限"))
    new_owner = Person(required=False, label=_("转交给"))
    reason = forms.CharField(max_length=300, label=_("原因"))


class File(forms.Form):
    """One file."""

    file = forms.FileField(label=_("证据文件"))


class NewNonconformity(forms.Form):
    """What was found against what."""

    basis = forms.ChoiceField(choices=offered(BASES), label=_("依据"))
    clause = forms.CharField(max_length=120, required=False, label=_("条款"))
    severity = forms.ChoiceField(choices=offered(SEVERITIES), label=_("严重度"))
    description = forms.CharField(max_length=500, label=_("事实"), widget=forms.Textarea(attrs={"rows": 3}))
    found_on = Day(label=_("发现日期"), required=False)
    process = forms.CharField(max_length=64, required=False, label=_("相关流程"))
    customer_code = forms.CharField(max_length=64, required=False, label=_("客户代码"))
    source_kind = forms.ChoiceField(
        choices=offered(SOURCES), label=pgettext_lazy("improvement", "来源"), initial="audit"
    )
    source_number = forms.CharField(max_length=120, required=False, label=_("来源编号"))

    def finding(self) -> Finding:
        """Return what was found."""
        given = self.cleaned_data
        names = ("basis", "clause", "severity", "description", "found_on", "process", "customer_code")
        return Finding(**{name: given[name] for name in names})

    def source(self) -> Source:
        """Return where it came from."""
        return Source(kind=self.cleaned_data["source_kind"], number=self.cleaned_data["source_number"].strip())


class Notification(PersonForm):
    """Who answers, by when."""

    responsible = Person(label=_("责任服务经理"))
    reply_due_on = Day(required=False, label=_("答复期限"), help_text=_("不填为第 5 个工作日"))


class Reply(forms.Form):
    """Correction and cause."""

    correction = forms.CharField(max_length=500, label=_("纠正"), widget=forms.Textarea(attrs={"rows": 2}))
    cause = forms.CharField(max_length=1000, label=_("原因分析"), widget=forms.Textarea(attrs={"rows": 3}))

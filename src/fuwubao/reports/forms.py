"""The shape of what people send; the actions check the rules."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fuwubao.reports.frequencies import MONTHS, WORDS
from fuwubao.reports.rules import CONCLUSIONS, REVIEW_ITEMS
from fuwubao.reports.seed import TEMPLATES


class Words(forms.Form):
    """The text of one block, with the edit that its writer saw."""

    text = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    edit_count = forms.IntegerField(min_value=0)


class Statement(forms.Form):
    """A number of one's own with its basis."""

    value = forms.CharField(max_length=64)
    basis = forms.CharField(max_length=300, label=_("依据"))


class Citation(forms.Form):
    """Replace a number that was typed by the figure it stands for."""

    value = forms.CharField(max_length=64)
    token = forms.CharField(max_length=200)


class Explanation(forms.Form):
    """Cause, measure, owner and date for one or many breaches."""

    subjects = forms.CharField(widget=forms.Textarea)
    cause = forms.CharField(max_length=500, label=_("原因"))
    measure = forms.CharField(max_length=500, required=False, label=_("措施"))
    owner = forms.CharField(max_length=64, required=False, label=_("责任人"))
    due_on = forms.DateField(required=False, label=_("期限"))

    def clean_subjects(self) -> tuple[str, ...]:
        """Return the subjects, one a line."""
        return tuple(line.strip() for line in self.cleaned_data["subjects"].splitlines() if line.strip())


class Reason(forms.Form):
    """Why."""

    reason = forms.CharField(max_length=300, label=_("原因"))


class Waiver(forms.Form):
    """Let one finding stand, with a reason."""

    rule = forms.CharField(max_length=40)
    subject = forms.CharField(max_length=200, required=False)
    reason = forms.CharField(max_length=300, label=_("说明"))


class Decision(forms.Form):
    """What the recipient is asked to decide."""

    text = forms.CharField(max_length=500, label=_("事项与建议"))
    decider = forms.CharField(max_length=64, label=_("决策人"))
    due_on = forms.DateField(required=False, label=_("期望答复"))


class Event(forms.Form):
    """A significant event that the records do not hold."""

    kind = forms.ChoiceField(
        choices=(
            ("major_incident", _("重大事故")),
            ("service_deployment", _("部署新的或变更的服务")),
            ("continuity", _("触发业务连续性计划")),
            ("other", _("其他")),
        ),
        label=_("类别"),
    )
    happened_at = forms.DateTimeField(label=_("时间"))
    title = forms.CharField(max_length=200, label=_("事件"))
    detail = forms.CharField(max_length=1000, required=False, label=_("经过"))


class Review(forms.Form):
    """A result for each item of the check list, and the conclusion."""

    conclusion = forms.ChoiceField(choices=tuple((code, _(words)) for code, words in CONCLUSIONS.items()))
    opinion = forms.CharField(required=False, widget=forms.Textarea)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        for code, words, _clause in REVIEW_ITEMS:
            self.fields[f"item_{code}"] = forms.ChoiceField(
                choices=(("yes", _("符合")), ("no", _("不符合"))), label=_(words), required=False
            )
            self.fields[f"comment_{code}"] = forms.CharField(max_length=300, required=False)

    def items(self) -> dict[str, tuple[bool, str]]:
        """Return the results that were given, by item."""
        given = self.cleaned_data
        return {
            code: (given[f"item_{code}"] == "yes", given[f"comment_{code}"])
            for code, _words, _clause in REVIEW_ITEMS
            if given[f"item_{code}"]
        }


class Row(forms.Form):
    """A new row of the register, from a row template or from nothing."""

    row_template = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    number = forms.RegexField(r"^[A-Z]{2,8}-\d{2,4}$", max_length=32, label=_("编号"), help_text=_("如 SLM-04"))
    name = forms.CharField(max_length=100, label=_("名称"))
    source_process = forms.CharField(max_length=64, label=_("来源流程"))
    template = forms.ChoiceField(
        choices=[(code, f"{code} {name}") for code, (name, _b) in TEMPLATES.items()], label=_("模板")
    )
    frequency = forms.ChoiceField(choices=[(code, _(WORDS[code])) for code in MONTHS], label=_("频次"))
    working_days = forms.IntegerField(min_value=1, max_value=60, initial=5, label=_("期间结束后第几个工作日前"))
    agreement = forms.CharField(max_length=64, required=False, label=_("服务协议编号"), help_text=_("内部报告不填"))
    recipients = forms.CharField(max_length=300, label=_("汇报对象"), help_text=_("多人用顿号分开"))
    purpose = forms.CharField(max_length=300, required=False, label=_("目的"))


class Agreed(forms.Form):
    """Who agreed a report, when, by what evidence."""

    agreed_by = forms.CharField(max_length=64, label=_("约定人"))
    agreed_on = forms.DateField(label=_("约定日期"))
    evidence = forms.CharField(max_length=300, label=_("凭据"))


class Opinion(forms.Form):
    """A reader's scores and words."""

    useful = forms.IntegerField(min_value=1, max_value=5, required=False)
    clear = forms.IntegerField(min_value=1, max_value=5, required=False)
    correct = forms.IntegerField(min_value=1, max_value=5, required=False)
    text = forms.CharField(required=False, widget=forms.Textarea)


class Remark(forms.Form):
    """A remark that may be left out."""

    remark = forms.CharField(max_length=300, required=False)


class NewReport(forms.Form):
    """Which row and period to draft."""

    row = forms.CharField(max_length=32)
    period = forms.CharField(max_length=32)


class DutyWaiver(forms.Form):
    """免报: why, and the customer's consent with its file where the date is owed to one."""

    reason = forms.CharField(max_length=300, label=_("原因"))
    consented_by = forms.CharField(max_length=64, required=False, label=_("同意人（客户）"))
    consented_on = forms.DateField(required=False, label=_("同意日期"), widget=forms.DateInput(attrs={"type": "date"}))
    evidence = forms.FileField(required=False, label=_("同意凭据（文件）"))


class DutyDelay(DutyWaiver):
    """延期: the same with the new day."""

    new_due_on = forms.DateField(label=_("新的期限"), widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("new_due_on", "reason", "consented_by", "consented_on", "evidence")

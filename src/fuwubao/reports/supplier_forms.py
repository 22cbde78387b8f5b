"""The shape of what people send about suppliers' reports, disputes and evaluations; the actions check the rules."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fuwubao.domain.supplying import CHECKS
from fuwubao.reports.actions.supplying import Result
from fuwubao.ui.language import said

FILE_HELP = _("PDF、Word、Excel、图片或邮件，不超过 20 MB")


class HandIn(forms.Form):
    """What a supplier hands in itself."""

    file = forms.FileField(label=_("报告文件"), help_text=FILE_HELP)
    remark = forms.CharField(max_length=300, required=False, label=_("说明（可空）"))


class Receive(forms.Form):
    """What came otherwise, entered by ours."""

    received_at = forms.DateTimeField(label=_("收到时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    channel = forms.CharField(max_length=64, label=_("收到方式"), help_text=_("邮件、当面、快递等"))
    file = forms.FileField(label=_("报告文件"), help_text=FILE_HELP)
    remark = forms.CharField(max_length=300, required=False, label=_("说明（可空）"))


class CheckList(forms.Form):
    """A result for each item, with a remark where it is not passed."""

    def __init__(self, data: QueryDict | None = None, *, items: tuple[str, ...]) -> None:
        super().__init__(data)
        self.items = items
        for item in items:
            self.fields[f"{item}-passed"] = forms.ChoiceField(
                label=said(CHECKS[item]), choices=(("", "—"), ("yes", _("合格")), ("no", _("不合格"))), required=False
            )
            self.fields[f"{item}-remark"] = forms.CharField(
                label=_("%(item)s：说明") % {"item": said(CHECKS[item])}, max_length=300, required=False
            )

    def results(self) -> dict[str, Result]:
        """Return what was chosen; an item without a choice is left out."""
        return {
            item: Result(
                passed=self.cleaned_data[f"{item}-passed"] == "yes", remark=self.cleaned_data[f"{item}-remark"]
            )
            for item in self.items
            if self.cleaned_data.get(f"{item}-passed")
        }


class Dispute(forms.Form):
    """What is disputed."""

    about = forms.CharField(max_length=200, label=_("争议事项"))
    text = forms.CharField(max_length=2000, label=_("经过与主张"), widget=forms.Textarea(attrs={"rows": 3}))


class Evaluation(forms.Form):
    """What people add to the counted score."""

    deductions = forms.CharField(
        max_length=2000,
        required=False,
        label=_("扣分（可空）"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一项：分数、空格、原因，如“5 未按合同提供月报”"),
    )
    conclusion = forms.CharField(max_length=1000, label=_("评价结论"), widget=forms.Textarea(attrs={"rows": 3}))

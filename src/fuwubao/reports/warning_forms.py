"""The shape of answers to warnings and of requests for reports; the actions check the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fuwubao.accounts.models import User


class WarningAnswer(forms.Form):
    """Who takes care, by which preventive action, until when."""

    owner = forms.ModelChoiceField(queryset=User.objects.none(), required=False, label=_("责任人"))
    action = forms.CharField(max_length=500, required=False, label=_("预防措施"))
    due_on = forms.DateField(required=False, label=_("期限"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: object = None, *, owner: User | None = None) -> None:
        """Offer the people of the house."""
        super().__init__(data)  # type: ignore[arg-type]  # a request's POST or nothing, as Django takes it
        people = User.objects.filter(customer_code="", is_active=True).order_by("login")
        choice = self.fields["owner"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = people
        choice.initial = owner


class Remark(forms.Form):
    """What is learnt."""

    remark = forms.CharField(max_length=300, label=_("结论"))


class NewRequest(forms.Form):
    """被动报告申请."""

    requester = forms.CharField(max_length=64, label=_("申请人"))
    customer_code = forms.CharField(max_length=64, required=False, label=_("客户代码"))
    topic = forms.CharField(max_length=200, label=_("报告内容"))
    purpose = forms.CharField(max_length=300, required=False, label=_("用途"))
    period_label = forms.CharField(max_length=32, required=False, label=_("期间"))
    needed_by = forms.DateField(label=_("需要日期"), widget=forms.DateInput(attrs={"type": "date"}))


class RequestAnswer(forms.Form):
    """The answer in words, and the published report where there is one."""

    answer = forms.CharField(max_length=1000, label=_("答复"))
    report_number = forms.CharField(max_length=64, required=False, label=_("已发布的报告编号"))

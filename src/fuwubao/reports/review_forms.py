"""The shape of what people send about review and approval; the actions check the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fuwubao.reports.actions.review_group import IN_TURN, MEETING

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ReviewerEntry(forms.Form):
    """Who may review, in which field, from when until when."""

    user = forms.CharField(max_length=12, label=_("人员"))
    capacity = forms.ChoiceField(
        choices=(("service_manager", _("服务管理人员")), ("expert", _("专家"))), label=_("类别")
    )
    field = forms.CharField(max_length=100, label=_("领域"), help_text=_("如 ERP 运维、数据库、信息安全"))
    starts_on = forms.DateField(label=_("自"), widget=DAY)
    ends_before = forms.DateField(required=False, label=_("至（不含，可空）"), widget=DAY)
    evidence = forms.CharField(max_length=200, required=False, label=_("依据（任命文件）"))


class LastDay(forms.Form):
    """From which day on something no longer holds."""

    ends_before = forms.DateField(widget=DAY)


class OnDay(forms.Form):
    """The day that is looked at."""

    on = forms.DateField(required=False, label=_("日期"), widget=DAY)


class Group(forms.Form):
    """How a review group is called."""

    method = forms.ChoiceField(choices=((IN_TURN, _("会签（依次签署）")), (MEETING, _("会议"))), label=_("方式"))
    held_at = forms.DateTimeField(
        required=False, label=_("会议时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )


class Meeting(forms.Form):
    """The record of a review meeting."""

    held_at = forms.DateTimeField(label=_("会议时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    place = forms.CharField(max_length=100, required=False, label=_("地点"))
    minutes = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label=_("纪要"))
    file = forms.FileField(required=False, label=_("纪要文件（可空）"))


class Draw(forms.Form):
    """How many rows are drawn."""

    size = forms.IntegerField(min_value=1, max_value=50, initial=10, label=_("行数"))


class Signature(forms.Form):
    """Which further signature is asked of whom."""

    kind = forms.ChoiceField(
        choices=(("countersign", _("会签（批准前）")), ("issue", _("签发（批准后）"))), label=_("种类")
    )
    signer = forms.CharField(max_length=12, label=_("签署人"))


class Password(forms.Form):
    """One's password, once more."""

    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), label=_("口令"))

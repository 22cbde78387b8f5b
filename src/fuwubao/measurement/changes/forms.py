"""Forms of requests: shape only; the rules are the actions'."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fuwubao.agreements import queries as agreements


class Reason(forms.Form):
    """Why something is to change."""

    reason = forms.CharField(
        label=_("申请原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("批准人据此判断")
    )


class Exclusion(Reason):
    """Why a ticket is left out, and on whose word: a clause, or the customer's confirmation."""

    clause = forms.CharField(label=_("协议条款"), max_length=120, required=False, help_text=_("如 附件 2 第 4.3 条"))
    confirmed_by = forms.CharField(label=_("客户确认人"), max_length=64, required=False)
    confirmed_on = forms.DateField(label=_("确认日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label=_("客户确认文件"), required=False, help_text=_("没有条款时，三项都须填写"))
    is_correction = forms.BooleanField(
        label=_("作为更正"), required=False, help_text=_("已发布的报告计入了此单时勾选；批准后须出更正版")
    )


class Lift(Reason):
    """Why an excluded ticket is counted again."""

    is_correction = forms.BooleanField(
        label=_("作为更正"), required=False, help_text=_("已发布的报告涉及此单时勾选；批准后须出更正版")
    )


class Revision(Reason):
    """The whole text of an agreement as it shall be, with its first day and its reason."""

    text = forms.CharField(
        label=_("协议文本"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        help_text=_("改动须写明 revision：自何日起生效、原因"),
    )
    file = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput())
    field_order = ("text", "reason", "file")


class Calendar(Reason):
    """Which version of the national calendar an agreement shall count on."""

    version = forms.ChoiceField(
        label=_("法定节假日历版本"), choices=lambda: [(one, one) for one in reversed(agreements.calendar_versions())]
    )


class Words(Reason):
    """Other words of a mapping, one ``column: word = stored`` a line."""

    words = forms.CharField(
        label=_("取值对照"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("每行一条：字段: 原值 = 存值。自下一个文件起生效，已入库的行不变"),
    )

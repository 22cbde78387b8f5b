"""The shape of what people send about yearly reviews and the summary; the actions check the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fuwubao.accounts.models import User
from fuwubao.reports.annual_words import CONCLUSIONS, OUTCOMES, TARGETS
from fuwubao.ui.language import said


class YearlyReview(forms.Form):
    """How a review of a row or template ended."""

    outcome = forms.ChoiceField(label=_("评审结果"))
    reason = forms.CharField(max_length=500, label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}))
    held_with = forms.CharField(
        max_length=120, required=False, label=_("并入的审核或评审（可空）"), help_text=_("如“内部审核 IA-2026-02”")
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a request's POST or nothing, as Django takes it
        self.fields["outcome"] = forms.ChoiceField(
            label=_("评审结果"), choices=[(code, said(words)) for code, words in OUTCOMES.items()]
        )


class Convene(forms.Form):
    """What a review of the summary is convened with."""

    year = forms.IntegerField(min_value=2000, max_value=2200, label=_("年度"))
    held_on = forms.DateField(label=_("会议日期"), widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.CharField(max_length=120, required=False, label=_("地点（可空）"))
    report = forms.CharField(max_length=80, required=False, label=_("年度总结的编号（可空）"))
    agenda = forms.CharField(max_length=2000, label=_("议程"), widget=forms.Textarea(attrs={"rows": 2}))
    inputs = forms.CharField(max_length=2000, label=_("输入"), widget=forms.Textarea(attrs={"rows": 2}))
    members = forms.MultipleChoiceField(label=_("评审组成员"))

    def __init__(self, data: object = None) -> None:
        """Offer the people of the house."""
        super().__init__(data)  # type: ignore[arg-type]  # a request's POST or nothing, as Django takes it
        people = User.objects.filter(customer_code="", is_active=True).exclude(login="").order_by("login")
        self.fields["members"] = forms.MultipleChoiceField(
            label=_("评审组成员"), choices=[(one.login, one.name) for one in people]
        )


class Opinion(forms.Form):
    """What a member says."""

    conclusion = forms.ChoiceField(label=_("结论"))
    opinion = forms.CharField(max_length=1000, label=_("意见"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a request's POST or nothing, as Django takes it
        self.fields["conclusion"] = forms.ChoiceField(
            label=_("结论"), choices=[(code, said(words)) for code, words in CONCLUSIONS.items()]
        )


class Handed(forms.Form):
    """Which audit or management review took the summary as an input."""

    target = forms.ChoiceField(label=_("作为输入"))
    reference = forms.CharField(max_length=120, label=_("审核或评审编号"))

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a request's POST or nothing, as Django takes it
        self.fields["target"] = forms.ChoiceField(
            label=_("作为输入"), choices=[(code, said(words)) for code, words in TARGETS.items()]
        )

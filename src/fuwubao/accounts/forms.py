"""The shape of what the pages of this room take; whether it may be done is the actions' matter."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fuwubao.accounts.act_words import act_in_words
from fuwubao.accounts.queries import users
from fuwubao.accounts.rules import DELEGABLE, ROLE_WORDS
from fuwubao.domain.roles import Role
from fuwubao.ui.language import said

ASSIGNABLE = tuple(role for role in Role if role not in (Role.OPERATOR, Role.DELEGATE))


def role_choices() -> list[tuple[str, str]]:
    """Roles that a person can be appointed to, in words of the reader's language."""
    return [(role.value, said(ROLE_WORDS[role])) for role in ASSIGNABLE]


def people_choices() -> list[tuple[str, str]]:
    """People of the firm that a duty can be delegated to."""
    inside = users().filter(is_active=True, customer_code="").exclude(login="operator")
    return [("", "—"), *((user.login, f"{user.name} ({user.login})") for user in inside)]


def act_choices() -> list[tuple[str, str]]:
    """Acts of the process manager that can be given alone."""
    return [(act, said(act_in_words(act))) for act in DELEGABLE if act.startswith("reports.")]


class DateInput(forms.DateInput):
    """A browser's own date field; it reads and writes ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class LogIn(forms.Form):
    """Login and password."""

    login = forms.CharField(
        label=_("登录名"), max_length=64, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(label=_("密码"), widget=forms.PasswordInput({"autocomplete": "current-password"}))


class Password(forms.Form):
    """The present password and the new one, twice."""

    present = forms.CharField(label=_("原密码"), widget=forms.PasswordInput({"autocomplete": "current-password"}))
    password = forms.CharField(
        label=_("新密码"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("至少 10 个字符，不与登录名相同"),
    )
    again = forms.CharField(label=_("再输入一次"), widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def clean_again(self) -> str:
        """The second must equal the first."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("两次输入的新密码不同"))
        return again


class NewUser(forms.Form):
    """A person with one or more roles; an outsider with the code of the firm."""

    login = forms.RegexField(label=_("登录名"), regex=r"^[A-Za-z0-9._@-]{2,64}$", help_text=_("字母、数字和 . _ @ -"))
    name = forms.CharField(label=_("姓名"), max_length=64)
    email = forms.EmailField(label=_("邮箱"), required=False)
    roles = forms.MultipleChoiceField(label=_("角色"), choices=role_choices, widget=forms.CheckboxSelectMultiple)
    customer_code = forms.CharField(
        label=_("客户或供应商代码"), max_length=64, required=False, help_text=_("客户代表和供应商必填；本单位人员留空")
    )
    department_code = forms.CharField(label=_("部门代码"), max_length=64, required=False)

    def clean(self) -> dict[str, object]:
        """An outsider belongs to a firm, and a person of this firm to none."""
        cleaned = self.cleaned_data
        outside = set(cleaned.get("roles", ())) & {Role.CUSTOMER.value, Role.SUPPLIER.value}
        if outside and not cleaned.get("customer_code"):
            self.add_error("customer_code", _("客户代表和供应商须填写所属单位的代码"))
        if cleaned.get("customer_code") and set(cleaned.get("roles", ())) - outside:
            self.add_error("roles", _("外部人员只能是客户代表或供应商"))
        return cleaned


class Appoint(forms.Form):
    """A role from a day until a day, with what shows the appointment."""

    role = forms.ChoiceField(label=_("角色"), choices=role_choices)
    starts_on = forms.DateField(label=_("自"), widget=DateInput, initial=timezone.localdate)
    ends_before = forms.DateField(label=_("至（不含）"), widget=DateInput, required=False)
    evidence = forms.CharField(label=_("任命依据"), max_length=200, required=False)
    paper = forms.FileField(label=_("任命文件"), required=False, help_text=_("PDF、PNG 或 JPG"))

    def clean_ends_before(self) -> date | None:
        """An end comes after the beginning."""
        end: date | None = self.cleaned_data["ends_before"]
        start = self.cleaned_data.get("starts_on")
        if end and start and end <= start:
            raise forms.ValidationError(_("结束日期须晚于开始日期"))
        return end


class EndAppointment(forms.Form):
    """The day from which a role is no longer held."""

    ends_before = forms.DateField(label=_("至（不含）"), widget=DateInput)


class RoleOnDay(forms.Form):
    """Which role, on which day; today and the process manager unless said otherwise."""

    role = forms.ChoiceField(label=_("角色"), choices=role_choices, initial=Role.REPORT_MANAGER.value)
    on = forms.DateField(label=_("日期"), widget=DateInput, initial=timezone.localdate)

    def asked(self) -> tuple[date, Role]:
        """The day and role that were asked for; what cannot be read falls back to the beginning."""
        given = self.cleaned_data if self.is_valid() else {}
        return given.get("on", timezone.localdate()), Role(given.get("role", Role.REPORT_MANAGER))


class Delegate(forms.Form):
    """To whom, for which customer, for which acts, from when until when, why."""

    holder = forms.ChoiceField(label=_("受托人"), choices=people_choices)
    scope = forms.CharField(label=_("客户代码"), max_length=64, required=False, help_text=_("留空为全部客户"))
    starts_on = forms.DateField(label=_("自"), widget=DateInput, initial=timezone.localdate)
    ends_before = forms.DateField(label=_("至（不含）"), widget=DateInput)
    reason = forms.CharField(label=_("原因"), max_length=200)
    acts = forms.MultipleChoiceField(
        label=pgettext_lazy("delegation", "事项"), choices=act_choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("不选为流程经理的全部职责"),
    )  # fmt: skip

    def instant(self, name: str) -> datetime:
        """A day's beginning in the workspace's zone."""
        return timezone.make_aware(datetime.combine(self.cleaned_data[name], datetime.min.time()))


class AuditFilter(forms.Form):
    """What part of the audit chain is shown."""

    kind = forms.CharField(required=False, max_length=64)
    id = forms.CharField(required=False, max_length=64)
    actor = forms.CharField(required=False, max_length=64)
    since = forms.DateField(required=False, widget=DateInput)

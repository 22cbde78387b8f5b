"""The shape of what people send about distribution, copies, seals and objections; the actions check the rules."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from fuwubao.reports.channels import CHANNELS, OFFLINE


class HandOver(forms.Form):
    """A hand-over outside the system."""

    recipient = forms.CharField(max_length=64, label=_("接收人"))
    channel = forms.ChoiceField(choices=[(code, _(CHANNELS[code])) for code in OFFLINE], label=_("方式"))
    handed_at = forms.DateTimeField(label=_("送达时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    handed_by = forms.CharField(max_length=64, label=_("送达人"))
    remark = forms.CharField(max_length=300, required=False, label=_("说明（可空）"))
    proof = forms.FileField(label=_("凭据文件"), help_text=_("签收单、截图、快递回执或会议纪要"))

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        recipients: tuple[str, ...],
    ) -> None:
        super().__init__(data, files)
        self.fields["recipient"] = forms.ChoiceField(choices=[(name, name) for name in recipients], label=_("接收人"))


class Settled(forms.Form):
    """Why a letter is known to have arrived, or to have come back."""

    reason = forms.CharField(max_length=300, label=_("依据"))


class MailAddress(forms.Form):
    """Where a recipient gets mail."""

    recipient = forms.CharField(max_length=64)
    email = forms.EmailField(label=_("邮箱"))


class Link(forms.Form):
    """For whom a link is made and how long it lives."""

    recipient = forms.CharField(max_length=64, label=_("接收人"))
    days = forms.IntegerField(min_value=1, max_value=90, initial=14, label=_("有效天数"))


class Silence(forms.Form):
    """The clause by which silence counts as an acknowledgement."""

    working_days = forms.IntegerField(min_value=1, max_value=60, initial=10, label=_("送达后工作日数"))
    clause = forms.CharField(max_length=300, label=_("约定条款与凭据"))
    agreed_on = forms.DateField(label=_("约定日期"), widget=forms.DateInput(attrs={"type": "date"}))


class Copy(forms.Form):
    """Who holds a controlled copy."""

    holder = forms.CharField(max_length=64, label=_("持有人"))
    department = forms.CharField(max_length=64, required=False, label=_("部门（可空）"))


class Seal(forms.Form):
    """What a seal is asked for."""

    seal = forms.CharField(max_length=64, label=_("印章"), help_text=_("公章、合同章、业务章"))
    purpose = forms.CharField(max_length=300, label=_("用途"))
    copies = forms.IntegerField(min_value=1, max_value=99, initial=1, label=_("份数"))


class Scan(forms.Form):
    """A signed paper that came back."""

    code = forms.CharField(
        max_length=200, required=False, label=_("封面二维码文字（可空）"), help_text=_("扫码枪扫封面即可填入")
    )
    signed_by = forms.CharField(max_length=64, label=_("签章人"))
    signed_on = forms.DateField(label=_("签章日期"), widget=forms.DateInput(attrs={"type": "date"}))
    scan = forms.FileField(label=_("扫描件"), help_text=_("PDF、PNG 或 JPG，不超过 20 MB"))


class Objection(forms.Form):
    """What a recipient holds to be wrong."""

    subject = forms.CharField(max_length=200, label=_("对哪一项"))
    text = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), label=_("异议内容"))


class Decision(forms.Form):
    """Whether an objection holds, and why."""

    accepted = forms.ChoiceField(choices=(("yes", _("成立，建立更正版本")), ("no", _("不成立"))), label=_("裁定"))
    reason = forms.CharField(max_length=1000, label=_("理由"))


class Answer(forms.Form):
    """What is told to who objected."""

    answer = forms.CharField(max_length=4000, label=_("答复"))

"""The shape of what people send about the process, the list's editions and service reviews; actions check the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fuwubao.accounts.models import User
from fuwubao.domain.records import KINDS as RECORD_KINDS
from fuwubao.domain.words import Words
from fuwubao.reports.models import ProcessDocument
from fuwubao.reports.process_words import ASPECTS, BEST, CATEGORIES, KINDS
from fuwubao.ui.language import said

DAY = {"type": "date"}
FILE_HELP = _("PDF、Word、Excel、图片或邮件，不超过 20 MB")


def _offered(words: dict[str, Words]) -> list[tuple[str, str]]:
    return [(code, said(one)) for code, one in words.items()]


def _staff() -> list[tuple[str, str]]:
    people = User.objects.filter(customer_code="", is_active=True).exclude(login="").order_by("login")
    return [(one.login, one.name) for one in people]


class Version(forms.Form):
    """A version of a document."""

    text = forms.CharField(
        max_length=20000, required=False, label=_("正文（附文件时可空）"), widget=forms.Textarea(attrs={"rows": 8})
    )
    file = forms.FileField(required=False, label=_("文件（可空）"), help_text=FILE_HELP)
    effective_from = forms.DateField(label=_("生效日期"), widget=forms.DateInput(attrs=DAY))
    change = forms.CharField(max_length=500, label=_("变更内容"))
    follows = forms.ChoiceField(required=False, label=_("依据的回顾会决定（可空）"))

    def __init__(
        self, data: object = None, files: object = None, *, decisions: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(data, files)  # type: ignore[arg-type]  # a request's POST and FILES or nothing
        if decisions:
            self.fields["follows"] = forms.ChoiceField(
                required=False, label=_("依据的回顾会决定（可空）"), choices=(("", "—"), *decisions)
            )
        else:
            del self.fields["follows"]


class NewDocument(Version):
    """A new document with its first version."""

    field_order = ("number", "kind", "title")
    number = forms.CharField(max_length=32, label=_("文件编号"))
    kind = forms.ChoiceField(label=_("文件类别"))
    title = forms.CharField(max_length=120, label=_("文件名称"))

    def __init__(self, data: object = None, files: object = None) -> None:
        super().__init__(data, files)
        self.fields["kind"] = forms.ChoiceField(label=_("文件类别"), choices=_offered(KINDS))


class Scope(forms.Form):
    """A department, and one of its services."""

    department = forms.CharField(max_length=64, label=_("部门"))
    service_code = forms.CharField(max_length=64, required=False, label=_("服务编号（空为全部服务）"))
    starts_on = forms.DateField(label=_("自"), widget=forms.DateInput(attrs=DAY))
    remark = forms.CharField(max_length=200, required=False, label=_("说明（可空）"))


class SourceForm(forms.Form):
    """A source of data."""

    code = forms.CharField(max_length=32, label=_("来源编号"))
    name = forms.CharField(max_length=100, label=_("来源名称"))
    category = forms.ChoiceField(label=_("来源类别"))
    record_kind = forms.ChoiceField(required=False, label=_("数据种类（可空）"))
    classification = forms.CharField(max_length=40, label=_("密级"))
    archive = forms.CharField(max_length=120, label=_("归档位置"))
    retention_years = forms.IntegerField(min_value=1, max_value=100, label=_("保存期限（年）"))
    custodian = forms.ChoiceField(required=False, label=_("责任人（可空）"))

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a request's POST or nothing, as Django takes it
        kinds = [("", "—"), *((code, said(Words(kind.zh, kind.en))) for code, kind in RECORD_KINDS.items())]
        self.fields["category"] = forms.ChoiceField(label=_("来源类别"), choices=_offered(CATEGORIES))
        self.fields["record_kind"] = forms.ChoiceField(required=False, label=_("数据种类（可空）"), choices=kinds)
        self.fields["custodian"] = forms.ChoiceField(
            required=False, label=_("责任人（可空）"), choices=[("", "—"), *_staff()]
        )


class Held(forms.Form):
    """What is recorded of a meeting; one point, one person a line."""

    held_at = forms.DateTimeField(label=_("会议时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    place = forms.CharField(max_length=120, required=False, label=_("地点（可空）"))
    ours = forms.CharField(max_length=1000, label=_("我方出席人（每行一人）"), widget=forms.Textarea(attrs={"rows": 3}))
    customer = forms.CharField(
        max_length=1000, label=_("客户出席人（每行一人）"), widget=forms.Textarea(attrs={"rows": 3})
    )
    agenda = forms.CharField(
        max_length=4000,
        label=_("议程（每行一项）"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("已按报告列出，可增删"),
    )
    minutes = forms.CharField(max_length=10000, label=_("会议纪要"), widget=forms.Textarea(attrs={"rows": 8}))
    file = forms.FileField(required=False, label=_("签到或纪要文件（可空）"), help_text=FILE_HELP)


class ActionDecided(forms.Form):
    """A decision that an action follows."""

    text = forms.CharField(max_length=200, label=_("决定"))
    owner = forms.ChoiceField(label=_("责任人"))
    due_on = forms.DateField(label=_("期限"), widget=forms.DateInput(attrs=DAY))

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a request's POST or nothing, as Django takes it
        self.fields["owner"] = forms.ChoiceField(label=_("责任人"), choices=_staff())


class ChangeDecided(forms.Form):
    """A decision that a document shall change."""

    text = forms.CharField(max_length=200, label=_("决定"))
    document = forms.ChoiceField(label=_("要修订的文件"))

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a request's POST or nothing, as Django takes it
        documents = [(one.number, str(one)) for one in ProcessDocument.objects.order_by("number")]
        self.fields["document"] = forms.ChoiceField(label=_("要修订的文件"), choices=documents)


class Evaluated(forms.Form):
    """How one aspect was judged."""

    period = forms.CharField(max_length=32, label=_("期间"))
    aspect = forms.ChoiceField(label=_("评价方面"))
    score = forms.IntegerField(min_value=1, max_value=BEST, label=_("评分（1–5）"))
    text = forms.CharField(max_length=1000, label=_("依据"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: object = None, *, period: str = "") -> None:
        super().__init__(data, initial={"period": period})  # type: ignore[arg-type]  # a request's POST or nothing
        self.fields["aspect"] = forms.ChoiceField(label=_("评价方面"), choices=_offered(ASPECTS))

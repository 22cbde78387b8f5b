"""Forms of an agreement: its whole text, or the values of a revision; both end in the one reading of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from fuwubao.agreements import patching, queries
from fuwubao.agreements.errors import AgreementFault, RevisionOutOfOrder
from fuwubao.agreements.files import text_of_bytes
from fuwubao.agreements.reading import read_agreement
from fuwubao.agreements.wording import COHORTS, PARTIES, REOPENS, SUPPLIER_KINDS
from fuwubao.domain.errors import FuwubaoError, Refused

MOST_BYTES = 2_000_000
_HEAD = ("valid", "pause_response", "pause_days", "reopen", "attainment_cohort")
_TARGET = re.compile(r"(services\[\d+\]\.targets\[\d+\])\.(within|calendar|attainment|value|minimum_sample)")
_HEAD_LABELS = {
    "valid": _("有效期"),
    "pause_response": _("等待也暂停响应计时"),
    "pause_days": _("等待顺延工作日时限"),
    "reopen": _("重开规则"),
    "attainment_cohort": _("判定期间"),
}
_YES_NO = (("false", pgettext_lazy("answer", "否")), ("true", pgettext_lazy("answer", "是")))
_HEAD_CHOICES = {
    "pause_response": _YES_NO,
    "pause_days": _YES_NO,
    "reopen": tuple(REOPENS.items()),
    "attainment_cohort": tuple(COHORTS.items()),
}
_TARGET_LABELS = {
    "within": _("时限"),
    "calendar": _("服务日历"),
    "attainment": _("达成要求"),
    "value": _("目标值"),
    "minimum_sample": _("最小样本数"),
}


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def refusal_text(refusal: FuwubaoError) -> str:
    """Say what is wrong with its way to mend, in the reader's language."""
    language = "zh" if _chinese() else "en"
    return f"{refusal.message(language)} → {refusal.hint(language)}"


def refuse_unless_loadable(text: str, *, file: str) -> None:
    """Read the text and ask the rules of loading. Raises AgreementFault and the refusals of loading."""
    terms = read_agreement(text, file=file, china=queries.national_calendar())
    if queries.revision_with(terms.code, text=text, file=file) is None:
        queries.refuse_unless_loadable(terms)


class AgreementText(forms.Form):
    """The whole text, typed or uploaded; every fault is told with its line and key."""

    text = forms.CharField(
        label=_("协议文本（YAML）"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 30, "class": "form-control agreement-text", "spellcheck": "false"}),
    )
    upload = forms.FileField(label=_("或上传文件"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        initial: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))
        self.faults: tuple[AgreementFault, ...] = ()
        self.file = "agreement.yaml"

    def clean(self) -> dict[str, Any]:
        """Take the upload where there is one, read the text, and note every fault at the text."""
        cleaned = super().clean() or {}
        try:
            text = self._given(cleaned)
            refuse_unless_loadable(text, file=self.file)
            cleaned["text"] = text
        except AgreementFault as fault:
            self.faults = (fault, *fault.others)
            for each in self.faults:
                self.add_error("text", refusal_text(each))
        except Refused as refusal:
            self.add_error("text", refusal_text(refusal))
        return cleaned

    def _given(self, cleaned: dict[str, Any]) -> str:
        upload = cleaned.get("upload")
        if isinstance(upload, UploadedFile):
            self.file = upload.name or self.file
            return text_of_bytes(upload.read(MOST_BYTES + 1), file=self.file)
        return str(cleaned.get("text") or "").replace("\r\n", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFields:
    """The fields of one target, for one row of the form."""

    id: str
    fields: tuple[forms.BoundField, ...]


class Revision(forms.Form):
    """A revision of a text: from when, why, and the values of its head and targets, named by their key paths."""

    begins = forms.DateField(label=_("自何日起生效"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("修订原因"), max_length=300)

    def __init__(self, data: Mapping[str, Any] | None = None, *, base: str) -> None:
        super().__init__(data)
        self.base = base
        self.values = patching.scalars(base)
        calendars = tuple((name, name) for name in read_agreement(base, file="agreement.yaml").calendars)
        self.revised = ""
        for path, value in self.values.items():
            target = _TARGET.fullmatch(path)
            if path in _HEAD or target:
                label = _TARGET_LABELS[target[2]] if target else _HEAD_LABELS[path]
                choices = calendars if target and target[2] == "calendar" else _HEAD_CHOICES.get(path, ())
                # a select offers the known words, the reading alone decides whether a word is one
                widget = forms.Select(choices=choices) if choices else forms.TextInput()
                self.fields[path] = forms.CharField(
                    label=label, initial=value, required=False, max_length=200, widget=widget
                )

    def clean(self) -> dict[str, Any]:
        """Put the values into the text and read it; a fault goes to the field of its key."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        given = {path: cleaned[path] for path in self.fields if path in self.values}
        changes = {path: value for path, value in given.items() if value != self.values[path]}
        text = patching.patched(self.base, changes)
        self.revised = patching.with_revision(text, begins=cleaned["begins"].isoformat(), reason=cleaned["reason"])
        try:
            refuse_unless_loadable(self.revised, file="agreement.yaml")
        except AgreementFault as fault:
            for each in (fault, *fault.others):
                self.add_error(self._field_of(str(each.facts["key"])), refusal_text(each))
        except RevisionOutOfOrder as refusal:
            self.add_error("begins", refusal_text(refusal))
        except Refused as refusal:
            self.add_error(None, refusal_text(refusal))
        return cleaned

    def _field_of(self, key: str) -> str | None:
        if key.startswith("revision."):
            return "begins" if key.endswith("from") else "reason"
        return key if key in self.fields else None

    @property
    def head(self) -> tuple[forms.BoundField, ...]:
        """The fields above the targets."""
        return tuple(self[path] for path in _HEAD if path in self.fields)

    @property
    def targets(self) -> tuple[TargetFields, ...]:
        """One row a target, in the order of the text."""
        rows: dict[str, list[forms.BoundField]] = {}
        for path in self.fields:
            found = _TARGET.fullmatch(path)
            if found:
                rows.setdefault(found[1], []).append(self[path])
        return tuple(
            TargetFields(id=self.values.get(f"{place}.id", place), fields=tuple(row)) for place, row in rows.items()
        )


class Organisation(forms.Form):
    """A customer, department or supplier with its group."""

    code = forms.RegexField(label=_("编号"), regex=r"\A\w[\w.-]{0,63}\Z")
    name = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=tuple(PARTIES.items()))
    supplier_kind = forms.ChoiceField(
        label=_("供应商类型"), required=False, choices=(("", _("不是供应商")), *SUPPLIER_KINDS.items())
    )
    parent = forms.CharField(label=_("上级编号"), required=False, max_length=64)

"""Forms of intake: the file with its facts, the mapping as it stands on the page, values by hand."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.records import KINDS
from fuwubao.records import queries
from fuwubao.records.reading.choices import DELIMITERS
from fuwubao.records.reading.encoding import ENCODINGS


def language() -> str:
    """Return the reader's language for texts that carry both."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds that come in files, in the reader's words."""
    english = language() == "en"
    return [(kind.code, kind.en if english else kind.zh) for kind in KINDS.values()]


def zone_choices() -> list[tuple[str, str]]:
    """Return all zones, the workspace's first."""
    own = time_zone()
    return [(zone, zone) for zone in (own, *sorted(available_timezones() - {own}))]


def saved_choices() -> list[tuple[str, str]]:
    """Return the saved mappings, after the suggestion."""
    return [("", str(_("按列名建议"))), *((name, name) for name, _kind in queries.saved_mappings())]


def encoding_choices() -> list[tuple[str, str]]:
    """Return the encodings that may be said, after the guess."""
    return [("", str(_("自动识别"))), *((name, name) for name in ENCODINGS)]


def delimiter_choices() -> list[tuple[str, str]]:
    """Return the delimiters that may be said, after the guess."""
    words = {
        "comma": _("逗号 ,"), "tab": _("制表符"), "semicolon": _("分号 ;"), "pipe": _("竖线 |"), "caret": _("脱字符 ^"),
        "tilde": _("波浪号 ~"), "colon": _("冒号 :"),
    }  # fmt: skip
    return [("", str(_("自动识别"))), *((name, str(words[name])) for name in DELIMITERS)]


class Upload(forms.Form):
    """A file, what it holds, where it comes from, in which zone its times are."""

    file = forms.FileField(label=_("文件"), help_text=_("CSV、Excel、JSON 或 Parquet；此步不写入任何数据"))
    kind = forms.ChoiceField(label=_("数据种类"), choices=kind_choices)
    source = forms.CharField(
        label=_("来源"), max_length=64, required=False, help_text=_("源工具的名称；同一来源的编号不重复")
    )
    timezone = forms.ChoiceField(
        label=_("文件中时间的时区"), choices=zone_choices, initial=time_zone,
        widget=forms.Select(attrs={"data-search": ""}),
    )  # fmt: skip
    saved = forms.ChoiceField(label=_("对应关系"), choices=saved_choices, required=False)
    encoding = forms.ChoiceField(label=_("文字编码"), choices=encoding_choices, required=False)
    delimiter = forms.ChoiceField(label=_("分隔符"), choices=delimiter_choices, required=False)
    header_row = forms.IntegerField(
        label=_("表头所在行"), required=False, min_value=1, max_value=1000, help_text=_("不填则自动识别")
    )
    sheet = forms.CharField(label=_("工作表"), required=False, max_length=64, help_text=_("不填则取有表头的第一个"))


class Undo(forms.Form):
    """Why a batch is undone."""

    reason = forms.CharField(label=_("撤销原因"), max_length=300)


class Manual(forms.Form):
    """A value entered by hand, with its basis and evidence."""

    id = forms.CharField(label=_("登记编号"), max_length=64)
    measure = forms.CharField(label=_("指标"), max_length=120, help_text=_("口径编号或名称，如 K24、巡检次数"))
    customer = forms.CharField(label=_("客户编号"), max_length=64, required=False)
    service = forms.CharField(label=_("服务编号"), max_length=64, required=False)
    period_start = forms.DateField(label=_("期间开始"), widget=forms.DateInput(attrs={"type": "date"}))
    period_end = forms.DateField(label=_("期间结束"), widget=forms.DateInput(attrs={"type": "date"}))
    value = forms.CharField(label=_("数值"), max_length=40, required=False)
    numerator = forms.CharField(label=_("分子"), max_length=20, required=False)
    denominator = forms.CharField(label=_("分母"), max_length=20, required=False)
    unit = forms.CharField(label=_("单位"), max_length=20, required=False)
    basis = forms.CharField(label=_("数据来源"), max_length=300, help_text=_("数字从何而来，如 巡检表、供应商月报"))
    evidence = forms.CharField(label=_("证据文件"), max_length=300, required=False, help_text=_("文件名与页码"))

    def clean(self) -> dict[str, Any]:
        """Ask for a value, or for both parts of a ratio."""
        cleaned = super().clean() or {}
        if not cleaned.get("value") and not (cleaned.get("numerator") and cleaned.get("denominator")):
            self.add_error("value", _("填写数值，或同时填写分子与分母"))
        return cleaned

    @property
    def cells(self) -> dict[str, str]:
        """The texts by column name, as a file would hold them."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value not in (None, "")}


def mapping_tree(before: Dict[str, object], posted: Dict[str, str], *, kind: str) -> dict[str, object]:
    """Return the mapping that the page shows: ``column:<file column>`` names a record column or nothing.

    ``format:<record column>`` is a time format, ``word:<record column>:<n>`` with ``value:<record column>:<n>`` one
    entry of its value map. What the page does not show (templates, constants, events, nulls) stays.
    """
    told = before.get("columns")
    old: dict[str, object] = dict(told) if isinstance(told, dict) else {}
    columns: dict[str, object] = {
        name: rule for name, rule in old.items() if isinstance(rule, dict) and "from" not in rule
    }
    known = {column.name for column in KINDS[kind].columns}
    for key, name in posted.items():
        if key.startswith("column:") and name in known and name not in columns:
            columns[name] = _rule(name, key.removeprefix("column:"), posted)
    for name in known - set(columns):
        columns[name] = None  # chosen by nobody: not imported, also where the name would fit
    ordered = {column.name: columns[column.name] for column in KINDS[kind].columns}
    return {**before, "kind": kind, "columns": ordered}


def _rule(name: str, header: str, posted: Dict[str, str]) -> object:
    rule: dict[str, object] = {"from": header}
    pattern = posted.get(f"format:{name}", "").strip()
    if pattern:
        rule["format"] = pattern
    values = {
        word: posted.get(key.replace("word:", "value:", 1), "")
        for key, word in posted.items()
        if key.startswith(f"word:{name}:")
    }
    values = {word: stored for word, stored in values.items() if stored}
    if values:
        rule["values"] = values
    return rule if len(rule) > 1 else header

"""The shape of what people send about templates and rules; the actions check the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fuwubao.reports.block_catalogue import LETTERS, PARAMETERS, Parameter
from fuwubao.reports.coverage import PROFILES, SIX
from fuwubao.reports.frequencies import WORDS
from fuwubao.reports.row_template_fields import AUDIENCES, FREQUENCIES
from fuwubao.reports.seed import TEMPLATES
from fuwubao.ui.language import said

LARGEST_WORD = 5 * 1024 * 1024


class Wording(forms.Form):
    """Why a template changes, and from which day."""

    reason = forms.CharField(max_length=300, required=False, label=_("变更原因"))
    effective_from = forms.DateField(
        required=False, label=_("生效日"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    edit_count = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class RowTemplateFields(forms.Form):
    """The fields of a row template; ``prefix`` is added later, since forms have an attribute of that name."""

    field_order = ("prefix",)
    source_process = forms.CharField(max_length=64, label=_("来源流程"))
    name = forms.CharField(max_length=100, label=_("报表名称"))
    template = forms.ChoiceField(label=_("报告模板"))
    frequency = forms.ChoiceField(label=_("频次"))
    audience = forms.ChoiceField(label=_("受众"))
    purpose = forms.CharField(max_length=300, label=_("内容与目的"))

    def __init__(self, data: object = None, *, initial: dict[str, str] | None = None) -> None:
        """Offer what exists, in the reader's language."""
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a request's POST or nothing, as Django takes it
        self.fields["prefix"] = forms.CharField(max_length=8, label=_("编号前缀"))
        self.order_fields(self.field_order)
        choices: dict[str, list[tuple[str, object]]] = {
            "template": [(code, f"{code} {name}") for code, (name, _blocks) in sorted(TEMPLATES.items())],
            "frequency": [(code, _(WORDS.get(code, code))) for code in FREQUENCIES],
            "audience": [(code, said(words)) for code, words in AUDIENCES.items()],
        }
        for name, offered in choices.items():
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = offered


class WordFile(forms.Form):
    """A Word template."""

    file = forms.FileField(label=_("Word 模板（.docx）"), widget=forms.FileInput(attrs={"accept": ".docx"}))

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large to be a template."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_WORD:
            raise forms.ValidationError(_("文件超过 5 MB"))
        return file


class Opinion(forms.Form):
    """评审意见."""

    agrees = forms.TypedChoiceField(
        choices=(("yes", _("同意")), ("no", _("不同意"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label=_("结论"),
    )
    opinion = forms.CharField(max_length=500, required=False, label=_("评审意见"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One parameter of one block as the editor shows it."""

    parameter: Parameter
    name: str
    value: object

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """Each choice: its code, its words, whether it is chosen."""
        held = self.value if isinstance(self.value, list) else [self.value]
        return [(code, said(self.parameter.called(code)), code in held) for code in self.parameter.choices]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockForm:
    """One block of the editor: where it stands, what it says, its parameters and reasons."""

    number: int
    code: str
    title: str
    covers: tuple[str, ...]
    internal: bool
    controls: tuple[Control, ...]
    reasons: tuple[tuple[str, str], ...]
    is_first: bool
    is_last: bool


def block_forms(blocks: list[dict[str, Any]]) -> tuple[BlockForm, ...]:
    """Return the blocks of a change as the editor shows them."""
    return tuple(_form(block, number, len(blocks)) for number, block in enumerate(blocks, start=1))


def _form(block: dict[str, Any], number: int, count: int) -> BlockForm:
    code, held = block["code"], block.get("parameters") or {}
    controls = tuple(
        Control(parameter=one, name=f"{code}-{one.name}", value=held.get(one.name)) for one in PARAMETERS.get(code, ())
    )
    reasons = tuple((letter, held.get("reasons", {}).get(letter, "")) for letter in LETTERS)
    return BlockForm(
        number=number,
        code=code,
        title=block["title"],
        covers=tuple(block.get("covers", ())),
        internal=bool(block.get("internal")),
        controls=controls,
        reasons=reasons if code == "left_out" else (),
        is_first=number <= 2,
        is_last=number == count,
    )


def blocks_from(post: QueryDict, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the blocks as the editor sent them: edited, without those taken away, one step moved where asked.

    ``act`` is ``up:CODE``, ``down:CODE`` or ``remove:CODE``; anything else only saves.
    """
    edited = [_edited(post, block) for block in blocks if f"{block['code']}-title" in post]
    step, _colon, code = post.get("act", "").partition(":")
    place = next((i for i, block in enumerate(edited) if block["code"] == code), -1)
    if step == "remove" and place > 0:
        edited.pop(place)
    elif step == "up" and place > 1:
        edited[place - 1], edited[place] = edited[place], edited[place - 1]
    elif step == "down" and 0 < place < len(edited) - 1:
        edited[place + 1], edited[place] = edited[place], edited[place + 1]
    return edited


def _edited(post: QueryDict, block: dict[str, Any]) -> dict[str, Any]:
    code = block["code"]
    parameters = dict(block.get("parameters") or {})
    for one in PARAMETERS.get(code, ()):
        name = f"{code}-{one.name}"
        parameters[one.name] = post.getlist(name) if one.kind == "codes" else post.get(name, "")
    if code == "left_out":
        given = {letter: post.get(f"{code}-reason-{letter}", "").strip() for letter in LETTERS}
        parameters["reasons"] = {letter: reason for letter, reason in given.items() if reason}
    edited = {
        "code": code,
        "title": post.get(f"{code}-title", ""),
        "covers": [letter for letter in LETTERS if letter in post.getlist(f"{code}-covers")],
        "parameters": parameters,
    }
    return edited | ({"internal": True} if post.get(f"{code}-internal") else {})


def profiles_from(post: QueryDict) -> list[str]:
    """Return the coverage profiles that were ticked; a–f always holds."""
    return [SIX, *(code for code in PROFILES if code != SIX and code in post.getlist("profiles"))]

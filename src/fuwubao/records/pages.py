"""The typed objects that the pages of intake show; texts in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fuwubao.accounts.models import Job
from fuwubao.domain.records import KINDS, TIMES, Column, ColumnType
from fuwubao.domain.words import Words
from fuwubao.records.findings import mending_of, title_of
from fuwubao.records.models import UploadedFile
from fuwubao.records.queries import BatchReport, QuarantineLine
from fuwubao.records.reading.choices import DELIMITERS as SIGNS
from fuwubao.ui.parts import Step

SURE = 90  # likeness from which a suggested column needs no second look
DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
LARGE = 8 * 1024**2  # bytes above which checking and loading go to the worker


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLine:
    """One entry of a value map: a word of the file and the stored word, empty while nobody chose one."""

    number: int
    word: str
    stored: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLine:
    """One file column: a sample, the record column it feeds, how sure that is."""

    header: str
    sample: str
    name: str
    score: int | None
    shape: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """What a mapped record column needs beside its file column: a time format or a value map."""

    name: str
    label: str
    is_time: bool
    format: str
    choices: tuple[str, ...]
    values: tuple[ValueLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    """One reason of rejection with its count and its way to mend."""

    code: str
    title: str
    count: int
    mending: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """One row that was rejected or warned of."""

    row: int
    field: str
    value: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the dry run found; ``refused`` holds message and hint where the whole file cannot be taken."""

    refused: tuple[str, ...]
    rows: int
    accepted: int
    rejected: int
    warned: int
    encoding: str
    delimiter: str
    header_row: int | None
    reasons: tuple[ReasonLine, ...]
    problems: tuple[RowLine, ...]
    warnings: tuple[RowLine, ...]
    sample_names: tuple[str, ...]
    sample_rows: tuple[tuple[str, ...], ...]
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """How the file was read and what of it a person said; a choice that its form does not have is not offered."""

    encoding: str
    delimiter: str
    header_row: int | None
    sheet: str
    sheets: tuple[str, ...]
    told: Dict[str, Any]
    is_text: bool
    has_header: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPage:
    """A file on its way in: its facts, mapping and findings (looks 06)."""

    number: int
    name: str
    kilobytes: int
    sha256: str
    kind: str
    kind_words: str
    source: str
    timezone: str
    is_large: bool
    columns: tuple[ColumnLine, ...]
    targets: tuple[tuple[str, str], ...]
    fields: tuple[FieldLine, ...]
    lacking: tuple[str, ...]
    findings: Findings | None
    steps: tuple[Step, ...]
    read: ReadLine
    job: Job | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLine:
    """One cell of a row in quarantine, as it stands and as it is mended."""

    name: str
    value: str
    mended: str
    is_wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    """One rejected row with its cells."""

    kind: str
    row: int
    words: str
    state: str
    is_mended: bool
    cells: tuple[CellLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineGroup:
    """Rejected rows with the same reason; ``rows`` are the first of ``count``."""

    reason: ReasonLine
    rows: tuple[QuarantineRow, ...]


GROUP_SHOWN = 25


def upload_page(upload: UploadedFile, *, language: str) -> UploadPage:
    """Lay an upload out for its page."""
    kind = KINDS[upload.kind]
    rules = _rules(upload.mapping)
    fed = {_header(rule): name for name, rule in rules.items()}
    samples: dict[str, str] = upload.samples
    findings = findings_page(upload.findings, kind=upload.kind, language=language) if upload.findings else None
    unknown = (upload.findings or {}).get("unknown", {})
    guessed = {_header(rule) for rule in rules.values() if isinstance(rule, dict) and "values" in rule}
    lines = tuple(
        _column_line(header, sample, fed, upload.scores, has_guesses=header in guessed)
        for header, sample in samples.items()
    )

    def label(column: Column) -> str:
        return column.en if language == "en" else column.zh

    return UploadPage(
        number=upload.pk,
        name=upload.name,
        kilobytes=max(1, upload.size // 1024),
        sha256=upload.sha256,
        kind=upload.kind,
        kind_words=kind.en if language == "en" else kind.zh,
        source=upload.source,
        timezone=upload.timezone,
        is_large=upload.size > LARGE,
        columns=lines,
        targets=tuple((column.name, label(column)) for column in kind.columns),
        fields=tuple(
            _field_line(column, rules[column.name], unknown.get(column.name, ()), label(column))
            for column in kind.columns
            if column.name in rules and _needs_more(column, rules[column.name], unknown)
        ),
        lacking=tuple(
            label(kind.column(name)) for name in kind.required if name not in rules and not _fixed(upload, name)
        ),
        findings=findings,
        steps=_steps(upload, lines, findings),
        read=_read_line(upload),
        job=upload.job if upload.job and upload.job.state != "done" else None,
    )


def _read_line(upload: UploadedFile) -> ReadLine:
    found, told = upload.found, dict(upload.reading)
    delimiter = found.get("delimiter") or ""
    told["delimiter"] = next((name for name, sign in SIGNS.items() if sign == told.get("delimiter")), "")
    return ReadLine(
        encoding=found.get("encoding") or "",
        delimiter=DELIMITERS.get(delimiter, delimiter),
        header_row=found.get("header_row"),
        sheet=found.get("sheet") or "",
        sheets=tuple(found.get("sheets") or ()),
        told=told,
        is_text=found.get("form") == "csv",
        has_header=found.get("header_row") is not None,
    )


def findings_page(tree: Dict[str, Any], *, kind: str, language: str) -> Findings:
    """Lay out what a dry run found."""
    if "refused" in tree:
        return Findings(
            refused=tuple(tree[language]), rows=0, accepted=0, rejected=0, warned=0, encoding="", delimiter="",
            header_row=None, reasons=(), problems=(), warnings=(), sample_names=(), sample_rows=(), events=0,
        )  # fmt: skip
    return Findings(
        refused=(),
        rows=tree["rows"],
        accepted=tree["accepted"],
        rejected=tree["rejected"],
        warned=tree["warned"],
        encoding=str(tree["encoding"] or "—"),
        delimiter=DELIMITERS.get(tree["delimiter"] or "", tree["delimiter"] or "—"),
        header_row=tree["header_row"],
        reasons=tuple(reason_line(code, count, language=language) for code, count in tree["reasons"]),
        problems=tuple(
            RowLine(row=one["row"], field=one["field"], value=one["value"], words=one[language])
            for one in tree["problems"]
        ),
        warnings=tuple(RowLine(row=one["row"], field="", value="", words=one[language]) for one in tree["warnings"]),
        sample_names=tuple(_labels(kind, tree["sample"]["names"], language)),
        sample_rows=tuple(tuple(row) for row in tree["sample"]["rows"]),
        events=tree.get("events", {}).get("accepted", 0),
    )


def reason_line(code: str, count: int, *, language: str) -> ReasonLine:
    """Say a reason with its count."""
    return ReasonLine(
        code=code, title=title_of(code).say(language), count=count, mending=mending_of(code).say(language)
    )


def quarantine_groups(report: BatchReport, *, language: str) -> tuple[QuarantineGroup, ...]:
    """Group the rejected rows of a batch by reason, the most frequent first."""
    groups = []
    for code, count in report.reasons:
        lines = [line for line in report.lines if line.code == code]
        lines.sort(key=lambda line: line.state != "waiting")
        groups.append(
            QuarantineGroup(
                reason=reason_line(code, count, language=language),
                rows=tuple(_quarantine_row(line, language) for line in lines[:GROUP_SHOWN]),
            )
        )
    return tuple(groups)


def _quarantine_row(line: QuarantineLine, language: str) -> QuarantineRow:
    return QuarantineRow(
        kind=line.kind,
        row=line.row,
        words=line.message.say(language),
        state=line.state,
        is_mended=bool(line.mended),
        cells=tuple(
            CellLine(
                name=name,
                value=value,
                mended=line.mended.get(name, value),
                is_wrong=bool(value) and value == line.value,
            )
            for name, value in line.cells.items()
        ),
    )


def _rules(mapping: Dict[str, Any]) -> dict[str, Any]:
    """Return the rules that read one file column, by record column."""
    return {name: rule for name, rule in (mapping.get("columns") or {}).items() if rule and _header(rule)}


def _header(rule: object) -> str:
    if isinstance(rule, str):
        return rule
    return str(rule.get("from") or "") if isinstance(rule, dict) else ""


def _fixed(upload: UploadedFile, name: str) -> bool:
    """Say whether the mapping makes the column from a template or constant."""
    return bool((upload.mapping.get("columns") or {}).get(name))


def _column_line(
    header: str, sample: str, fed: Dict[str, str], scores: Dict[str, int], *, has_guesses: bool
) -> ColumnLine:
    """Say how sure a column's mapping is; once a person settled the mapping there are no scores, and no doubts."""
    name, score = fed.get(header, ""), scores.get(header)
    if not name:
        shape, words = "na", _("不导入")
    elif score is not None and has_guesses:
        shape, words = "near", _("取值待确认")
    elif score is None or score >= SURE:
        shape, words = "ok", _("已对应")
    else:
        shape, words = "near", _("相似 %(score)s%%，请确认") % {"score": score}
    return ColumnLine(header=header, sample=sample, name=name, score=score, shape=shape, words=words)


def _needs_more(column: Column, rule: object, unknown: Dict[str, object]) -> bool:
    told = isinstance(rule, dict) and ("values" in rule or "format" in rule)
    return told or column.name in unknown or column.type in TIMES


def _field_line(column: Column, rule: object, unknown: tuple[str, ...] | list[str], label: str) -> FieldLine:
    tree = rule if isinstance(rule, dict) else {}
    pattern = tree.get("format", "")
    words = {**tree.get("values", {}), **{word: "" for word in unknown if word not in tree.get("values", {})}}
    choices = ("true", "false") if column.type is ColumnType.FLAG else column.choices
    return FieldLine(
        name=column.name,
        label=label,
        is_time=column.type in TIMES,
        format=pattern if isinstance(pattern, str) else pattern[0],
        choices=choices,
        values=tuple(
            ValueLine(number=number, word=word, stored=stored) for number, (word, stored) in enumerate(words.items())
        ),
    )


def _labels(kind: str, names: list[str], language: str) -> list[str]:
    columns = (KINDS[kind].column(name) for name in names)
    return [Words(column.zh, column.en).say(language) for column in columns]


def _steps(upload: UploadedFile, lines: tuple[ColumnLine, ...], findings: Findings | None) -> tuple[Step, ...]:
    doubtful = sum(line.shape == "near" for line in lines)
    mapped = _("%(count)s 列，%(doubtful)s 列待确认") % {"count": len(lines), "doubtful": doubtful}
    checked = _("%(count)s 行拒收") % {"count": findings.rejected} if findings else _("未开始")
    return (
        Step(words=_("选择文件"), note=upload.name, place="done"),
        Step(words=_("对应字段"), note=mapped, place="done" if findings else "current"),
        Step(words=_("预检"), note=checked, place="current" if findings else "future"),
        Step(words=_("导入"), note=_("未开始"), place="future"),
    )

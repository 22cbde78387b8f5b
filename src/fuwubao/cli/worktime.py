"""``fuwubao worktime compute``: answer a file of working-time cases; no workspace, no Django (design section 7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from fuwubao.cli.words import counted, say
from fuwubao.domain.errors import BadInput
from fuwubao.domain.foreign_words import json_words, system_words
from fuwubao.domain.words import Words
from fuwubao.domain.worktime import Answer, BadVector, Worktime


class CasesUnreadable(BadInput):
    """The input file is not a JSON object with a list of cases."""

    code = "worktime.cases_unreadable"
    zh = "{where}：不是算例文件（{why}）"
    en = "{where}: not a file of cases ({why})"
    hint_zh = '文件应为 UTF-8 的 {{"vectors": [ … ]}}'
    hint_en = 'The file should be UTF-8 {{"vectors": [ … ]}}'


class ResultsUnwritable(BadInput):
    """The output file cannot be written."""

    code = "worktime.results_unwritable"
    zh = "{where}：无法写入（{why}）"
    en = "{where}: cannot be written ({why})"
    hint_zh = "请检查文件夹是否存在、是否有写入权限"
    hint_en = "Check that the folder exists and may be written"


@click.group(help=say("工作时间计算", "Working-time arithmetic"))
def worktime() -> None:
    """Group of the working-time commands."""


@worktime.command(help=say("计算一组算例：工作秒数、期限、工作日、计时", "Answer a file of working-time cases"))
@click.option(
    "--input", "source", required=True, type=click.Path(path_type=Path), help=say("算例文件（JSON）", "Cases (JSON)")
)
@click.option(
    "--output", "target", required=True, type=click.Path(path_type=Path), help=say("结果文件（JSON）", "Results (JSON)")
)
def compute(source: Path, target: Path) -> None:
    """Write an object by case id; the first case that cannot be answered refuses the whole file."""
    results = answers(read_cases(source))
    text = json.dumps(results, ensure_ascii=False, indent=1) + "\n"
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as refused:
        raise ResultsUnwritable(where=str(target), why=system_words(refused)) from refused
    click.echo(
        say(f"已计算 {len(results)} 个算例 → {target}", f"{counted(len(results), 'case')} answered → {target}"),
        err=True,
    )


def read_cases(source: Path) -> list[Mapping[str, Any]]:
    """Return the cases of a file, each with an ``id`` of its own. Raises: CasesUnreadable, BadVector."""
    try:
        content = json.loads(source.read_text(encoding="utf-8-sig"))
    except OSError as missing:
        raise CasesUnreadable(where=str(source), why=system_words(missing)) from missing
    except (ValueError, RecursionError) as unreadable:
        raise CasesUnreadable(where=str(source), why=json_words(unreadable)) from unreadable
    cases = content.get("vectors") if isinstance(content, dict) else None
    if not isinstance(cases, list):
        raise CasesUnreadable(where=str(source), why=Words("没有列表 vectors", "there is no list vectors"))
    return [_with_id(case, number) for number, case in enumerate(cases, 1)]


def answers(cases: list[Mapping[str, Any]]) -> dict[str, Answer]:
    """Return each case's answer under its id. Raises: BadVector, NoAnswer."""
    clerk = Worktime()
    found: dict[str, Answer] = {}
    for case in cases:
        if case["id"] in found:
            raise _bad_id(case["id"], Words("不重复的 id", "an id of its own"), case["id"])
        found[case["id"]] = clerk.answer(case)
    return found


def _with_id(case: object, number: int) -> Mapping[str, Any]:
    if isinstance(case, dict) and isinstance(case.get("id"), str) and case["id"]:
        return case
    given = case.get("id") if isinstance(case, dict) else case
    raise _bad_id(f"#{number}", Words("文本", "text"), given)


def _bad_id(vector: str, wanted: Words, value: object) -> BadVector:
    text = json.dumps(value, ensure_ascii=False)[:120]
    return BadVector(vector=vector, key="id", value=text, wanted=wanted, where=f"{vector}.id", why=text)

"""Every command takes a stranger's slips in her own language: never a traceback, never as if nothing was wrong."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.agreements.files import DUTY, SMALL
from tests.cli.commands import fuwubao

ROOT = Path(__file__).resolve().parents[2]
# a new account may wait for its customer; a suggestion for a strange file is still a suggestion
MAY_SUCCEED = (["user", "add"], ["intake", "mapping", "suggest"])
# names of people and columns of the Chinese form F01 stay what they are in an English sentence
CHINESE_DATA = re.compile(r"工作区操作员|columns are missing: .*|不存在")
USAGE = re.compile(r"^(用法|用 |Usage|Try ).*$", re.MULTILINE)
ENGLISH = re.compile(r"[a-z]+ [a-z]+ [a-z]+")
CODE_LIKE = re.compile(r"'[^']*'|fuwubao [\w -]+|\S*[._/-]\S*")


@dataclass(frozen=True, slots=True)
class Call:
    """One faulty call: its words, its exit code, all that it said."""

    words: list[str]
    code: int
    said: str


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one agreement."""
    folder = tmp_path_factory.mktemp("walk")
    (folder / "hd.yaml").write_text(SMALL + DUTY, encoding="utf-8")
    assert fuwubao(folder / "home", "agreement", "load", "hd.yaml").returncode == 0
    return folder / "home"


def calls(home: Path, language: str) -> Iterator[Call]:
    environment = {**os.environ, "FUWUBAO_HOME": str(home), "LANG": language, "LC_ALL": "", "FUWUBAO_USER": ""}
    files = home.parent / "files"
    files.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.walk", str(files)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    yield from (Call(**json.loads(line)) for line in done.stdout.splitlines())


def without_words(call: Call) -> str:
    """What was said, without the words of the call and the line of usage."""
    said = USAGE.sub("", call.said)
    for word in sorted(call.words, key=len, reverse=True):
        said = said.replace(word, "")
    return said


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_US.UTF-8"])
def test_two_hundred_slips_are_refused_in_one_language(home: Path, language: str) -> None:
    """Design section 7: exit 1, 2 or 3 with what, where and how to mend; 70 and tracebacks are faults of ours."""
    found = list(calls(home, language))
    wrong = []
    for call in found:
        said = without_words(call)
        told = " ".join(call.words)
        if call.code == 0 and not any(call.words[: len(one)] == one for one in MAY_SUCCEED):
            wrong.append(f"as if nothing was wrong: {told}")
        if call.code not in (0, 1, 2, 3) or "Traceback" in said:
            wrong.append(f"{call.code}: {told}: {said}")
        if call.code != 0 and not said.strip():
            wrong.append(f"silent: {told}")
        if language.startswith("zh") and ENGLISH.search(CODE_LIKE.sub("", said)):
            wrong.append(f"English in Chinese: {told}: {said}")
        if language.startswith("en") and re.search(r"[\u4e00-\u9fff]{2,}", CHINESE_DATA.sub("", said)):
            wrong.append(f"Chinese in English: {told}: {said}")

    assert len(found) >= 200
    assert wrong == []

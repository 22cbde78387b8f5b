"""The text of a file that a person hands in: UTF-8, with or without a byte order mark."""

from __future__ import annotations

from pathlib import Path

from fuwubao.agreements.errors import AgreementFault
from fuwubao.domain.foreign_words import system_words


class FileMissing(AgreementFault):
    """Nothing can be read at the path: it is absent, a folder, or closed to us."""

    code = "agreements.file_missing"
    zh = "打不开文件 {file}：{problem}"
    en = "Cannot open the file {file}: {problem}"
    hint_zh = "请核对路径与权限"
    hint_en = "Check the path and its rights"


class FileNotText(AgreementFault):
    """The bytes are no text in UTF-8."""

    code = "agreements.file_not_text"
    zh = "{file} 第 {line} 行：不是 UTF-8 文本"
    en = "{file}, line {line}: not text in UTF-8"
    hint_zh = "请另存为 UTF-8 编码的文本文件"
    hint_en = "Save it as a text file in UTF-8"


def text_of(path: Path) -> str:
    """Return the file's text. Raises FileMissing when it cannot be read, FileNotText when it is not UTF-8."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise FileMissing(file=str(path), line=1, key="", where=str(path), problem=system_words(fault)) from fault
    return text_of_bytes(content, file=str(path))


def text_of_bytes(content: bytes, *, file: str) -> str:
    """Return the text of an upload. Raises FileNotText with the line that is not UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise FileNotText(file=file, line=line, key="", where=f"{file}:{line}") from fault
    if "\0" in text:
        raise FileNotText(file=file, line=text[: text.index("\0")].count("\n") + 1, key="", where=file)
    return text

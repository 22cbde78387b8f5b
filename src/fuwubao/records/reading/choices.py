"""What a person says of how a file is to be read, where the guess from its bytes is wrong (rules 2, 3, 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from fuwubao.records.errors import ReadingUnfit, ReadingUnknown
from fuwubao.records.reading.encoding import ENCODINGS

DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|", "caret": "^", "tilde": "~", "colon": ":"}
BOOKS = frozenset({"xlsx", "xls", "ods"})
_ALIASES = {"utf8": "utf-8", "utf-8-sig": "utf-8", "gb2312": "gbk", "cp936": "gbk", "windows-1252": "cp1252"}
_LAST_HEADER_ROW = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Encoding, delimiter, 1-based header row and sheet; what is empty (or 0) is told from the file."""

    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    sheet: str = ""

    @property
    def tree(self) -> dict[str, str | int]:
        """What was said, without what was left to the file."""
        return {name: said for name, said in asdict(self).items() if said}

    def check_fits(self, form: str, file: str) -> None:
        """Refuse what a file of that form does not have. Raises: ReadingUnfit."""
        unfit = {
            "encoding": self.encoding and form not in ("csv", "json"),
            "delimiter": self.delimiter and form != "csv",
            "header_row": self.header_row and form not in BOOKS | {"csv"},
            "sheet": self.sheet and form not in BOOKS,
        }
        for choice, is_unfit in unfit.items():
            if is_unfit:
                raise ReadingUnfit(file=file, choice=choice, form=form, where=choice, why=form)


GUESSED = Reading()


def reading_of(said: Mapping[str, object]) -> Reading:
    """Return the choices that a form, a command or the database holds as texts. Raises: ReadingUnknown."""
    encoding = str(said.get("encoding") or "").strip().lower().replace("_", "-")
    encoding = _ALIASES.get(encoding, encoding)
    if encoding and encoding not in ENCODINGS:
        raise ReadingUnknown(
            choice="encoding", value=encoding, known="、".join(ENCODINGS), where="encoding", why=encoding
        )
    told = str(said.get("delimiter") or "")
    delimiter = "\t" if told == "\\t" else DELIMITERS.get(told.strip().lower(), told)
    if delimiter and (len(delimiter) > 1 or not delimiter.isascii() or delimiter.isalnum() or delimiter in '"\r\n'):
        raise ReadingUnknown(choice="delimiter", value=told, known="、".join(DELIMITERS), where="delimiter", why=told)
    row = str(said.get("header_row") or "0").strip()
    if not (row.isascii() and row.isdigit() and len(row) < 6 and int(row) <= _LAST_HEADER_ROW):
        raise ReadingUnknown(choice="header_row", value=row, known=f"1–{_LAST_HEADER_ROW}", where="header_row", why=row)
    return Reading(encoding=encoding, delimiter=delimiter, header_row=int(row), sheet=str(said.get("sheet") or ""))

"""Look at a firm's Word template before it is used: its styles, bookmarks and fields, its page, header and footer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document as Word
from docx.opc.exceptions import PackageNotFoundError

from fuwubao.domain.words import Words
from fuwubao.render.docx_front import FIELD_NAMES
from fuwubao.render.errors import TemplateUnusable

# what the writer sets text in; a style that is absent would be ours, and the report would not look like the firm's
NEEDED_STYLES = ("Normal", "Heading 1", "Heading 2", "Heading 3", "Caption", "Header", "Footer")
WISHED_STYLES = ("List Bullet", "List Number")
NEEDED_FIELDS = (("报告编号", "number"), ("名称", "标题", "title"), ("版本", "version"))  # any of each
_FIELD = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_BOOKMARK = re.compile(r'<w:bookmarkStart [^>]*w:name="([^"]+)"')
_CODE = re.compile(r"vbaProject|macroEnabled", re.IGNORECASE)
MILLIMETRE = 36000


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTemplate:
    """What was found in a template; ``faults`` forbid its use, ``remarks`` are told."""

    styles: tuple[str, ...]
    missing_styles: tuple[str, ...]
    fields: tuple[str, ...]
    unknown_fields: tuple[str, ...]
    bookmarks: tuple[str, ...]
    page: str
    header: str
    footer: str
    first_lines: tuple[str, ...]
    faults: tuple[Words, ...]
    remarks: tuple[Words, ...]


def examine(template: bytes) -> WordTemplate:
    """Return what a .docx holds and lacks. Raises TemplateUnusable where it cannot be opened at all."""
    try:
        word = docx.Document(BytesIO(template))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as why:
        raise TemplateUnusable(why=str(why)) from why
    names = tuple(str(style.name) for style in word.styles)
    lines = tuple(_lines(word))
    fields = tuple(dict.fromkeys(name for line in lines for name in _FIELD.findall(line)))
    bookmarks = tuple(name for name in _BOOKMARK.findall(word.element.xml) if not name.startswith("_"))
    found = (*fields, *bookmarks)
    missing = tuple(name for name in NEEDED_STYLES if name not in names)
    section = word.sections[0]
    width, height = (round((size or 0) / MILLIMETRE) for size in (section.page_width, section.page_height))
    return WordTemplate(
        styles=tuple(name for name in (*NEEDED_STYLES, *WISHED_STYLES) if name in names),
        missing_styles=missing,
        fields=fields,
        unknown_fields=tuple(name for name in fields if name not in FIELD_NAMES),
        bookmarks=bookmarks,
        page=f"{width} × {height} mm",
        header=" ".join(line.text for line in section.header.paragraphs).strip(),
        footer=" ".join(line.text for line in section.footer.paragraphs).strip(),
        first_lines=tuple(line.text.strip() for line in word.paragraphs if line.text.strip())[:8],
        faults=tuple(_faults(word, missing, found)),
        remarks=tuple(_remarks(names, fields)),
    )


def _lines(word: Word) -> Iterator[str]:
    """Every line in which a field may stand: body, tables, headers and footers."""
    for part in (word, *(frame for one in word.sections for frame in (one.header, one.footer))):
        yield from (line.text for line in part.paragraphs)
        yield from (cell.text for table in part.tables for row in table.rows for cell in row.cells)


def _faults(word: Word, missing: tuple[str, ...], found: tuple[str, ...]) -> Iterator[Words]:
    for name in missing:
        yield Words(f"缺少样式 {name}", f"the style {name} is missing")
    lacking = [names[0] for names in NEEDED_FIELDS if not set(names) & set(found)]
    if lacking:
        told = "、".join(lacking)
        yield Words(f"缺少域或书签：{told}", f"fields or bookmarks are missing: {', '.join(lacking)}")
    if any(_CODE.search(str(part.partname)) for part in word.part.package.iter_parts()):
        yield Words("含有宏，不接受", "it holds macros")


def _remarks(names: tuple[str, ...], fields: tuple[str, ...]) -> Iterator[Words]:
    for name in WISHED_STYLES:
        if name not in names:
            yield Words(f"没有样式 {name}，用系统自带的", f"no style {name}: ours is used")
    for name in fields:
        if name not in FIELD_NAMES:
            yield Words(f"域 {name} 没有对应的内容，将原样保留", f"nothing fills the field {name}; it stays as it is")

"""The sample in every format, made once for all tests, and what a reader finds in each."""

from __future__ import annotations

import re
import warnings
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import docx as word
import openpyxl
import pypdfium2

from fuwubao.render import docx, html, pdf, xlsx
from fuwubao.render.tree import Document, Heading, Meta, Paragraph, State, Text
from tests.render.sample import document


@cache
def sample(state: State = State.APPROVED) -> Document:
    """The sample tree."""
    return document(state)


@cache
def as_pdf(state: State = State.APPROVED) -> bytes:
    """The sample as PDF."""
    return pdf.write(sample(state))


@cache
def as_docx() -> bytes:
    """The sample as Word document."""
    return docx.write(sample())


@cache
def as_html() -> str:
    """The sample as HTML."""
    return html.write(sample()).decode()


@cache
def as_xlsx() -> bytes:
    """The sample as workbook."""
    return xlsx.write(sample())


def pages_of(pdf_bytes: bytes) -> list[str]:
    """The text of each page."""
    opened = pypdfium2.PdfDocument(pdf_bytes)
    texts = [page.get_textpage().get_text_range() for page in opened]
    opened.close()
    return texts


def docx_text(made: bytes) -> str:
    """What python-docx reads: paragraphs, then cells."""
    opened = word.Document(BytesIO(made))
    cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in opened.paragraphs), *cells])


def docx_part(made: bytes, name: str) -> str:
    """The XML of one part of the package."""
    with ZipFile(BytesIO(made)) as package:
        return package.read(name).decode()


class Reader(HTMLParser):
    """What is said and what is in the tags of an HTML file."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)


def read_html(text: str) -> Reader:
    """Parse HTML."""
    reader = Reader()
    reader.feed(text)
    return reader


def workbook(made: bytes) -> openpyxl.Workbook:
    """Open a workbook."""
    with warnings.catch_warnings():
        # openpyxl reads no sparklines and says so; what it does read is what these tests look at.
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        return openpyxl.load_workbook(BytesIO(made))


def squeezed(text: str) -> str:
    """Text without the spaces that layout puts in."""
    return re.sub(r"\s", "", text)


def tiny(*blocks: object, **meta: object) -> Document:
    """A document of a few blocks."""
    given = {
        "title": "报告",
        "number": "R-1",
        "version": "A/0",
        "issuer": "云澜",
        "customer": "华东",
        "period": "2026Q3",
    }
    return Document(meta=Meta(**(given | meta)), blocks=blocks or (Heading(text="一"), Paragraph(runs=(Text("二"),))))  # type: ignore[arg-type]  # tests name any block and field

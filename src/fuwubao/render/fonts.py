"""The four document fonts: static Noto Sans SC and Noto Serif SC, regular and bold, from the package's own folder.

Fonts of the machine are never used, so a report looks the same wherever it is made.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from typst import Fonts

from fuwubao.render.errors import FontsMissing

FOLDER = Path(__file__).parent / "fonts"
FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf")


def refuse_if_missing(folder: Path = FOLDER) -> None:
    """Raise FontsMissing, which names the command that fetches them, unless all four are there."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise FontsMissing(fonts=", ".join(missing), folder=folder)


@cache
def document_fonts() -> Fonts:
    """Open the fonts once a process. Raises FontsMissing."""
    refuse_if_missing()
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])

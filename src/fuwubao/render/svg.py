"""A small SVG writer: shapes and text with presentation attributes only, so no style sheet or policy is in its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fuwubao.render.palette import INK2, SANS
from fuwubao.render.printable import markup


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished drawing: its size in pixels (612 px = 162 mm on paper) and its SVG."""

    width: float
    height: float
    svg: str


def px(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


class Canvas:
    """Collects shapes; later ones lie on earlier ones."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.parts: list[str] = []

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 0.8, dash: str = ""
    ) -> None:
        """Draw a straight line; ``dash`` such as "5 3"."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<line x1="{px(x1)}" y1="{px(y1)}" x2="{px(x2)}" y2="{px(y2)}" stroke="{colour}"'
            f' stroke-width="{width}"{dashed}/>'
        )

    def path(self, points: Sequence[tuple[float, float]], colour: str, *, width: float = 2, dash: str = "") -> None:
        """Draw an open line through points; a single point draws nothing."""
        if len(points) < 2:
            return
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        joined = " ".join(f"{px(x)},{px(y)}" for x, y in points)
        self.parts.append(
            f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width}"'
            f' stroke-linejoin="round"{dashed}/>'
        )

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *, stroke: str = "", stroke_width: float = 0.8
    ) -> None:
        """Draw a filled rectangle; ``fill`` may be "none"."""
        outline = f' stroke="{stroke}" stroke-width="{stroke_width}"' if stroke else ""
        self.parts.append(
            f'<rect x="{px(x)}" y="{px(y)}" width="{px(max(width, 0))}" height="{px(max(height, 0))}"'
            f' fill="{fill}"{outline}/>'
        )

    def disc(
        self, x: float, y: float, radius: float, fill: str, *, stroke: str = "", stroke_width: float = 1.4
    ) -> None:
        """Draw a filled circle."""
        outline = f' stroke="{stroke}" stroke-width="{stroke_width}"' if stroke else ""
        self.parts.append(f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(radius)}" fill="{fill}"{outline}/>')

    def hollow_square(self, x: float, y: float, half: float, colour: str, *, width: float = 2) -> None:
        """Draw the mark of a miss, centred."""
        self.rect(x - half, y - half, 2 * half, 2 * half, "#FFFFFF", stroke=colour, stroke_width=width)

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 11,
        colour: str = INK2,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """Write text on a baseline; ``anchor`` is start, middle or end."""
        weight = ' font-weight="700"' if bold else ""
        self.parts.append(
            f'<text x="{px(x)}" y="{px(y)}" font-family="{SANS}" font-size="{px(size)}" fill="{colour}"'
            f' text-anchor="{anchor}"{weight}>{markup(text)}</text>'
        )

    def picture(self) -> Picture:
        """Close the drawing."""
        size = f"{px(self.width)} {px(self.height)}"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{px(self.width)}"'
            f' height="{px(self.height)}">'
        )
        return Picture(self.width, self.height, head + "".join(self.parts) + "</svg>")

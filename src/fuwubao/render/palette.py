"""The colours and measures of looks.md section 2, one name each, for all writers."""

from __future__ import annotations

from fuwubao.render.tree import Shape

INK, INK2, INK3 = "#1B2430", "#3C4858", "#5C6877"
LINE2, LINE, HAIR, GRID = "#C5CDD6", "#E1E6EC", "#D5DBE2", "#E4E8ED"
WASH, BAND = "#F5F7FA", "#EDF2F7"
NAVY, BLUE, PALE = "#17406D", "#6F9FC8", "#C9DCEB"
OK, NEAR, NEAR_BAR, BAD = "#1F6B45", "#7A5200", "#C08A1E", "#A8321E"

# Three series from dark to pale: L* 27 / 64 / 87, told apart in grey.
SERIES = (NAVY, BLUE, PALE)
HEAT = ("#F5F7FA", "#C9DCEB", "#6F9FC8", "#17406D")

SHAPE_COLOUR = {
    Shape.MET: OK,
    Shape.NEAR: NEAR,
    Shape.BAD: BAD,
    Shape.NONE: INK3,
    Shape.OPEN: NAVY,
    Shape.RUNNING: NAVY,
    Shape.PAUSED: NEAR,
}
SHAPE_GLYPH = {
    Shape.MET: "●",
    Shape.NEAR: "▲",
    Shape.BAD: "■",
    Shape.NONE: "–",
    Shape.OPEN: "○",
    Shape.RUNNING: "◐",
    Shape.PAUSED: "❚❚",
}

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"

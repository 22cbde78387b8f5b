"""How long a report takes in each format: the sample report of twelve pages, wall and CPU time, best of several.

    python -m benchmarks.documents [ROUNDS]

First runs include opening the fonts; "new content" changes a word each time, so nothing set before can be used again.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace

from fuwubao.render import docx, html, pdf, xlsx
from fuwubao.render.charts import draw
from fuwubao.render.tree import Chart, Document, Heading, flat, to_json
from tests.render.sample import document

WRITERS: dict[str, Callable[[Document], bytes]] = {
    "pdf": pdf.write,
    "docx": docx.write,
    "xlsx": xlsx.write,
    "html": html.write,
    "json": to_json,
}


def changed(tree: Document, round_number: int) -> Document:
    """Return the tree with other words in each heading."""
    blocks = (
        replace(block, text=f"{block.text} {round_number}") if isinstance(block, Heading) else block
        for block in tree.blocks
    )
    return replace(tree, blocks=tuple(blocks))


def timed(write: Callable[[Document], bytes], tree: Document) -> tuple[float, float, int]:
    """Return wall and CPU seconds and the size of what was written."""
    wall, processor = time.perf_counter(), time.process_time()
    size = len(write(tree))
    return time.perf_counter() - wall, time.process_time() - processor, size


def main(rounds: int) -> None:
    """Print one line a format and one for charts."""
    tree = document()
    print(f"{'format':8}{'first ms':>10}{'new ms':>9}{'cpu ms':>9}{'same ms':>9}{'KB':>7}")
    for name, write in WRITERS.items():
        first = timed(write, tree)
        fresh = min(timed(write, changed(tree, i)) for i in range(rounds))
        again = min(timed(write, tree) for _ in range(rounds))
        print(
            f"{name:8}{first[0] * 1e3:10.1f}{fresh[0] * 1e3:9.1f}{fresh[1] * 1e3:9.1f}"
            f"{again[0] * 1e3:9.1f}{first[2] / 1024:7.0f}"
        )
    drawings = [block.drawing for block in flat(tree.blocks) if isinstance(block, Chart)]
    draw.cache_clear()
    begun = time.perf_counter()
    for drawing in drawings:
        draw(drawing)
    print(f"one chart, drawn anew: {(time.perf_counter() - begun) / len(drawings) * 1e3:.2f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

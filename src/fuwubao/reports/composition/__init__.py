"""From material to a document tree: one module a chapter, each a function of the material alone."""

from __future__ import annotations

from fuwubao.reports.composition.document import BLOCKS, compose

__all__ = ["BLOCKS", "compose"]

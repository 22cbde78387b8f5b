"""Whether words that came from the last period were confirmed, and whether words of direction fit their figures."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fuwubao.domain.carrying import misfits, sentences
from fuwubao.domain.prose import TOKEN
from fuwubao.reports.checks.finding import Finding, Sight, warn

MOST_QUOTED = 30


def confirmed(sight: Sight) -> Iterator[Finding]:
    """Tell of each carried sentence that no author has confirmed (沿用)."""
    for one in sight.draft.carried:
        message = _("沿用上期的句子还没有确认：“%(text)s”") % {"text": _quoted(one.text)}
        yield warn("carried", one.block, str(one.id), message, _("确认它对本期仍然成立，或改写"), "write")


def directed(sight: Sight) -> Iterator[Finding]:
    """Tell of words of direction that the figures cited in their sentence do not bear out (上升, 改善 …)."""
    material = sight.material
    shown = {block["code"] for block in sight.draft.blocks}
    for block, text in material.texts.items():
        if block not in shown:
            continue
        for sentence in sentences(text):
            for word in misfits(sentence, material.figures, now=material.period):
                facts = {"word": word, "text": _quoted(sentence)}
                message = _("“%(word)s”与所引数字的变化不符：“%(text)s”") % facts
                detail = _("对照本期与上期的数字改写这句话")
                yield warn("direction", block, f"{word} {sentence}"[:200], message, detail, "write")


def _quoted(sentence: str) -> str:
    plain = TOKEN.sub("…", sentence).strip()
    return plain if len(plain) <= MOST_QUOTED else plain[:MOST_QUOTED] + "…"

"""带入上期文字: the last period's words into the empty chapters of a draft, and their confirmation (沿用).

Citations point to this period's figure of the same measure and scope; each sentence waits as carried until an author
confirms or rewrites it, and words of direction that the new figures do not bear out are marked with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit
from fuwubao.accounts.models import User
from fuwubao.domain.carrying import misfits, repointed, sentences
from fuwubao.domain.periods import Period, parse_period
from fuwubao.reports import rules
from fuwubao.reports.actions.block_writing import step_write
from fuwubao.reports.actions.writing import writable_report
from fuwubao.reports.material import Material
from fuwubao.reports.models import CarriedSentence, Report
from fuwubao.reports.period_errors import CarriedUnknown, NothingToCarry
from fuwubao.reports.queries.carried import source_of, waiting_of
from fuwubao.reports.queries.material import material_of


@transaction.atomic(durable=True)
def carry_words(*, number: str, block: str, actor: User, now: datetime) -> tuple[str, ...]:
    """Take the last period's words into one empty block, or into all empty ones with ``block`` empty; return which.

    Words that stand are never overwritten. Raises: NotAllowed, StepRefused, BlockHeld, BlockOfAnother, NothingToCarry.
    """
    report = writable_report(number, actor=actor, now=now)
    source = source_of(report)
    if source is None:
        raise NothingToCarry(number=number, why="没有更早期间的报告")
    empty = _empty_blocks(report, block)
    told = {one.block: one.text for one in source.texts.all() if one.block in empty and one.text.strip()}
    if not told:
        raise NothingToCarry(number=number, why=f"{source.number} 的相应章节没有文字，或本期已有文字")
    was, period = parse_period(source.period_label, source.timezone), parse_period(report.period_label, report.timezone)
    material = material_of(report)
    for code, text in sorted(told.items()):
        rules.refuse_block(report, code, actor, now=now)
        here = repointed(text, was=was, now=period)
        step_write(report, code, here, actor=actor, now=now)
        _keep_sentences(report, code, here, source, material, period, actor=actor, now=now)
    after = {"from": source.number, "blocks": sorted(told)}
    audit.record("reports.carry_words", subject=report, actor=actor, at=now, after=after)
    return tuple(sorted(told))


def _empty_blocks(report: Report, block: str) -> set[str]:
    """The blocks that may take words: the one asked for or all, without words and without a statement 本期无."""
    known = {str(entry["code"]) for entry in report.template.blocks}
    wanted = {block} & known if block else known
    written = {one.block for one in report.texts.all() if one.text.strip()}
    return wanted - written - set(report.nothing_stated.values_list("block", flat=True))


def _keep_sentences(
    report: Report,
    block: str,
    text: str,
    source: Report,
    material: Material,
    period: Period,
    *,
    actor: User,
    now: datetime,
) -> None:
    report.carried.filter(block=block, confirmed_at=None).delete()
    CarriedSentence.objects.bulk_create(
        CarriedSentence(
            report=report,
            block=block,
            text=sentence,
            source=source,
            misfits=list(misfits(sentence, material.figures, now=period)),
            carried_by=actor,
            carried_at=now,
        )
        for sentence in sentences(text)
    )


@transaction.atomic(durable=True)
def confirm_carried(*, number: str, sentence_ids: Sequence[int], actor: User, now: datetime) -> int:
    """Confirm carried sentences one by one as true of this period; return how many. Source: S1.4.

    Raises: NotAllowed, StepRefused, CarriedUnknown for one that was rewritten or is none of the report's.
    """
    report = writable_report(number, actor=actor, now=now)
    waiting = {row.pk: row for row in waiting_of(report)}
    for key in sentence_ids:
        if key not in waiting:
            raise CarriedUnknown(number=number, key=str(key), where=number, why=str(key))
    chosen = [waiting[key] for key in dict.fromkeys(sentence_ids)]
    for row in chosen:
        row.confirmed_by, row.confirmed_at = actor, now
        row.save(update_fields=["confirmed_by", "confirmed_at"])
    after = [{"block": row.block, "text": row.text} for row in chosen]
    audit.record("reports.confirm_carried", subject=report, actor=actor, at=now, after=after)
    return len(chosen)

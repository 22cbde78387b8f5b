"""更正: a published report stays as it was sent; a new version says why, supersedes it, and reaches the same people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fuwubao.accounts.models import Notice
from fuwubao.render import tree as t
from fuwubao.reports.actions.building import document_of
from fuwubao.reports.actions.drafting import correct_report, retake_figures
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.review import approve_report, review_report, submit_report
from fuwubao.reports.errors import AlreadyDrafted, ReasonMissing, StepRefused
from fuwubao.reports.models import Obligation, Report
from fuwubao.reports.queries.material import material_of
from tests.reports.test_draft_report import LATER
from tests.reports.world import DRAFT, NOW, Cast, World, all_holds

NEXT = NOW + timedelta(days=10)
NEW = "SLM-01-2026Q3-A/1"
REOPENED = """
ticket_id  at                   event     value  reason  actor
I1         2026-07-06T09:00:00  opened    -      -       张工
I1         2026-07-06T11:00:00  resolved  -      -       张工
I1         2026-10-12T09:00:00  reopened  -      -       张工
I1         2026-10-12T15:00:00  resolved  -      -       张工
"""


def published(world: World) -> Report:
    world.approved()
    return publish_report(number=DRAFT, actor=world.cast.manager, now=NOW)


def corrected(cast: Cast, *, reason: str = "补录一张工单") -> Report:
    return correct_report(number=DRAFT, reason=reason, actor=cast.author, now=NEXT)


def test_a_correction_is_the_next_version_with_the_same_words_and_new_figures(world: World, cast: Cast) -> None:
    published(world)
    world.load("ticket", LATER, at=NEXT)

    new = corrected(cast)

    assert (new.number, new.version, new.state) == (NEW, "A/1", "draft")
    assert new.texts.get(block="summary").text == "P1 有一项超时。"
    assert new.breach_notes.count() == 3
    figure = material_of(new).figure("K03:target=P1-解决")
    assert figure is not None
    assert (figure.numerator, figure.denominator) == (1, 3)


def test_the_published_version_stays_as_it_was_sent(world: World, cast: Cast) -> None:
    old = published(world)
    before = [(f.name, f.sha256) for f in old.files.order_by("pk")]
    world.load("ticket", LATER, at=NEXT)

    corrected(cast)

    old.refresh_from_db()
    assert (old.state, [(f.name, f.sha256) for f in old.files.order_by("pk")]) == ("published", before)
    figure = material_of(old).figure("K03:target=P1-解决")
    assert figure is not None
    assert figure.denominator == 2


def test_publishing_the_new_version_supersedes_the_old_one_and_tells_its_recipient(world: World, cast: Cast) -> None:
    published(world)
    corrected(cast)
    submit_report(number=NEW, actor=cast.author, now=NEXT)
    review_report(number=NEW, judgement=all_holds(), actor=cast.reviewer, now=NEXT)
    approve_report(number=NEW, remark="", actor=cast.manager, now=NEXT)

    publish_report(number=NEW, actor=cast.manager, now=NEXT)

    assert Report.objects.get(number=DRAFT).state == "superseded"
    assert Notice.objects.filter(to=cast.customer, text__contains="更正版本").count() == 1
    assert Obligation.objects.get(period_label="2026Q3").fulfilled_at == NOW  # the first publication counts


def test_the_new_version_says_why_in_its_revision_record(world: World, cast: Cast) -> None:
    published(world)
    document, _ = document_of(corrected(cast))
    history = next(b for b in document.blocks if isinstance(b, t.RevisionHistory))
    assert [(r.version, r.change) for r in history.revisions] == [("A/0", "首次编制"), ("A/1", "补录一张工单")]


def test_a_correction_needs_a_reason(world: World, cast: Cast) -> None:
    published(world)
    with pytest.raises(ReasonMissing):
        corrected(cast, reason=" ")


def test_a_draft_is_edited_not_corrected(world: World, cast: Cast) -> None:
    world.draft()
    with pytest.raises(StepRefused):
        corrected(cast)


def test_a_second_correction_of_the_same_version_is_refused(world: World, cast: Cast) -> None:
    published(world)
    corrected(cast)
    with pytest.raises(AlreadyDrafted):
        corrected(cast)


def test_a_verdict_that_turned_later_is_told_in_the_next_report(world: World, cast: Cast) -> None:
    """G4, M6: met in July, reopened in October, past its four hours then."""
    published(world)
    world.load("ticket_event", REOPENED, at=NEXT)
    autumn = world.draft(period="2026Q4", now=datetime(2026, 10, 20, tzinfo=UTC))

    restated = material_of(autumn).restated
    document, _ = document_of(autumn)

    assert [(r.ticket, r.report, r.was, r.now) for r in restated] == [("I1", DRAFT, "met", "breached")]
    table = next(b for b in document.blocks if isinstance(b, t.Table) and b.caption == "判定有变化的工单")
    assert [cell.text for cell in table.rows[0].cells] == ["I1", DRAFT, "达标", "超时"]
    assert Report.objects.get(number=DRAFT).state == "published"


def test_only_a_draft_takes_its_data_anew(world: World, cast: Cast) -> None:
    published(world)
    with pytest.raises(StepRefused):
        retake_figures(number=DRAFT, actor=cast.author, now=NEXT)

"""更正: a published report stays as it was sent; a new version says why, supersedes it, and reaches the same people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fuwubao.accounts.models import Notice
from fuwubao.render import tree as t
from fuwubao.reports.actions.building import document_of
from fuwubao.reports.actions.checking import check_report
from fuwubao.reports.actions.drafting import correct_report, retake_figures
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.review import approve_report, review_report, submit_report
from fuwubao.reports.actions.writing import save_text, waive_finding
from fuwubao.reports.errors import AlreadyDrafted, ReasonMissing, StepRefused
from fuwubao.reports.models import BreachNote, Obligation, Report
from fuwubao.reports.queries.material import material_of, previous_notes
from fuwubao.reports.queries.reports import portal_lines, report_lines
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


def published_in_autumn(world: World, cast: Cast) -> str:
    """Publish the report on the fourth quarter, its misses explained, the measures of the third done."""
    at = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
    BreachNote.objects.update(outcome="done", outcome_note="已到岗")
    report = world.draft(period="2026Q4", now=at)
    save_text(number=report.number, block="summary", text="本季平稳。", edit_count=None, actor=cast.author, now=at)
    subjects = [breach.subject for breach in material_of(report).breaches]
    if subjects:
        world.explain(report.number, *subjects, "target SLA-2026-007 P1-解决", now=at)
    for found in check_report(number=report.number, actor=cast.author, now=at):
        if found.rule == "small_sample":
            waive_finding(
                number=report.number,
                rule=found.rule,
                subject=found.subject,
                reason="样本少，已写明",
                actor=cast.author,
                now=at,
            )
    submit_report(number=report.number, actor=cast.author, now=at)
    review_report(number=report.number, judgement=all_holds(), actor=cast.reviewer, now=at)
    approve_report(number=report.number, remark="", actor=cast.manager, now=at)
    publish_report(number=report.number, actor=cast.manager, now=at)
    return report.number


def test_a_verdict_of_two_reports_ago_that_turned_since_is_told_once(world: World, cast: Cast) -> None:
    """M6: the last report told nothing of it; the one before did."""
    published(world)
    published_in_autumn(world, cast)
    reopened = REOPENED.replace("2026-10-", "2027-01-")
    assert reopened != REOPENED
    world.load("ticket_event", reopened, at=datetime(2027, 1, 20, tzinfo=UTC))

    spring = world.draft(period="2027Q1", now=datetime(2027, 1, 25, tzinfo=UTC))

    assert [(r.ticket, r.report) for r in material_of(spring).restated] == [("I1", DRAFT)]


def test_a_change_that_the_last_report_told_is_not_told_again(world: World, cast: Cast) -> None:
    published(world)
    world.load("ticket_event", REOPENED, at=NEXT)
    autumn = published_in_autumn(world, cast)
    assert [r.ticket for r in material_of(Report.objects.get(number=autumn)).restated] == ["I1"]

    spring = world.draft(period="2027Q1", now=datetime(2027, 1, 25, tzinfo=UTC))

    assert material_of(spring).restated == ()


def test_the_tenth_revision_comes_after_the_ninth(world: World, cast: Cast) -> None:
    report = published(world)
    for revision in (9, 10):
        copied = Report.objects.get(pk=report.pk)
        copied.pk, copied.version, copied.state = None, f"A/{revision}", "published" if revision == 10 else "superseded"
        copied.number = f"SLM-01-2026Q3-A/{revision}"
        copied.save(force_insert=True)

    listed = [line.version for line in report_lines(reader=cast.manager)]
    assert listed == ["A/10", "A/9", "A/0"]
    assert [line.version for line in portal_lines(reader=cast.customer)] == listed

    latest = Report.objects.get(version="A/10")
    BreachNote.objects.create(
        report=latest, subject="I2 resolution", measure="第十版的措施", noted_by=cast.author, noted_at=NOW
    )
    autumn = world.draft(period="2026Q4", now=datetime(2026, 10, 20, tzinfo=UTC))
    assert [note.measure for note in previous_notes(autumn)] == ["第十版的措施"]


def test_only_a_draft_takes_its_data_anew(world: World, cast: Cast) -> None:
    published(world)
    with pytest.raises(StepRefused):
        retake_figures(number=DRAFT, actor=cast.author, now=NEXT)

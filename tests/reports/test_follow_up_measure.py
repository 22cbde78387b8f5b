"""What became of a promised measure opens the next report of the same row."""

from __future__ import annotations

from datetime import UTC, datetime

from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.writing import follow_up_measure
from fuwubao.reports.models import BreachNote
from fuwubao.reports.queries.material import material_of
from tests.reports.world import DRAFT, Cast, World

JANUARY = datetime(2027, 1, 5, 2, 0, tzinfo=UTC)


def test_the_outcome_of_a_promise_counts_for_all_subjects_that_it_was_made_for(world: World, cast: Cast) -> None:
    world.draft()
    world.written()
    world.explain(DRAFT, "I1 resolution", measure="别的措施")
    note = BreachNote.objects.get(subject="I2 resolution")

    follow_up_measure(note_id=note.pk, outcome="done", remark="已到岗", actor=cast.author, now=JANUARY)

    kept = BreachNote.objects.order_by("subject").values_list("subject", "outcome", "outcome_note")
    assert list(kept) == [
        ("I1 resolution", "open", ""),
        ("I2 resolution", "done", "已到岗"),
        ("target SLA-2026-007 P1-解决", "done", "已到岗"),
        ("target SLA-2026-007 可用性", "done", "已到岗"),
    ]


def test_the_next_report_opens_with_the_promises_of_the_one_before(world: World, cast: Cast) -> None:
    world.approved()
    publish_report(number=DRAFT, actor=cast.manager, now=world.draft(period="2026Q4").created_at)

    notes = material_of(world.draft(period="2026-12", now=JANUARY)).previous_notes

    assert {note.measure for note in notes} == {"增设备岗"}
    assert len(notes) == 3

"""What people did with a report, from its duty to the effect of its actions, as values for JSON and the index."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from fuwubao.accounts.models import User
from fuwubao.improvement.queries.actions import actions_of_report
from fuwubao.reports.evidence.numbers import Files, json_bytes
from fuwubao.reports.models import Report

ROW = (
    "number", "name", "purpose", "contents", "report_kind", "initiation", "audience", "customer_code", "customer_name",
    "recipients", "frequency", "due", "delivery", "data_sources", "agreed_by", "agreed_on", "agreed_evidence",
    "retention_years",
)  # fmt: skip
REPORT = (
    "number", "version", "state", "period_label", "as_of", "snapshot", "figure_set", "created_at", "submitted_at",
    "reviewed_at", "approved_at", "published_at", "archived_at", "abnormal_because", "correction_reason",
)  # fmt: skip
PEOPLE = ("author", "reviewed_by", "approved_by", "approved_for")
DUTY = ("period_label", "due_at", "provisional", "state", "fulfilled_at", "waived_because", "consent")
DELIVERY = (
    "recipient", "channel", "agreed", "state", "planned_at", "sent_at", "opened_at", "acknowledged_at",
    "acknowledged_remark", "default_acknowledged_at", "message_id", "failure", "handed_by", "proof_name",
    "proof_sha256", "entered_late",
)  # fmt: skip


def story_files(report: Report, *, reader: User, now: datetime) -> Files:
    """Return the records of duty, words, review, approval, distribution, answers and actions, one JSON each."""
    row = report.row
    facts = _facts(report, REPORT) | {name: _name(getattr(report, name)) for name in PEOPLE}
    kept = report.files.order_by("file_format")
    own = [line.to_json() for line in actions_of_report(report.number, reader=reader, now=now)]
    return {
        "requirement/register-row.json": json_bytes(_facts(row, ROW)),
        "requirement/duty.json": json_bytes(_facts(report.obligation, DUTY) if report.obligation else None),
        "report/report.json": json_bytes(
            facts | {"template": [report.template.code, report.template.version], "check_result": report.check_result}
        ),
        "report/files.json": json_bytes([_facts(file, ("file_format", "name", "sha256", "size")) for file in kept]),
        "report/words.json": json_bytes(_words(report)),
        "review/reviews.json": json_bytes(_reviews(report)),
        "review/let-pass.json": json_bytes(
            [_facts(w, ("rule", "subject", "reason", "waived_at", "waived_by")) for w in report.waivers.order_by("pk")]
        ),
        "distribution/deliveries.json": json_bytes(_deliveries(report)),
        "distribution/answers.json": json_bytes(_answers(report)),
        "improvement/actions.json": json_bytes(own),
    }


def _words(report: Report) -> dict[str, object]:
    return {
        "texts": _all(report.texts.order_by("pk"), ("block", "text", "written_by", "written_at")),
        "statements": _all(report.statements.order_by("pk"), ("block", "value", "basis", "stated_by")),
        "causes": _all(
            report.breach_notes.order_by("pk"),
            ("subject", "cause", "measure", "owner", "due_on", "outcome", "outcome_note", "noted_by", "noted_at"),
        ),
        "events": _all(report.event_notes.order_by("pk"), ("event_kind", "happened_at", "title", "detail")),
        "nothing_to_report": _all(report.nothing_stated.order_by("pk"), ("block", "stated_by", "stated_at")),
        "decisions_asked": _all(report.decisions.order_by("pk"), ("text", "decider", "due_on")),
    }


def _reviews(report: Report) -> list[dict[str, object]]:
    names = ("reviewer", "method", "reviewed_at", "opinion", "conclusion")
    return [
        _facts(review, names) | {"items": _all(review.items.order_by("pk"), ("item", "holds", "comment"))}
        for review in report.reviews.order_by("pk")
    ]


def _deliveries(report: Report) -> list[dict[str, object]]:
    return [
        _facts(delivery, DELIVERY) | {"log": _all(delivery.events.order_by("pk"), ("at", "state", "words"))}
        for delivery in report.deliveries.order_by("pk")
    ]


def _answers(report: Report) -> dict[str, object]:
    names = ("given_by", "given_at", "useful", "clear", "correct", "text", "answer", "answered_by", "answered_at")
    raised = (
        "subject", "text", "state", "raised_by", "raised_at", "due_at", "examined_by", "examined_at", "decided_by",
        "decided_at", "accepted", "reason", "answer", "answered_by", "answered_at",
    )  # fmt: skip
    return {
        "feedback": _all(report.feedback.order_by("pk"), names),
        "objections": _all(report.objections.order_by("pk"), raised),
    }


def _all(rows: Iterable[Model], names: tuple[str, ...]) -> list[dict[str, object]]:
    return [_facts(row, names) for row in rows]


def _facts(row: Model, names: tuple[str, ...]) -> dict[str, object]:
    return {name: _name(getattr(row, name)) for name in names}


def _name(value: object) -> object:
    """A person by name and login, an instant as ISO 8601, anything else as it is."""
    if isinstance(value, User):
        return f"{value.name} ({value.login})"
    return value.isoformat() if isinstance(value, datetime) else value

"""The page of review and approval: verdict, red figures, changes, check results, sample, group, signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.differences import Change, Part, differences
from fuwubao.domain.lifecycles import REPORT
from fuwubao.domain.records import KINDS
from fuwubao.domain.words import Words
from fuwubao.render import tree as t
from fuwubao.reports import checks, rules
from fuwubao.reports.models import (
    AbnormalGround,
    ApprovalLink,
    DataSample,
    FurtherSignature,
    Report,
    Review,
    ReviewRound,
    SampledRow,
)
from fuwubao.reports.queries.abilities import abilities, may_approve
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.reports.queries.versions import newest
from fuwubao.reports.rules import CONCLUSIONS, REVIEW_ITEMS
from fuwubao.ui.language import said


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A block whose words changed, with the difference."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChange:
    """A target that stands otherwise than before: what it showed, what it shows, in which shape."""

    title: str
    was: str
    now: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed, and since what: the last submission, the corrected version, or the last period's report."""

    since: str
    texts: tuple[TextChange, ...]
    targets: tuple[TargetChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowToCompare:
    """One sampled row with its cells under the names that people know."""

    row: SampledRow
    kind: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """The sample of the present submission and how far it has been compared."""

    sample: DataSample
    rows: tuple[RowToCompare, ...]
    equal: int
    different: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """What a reviewer or approver judges by; templates read it and decide nothing."""

    report: Report
    state_words: str
    items: tuple[tuple[str, str, str], ...]
    conclusions: tuple[tuple[str, str], ...]
    blocks: tuple[tuple[str, str], ...]
    red: tuple[str, ...]
    verdict: str
    verdict_text: str
    changes: Changes | None
    checks_passed: int
    waived: tuple[object, ...]
    grounds: tuple[AbnormalGround, ...]
    sample: SampleView | None
    rounds: tuple[ReviewRound, ...]
    open_round: ReviewRound | None
    signatures: tuple[FurtherSignature, ...]
    to_sign: FurtherSignature | None
    links: tuple[ApprovalLink, ...]
    reviews: tuple[Review, ...]
    reviewers: tuple[User, ...]
    signers: tuple[User, ...]
    approvers: tuple[User, ...]
    may: dict[str, bool]


def review_page(report_id: int, *, reader: User, now: datetime) -> ReviewPage:
    """Return the review page of a submitted report. Raises: ReportNotFound."""
    report = report_with_id(report_id, reader=reader)
    document = _document(report)
    may = abilities(report, reader, now=now)
    verdict = next((b for b in document.blocks if isinstance(b, t.Verdict)), None) if document else None
    failing = {entry["rule"] for entry in report.check_result or ()}
    signatures = tuple(report.further_signatures.filter(withdrawn_at=None).select_related("signer").order_by("pk"))
    rounds = report.review_rounds.prefetch_related("seats__member", "seats__review").order_by("-serial")
    return ReviewPage(
        report=report,
        state_words=said(REPORT.states[report.state]),
        items=tuple((code, _(words), clause) for code, words, clause in REVIEW_ITEMS),
        conclusions=tuple((code, _(words)) for code, words in CONCLUSIONS.items()),
        blocks=tuple((entry["code"], entry["title"]) for entry in report.template.blocks),
        red=tuple(f"{target.title} {target.display}" for target in _targets(document) if target.shape is t.Shape.BAD),
        verdict=verdict.title if verdict else "",
        verdict_text=_plain(verdict.runs) if verdict else "",
        changes=_changes(report, document),
        checks_passed=sum(rule.id not in failing for rule in checks.RULES),
        waived=tuple(report.waivers.order_by("rule", "subject")),
        grounds=tuple(report.abnormal_grounds.order_by("pk")),
        sample=_sample(report),
        rounds=tuple(rounds),
        open_round=next((one for one in rounds if one.closed_at is None), None),
        signatures=signatures,
        to_sign=_to_sign(report, reader, signatures),
        links=tuple(report.approval_links.select_related("person").order_by("-made_at")),
        reviews=tuple(report.reviews.select_related("reviewer").prefetch_related("items").order_by("-reviewed_at")),
        reviewers=_fit(report, "reports.review", now) if may["call_review"] else (),
        signers=_fit(report, "reports.give_signature", now) if may["ask_signature"] else (),
        approvers=_approvers(report, now) if may["mail_approval"] else (),
        may=may,
    )


def _document(report: Report) -> t.Document | None:
    return t.from_json(report.tree.encode("utf-8")) if report.tree else None


def _targets(document: t.Document | None) -> list[t.Glance]:
    blocks = document.blocks if document else ()
    return [target for block in blocks if isinstance(block, t.KeyFigures) for target in block.targets]


def _plain(runs: t.Runs) -> str:
    return "".join(run.display if isinstance(run, t.Cited) else str(getattr(run, "text", "")) for run in runs)


def _changes(report: Report, document: t.Document | None) -> Changes | None:
    """Against the last submission after a return, else the version corrected, else the last period's report."""
    if document is None:
        return None
    submitted = list(report.submissions.order_by("-serial")[:2])
    texts = submitted[0].texts if submitted else dict(report.texts.values_list("block", "text"))
    if len(submitted) > 1:
        since = _("与上次提交相比")
        return Changes(since=since, texts=_text_changes(report, submitted[1].texts, texts), targets=())
    if report.previous_version is not None:
        old = report.previous_version
        before = dict(old.texts.values_list("block", "text"))
        targets = _target_changes(_targets(_document(old)), _targets(document))
        since = _("与 %(number)s 相比") % {"number": old.number}
        return Changes(since=since, texts=_text_changes(report, before, texts), targets=targets)
    held = Report.objects.filter(row=report.row, period_ends_before__lte=report.period_starts_at)
    earlier = newest(held.exclude(state__in=("superseded", "withdrawn")))
    if earlier is None or not earlier.tree:
        return None
    since = _("与上期 %(number)s 相比") % {"number": earlier.number}
    targets = _target_changes(_targets(_document(earlier)), _targets(document))
    return Changes(since=since, texts=(), targets=targets)


def _text_changes(report: Report, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[TextChange, ...]:
    changed = [block for block in dict.fromkeys((*old, *new)) if old.get(block, "") != new.get(block, "")]
    return tuple(
        TextChange(
            title=rules.block_title(report, block), parts=shortened(differences(old.get(block, ""), new.get(block, "")))
        )
        for block in changed
    )


SHAPES = {t.Shape.MET: "ok", t.Shape.NEAR: "near", t.Shape.BAD: "bad"}


def _target_changes(old: list[t.Glance], new: list[t.Glance]) -> tuple[TargetChange, ...]:
    """Targets whose verdict is another, then those whose value is."""
    before = {target.title: target for target in old}
    pairs = [(before[target.title], target) for target in new if target.title in before]
    moved = [(was, now) for was, now in pairs if (was.display, was.shape) != (now.display, now.shape)]
    moved.sort(key=lambda pair: pair[0].shape is pair[1].shape)
    return tuple(
        TargetChange(title=now.title, was=was.display, now=now.display, shape=SHAPES.get(now.shape, "na"))
        for was, now in moved
    )


KEPT_AROUND = 24


def shortened(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return a difference with its long unchanged stretches cut to what stands next to a change."""
    short: list[Part] = []
    for at, part in enumerate(parts):
        text = part.text
        if part.change is Change.SAME and len(text) > 2 * KEPT_AROUND + 1:
            head = "" if at == 0 else text[:KEPT_AROUND]
            tail = "" if at == len(parts) - 1 else text[-KEPT_AROUND:]
            text = f"{head}…{tail}"
        short.append(Part(change=part.change, text=text))
    return tuple(short)


def _sample(report: Report) -> SampleView | None:
    sample = rules.sample_of(report)
    if sample is None:
        return None
    rows = list(sample.rows.select_related("compared_by").order_by("place"))
    return SampleView(
        sample=sample,
        rows=tuple(_row(row) for row in rows),
        equal=sum(row.equal is True for row in rows),
        different=sum(row.equal is False for row in rows),
        waiting=sum(row.equal is None for row in rows),
    )


def _row(row: SampledRow) -> RowToCompare:
    kind = KINDS[row.record_kind]
    names = {column.name: said(Words(column.zh, column.en)) for column in kind.columns}
    cells = tuple((names.get(name, name), str(value)) for name, value in row.values.items() if name != "id")
    return RowToCompare(row=row, kind=said(Words(kind.zh, kind.en)), cells=cells)


def _to_sign(report: Report, reader: User, asked: tuple[FurtherSignature, ...]) -> FurtherSignature | None:
    """The signature that waits for this reader and can be given in the present state."""
    states = {"countersign": ("in_review", "escalated"), "issue": ("approved",)}
    mine = (one for one in asked if one.signer_id == reader.pk and one.signed_at is None)
    return next((one for one in mine if report.state in states[one.kind]), None)


def _fit(report: Report, act: str, now: datetime) -> tuple[User, ...]:
    """People of the house who may do an act on this report and did not write it; for a review, by the list too."""
    writers, on = rules.writers_of(report), rules.local_day(now)
    fit = []
    for person in User.objects.filter(is_active=True, customer_code="").exclude(pk__in=writers).order_by("login"):
        grounds = permissions.every_grounds(person, act, customer_code=report.row.customer_code, now=now)
        listed = act != "reports.review" or rules.is_listed(person, {one.role for one in grounds}, on=on)
        if grounds and listed:
            fit.append(person)
    return tuple(fit)


def _approvers(report: Report, now: datetime) -> tuple[User, ...]:
    people = User.objects.filter(is_active=True, customer_code="").exclude(email="").order_by("login")
    return tuple(person for person in people if may_approve(report, person, now=now))

"""One typed object for each page of templates: the list, one template, one change request, a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.figures import Figure
from fuwubao.domain.template_changes import TEMPLATE_CHANGE
from fuwubao.domain.words import Words
from fuwubao.render import tree as t
from fuwubao.reports.block_catalogue import allowed_in, new_block
from fuwubao.reports.composition import compose
from fuwubao.reports.coverage import PROFILES, Covered, Profile, coverage
from fuwubao.reports.editions import CUSTOMER, edition_of, has_editions
from fuwubao.reports.models import RegisterRow, Report, RowTemplate, Template, TemplateChange, TemplateOpinion
from fuwubao.reports.queries import templates as versions
from fuwubao.reports.queries.material import material_of
from fuwubao.reports.queries.reports import visible_reports
from fuwubao.reports.row_moves import RowMove, row_moves
from fuwubao.reports.template_difference import Line, differences
from fuwubao.ui.language import said

OPEN = ("draft", "submitted", "under_review", "approved")
SHAPES = {"draft": "na", "submitted": "open", "under_review": "run", "approved": "near", "effective": "ok",
          "rejected": "bad", "withdrawn": "na"}  # fmt: skip
MOST_SAMPLES = 12
Blocks = Sequence[Mapping[str, Any]]
Names = tuple[tuple[Words, str], tuple[Words, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How a template answers one profile."""

    profile: Profile
    contents: tuple[Covered, ...]

    @property
    def gaps(self) -> int:
        """How many contents nothing covers."""
        return sum(one.is_gap for one in self.contents)


def coverages(blocks: Blocks) -> tuple[Coverage, ...]:
    """Return how the customer's edition of blocks answers each profile, whether the template names it or not."""
    edition = edition_of(blocks, CUSTOMER)
    return tuple(Coverage(profile=one, contents=coverage(edition, one)) for one in PROFILES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change request in a list."""

    number: str
    code: str
    kind: str
    reason: str
    requester: str
    effective_from: date | None
    state: str
    state_words: str
    shape: str

    def to_json(self) -> dict[str, object]:
        """Return the line as ``template changes --json`` prints it."""
        day = self.effective_from.isoformat() if self.effective_from else None
        return {
            "number": self.number,
            "kind": self.kind,
            "template": self.code,
            "reason": self.reason,
            "requested_by": self.requester,
            "effective_from": day,
            "state": self.state,
        }


def change_lines(*, code: str = "") -> tuple[ChangeLine, ...]:
    """Return change requests, newest first, of one template or of all."""
    changes = TemplateChange.objects.select_related("requested_by").order_by("-pk")
    return tuple(_line(change) for change in (changes.filter(code=code) if code else changes))


def waiting_changes(reader: User, *, now: datetime) -> list[ChangeLine]:
    """Return the undecided changes of others that the reader may approve, or review and has not yet; newest first."""
    undecided = TemplateChange.objects.filter(state__in=("submitted", "under_review")).exclude(requested_by=reader)
    waiting = []
    for change in undecided.select_related("requested_by").order_by("-pk"):
        may = _may(change, reader, now)
        given = change.opinions.filter(reviewer=reader).exists()
        if may["approve"] or (may["review"] and not given):
            waiting.append(_line(change))
    return waiting


def _line(change: TemplateChange) -> ChangeLine:
    return ChangeLine(
        number=change.number,
        code=change.code,
        kind=change.kind,
        reason=change.reason,
        requester=change.requested_by.name,
        effective_from=change.effective_from,
        state=change.state,
        state_words=said(TEMPLATE_CHANGE.states[change.state]),
        shape=SHAPES[change.state],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLine:
    """One report template in the list: the version that holds, the one that waits, its coverage."""

    code: str
    name: str
    version: int
    effective_from: date
    blocks: int
    internal: int
    rows: int
    coming: Template | None
    coverages: tuple[Coverage, ...]

    def to_json(self) -> dict[str, object]:
        """Return the line as ``template list --json`` prints it."""
        return {
            "template": self.code,
            "name": self.name,
            "version": self.version,
            "effective_from": self.effective_from.isoformat(),
            "blocks": self.blocks,
            "coming": self.coming.version if self.coming else None,
            "gaps": {one.profile.code: one.gaps for one in self.coverages},
        }


def template_lines(*, now: datetime) -> tuple[TemplateLine, ...]:
    """Return the report templates with the version that holds today."""
    today = versions.today_of(now)
    lines = []
    for code in Template.objects.order_by("code").values_list("code", flat=True).distinct():
        held = versions.version_in_force(code, today)
        if held is None:
            continue
        lines.append(
            TemplateLine(
                code=code,
                name=held.name,
                version=held.version,
                effective_from=held.effective_from,
                blocks=len(held.blocks),
                internal=sum(bool(block.get("internal")) for block in held.blocks),
                rows=RegisterRow.objects.filter(template_code=code).exclude(state="retired").count(),
                coming=_coming(code, today),
                coverages=coverages(held.blocks),
            )
        )
    return tuple(lines)


def _coming(code: str, today: date) -> Template | None:
    waiting = Template.objects.filter(code=code, state="effective", effective_from__gt=today)
    return waiting.order_by("effective_from", "version").first()


def row_template_lines(*, now: datetime) -> tuple[RowTemplate, ...]:
    """Return the row templates with the version that holds today."""
    today = versions.today_of(now)
    codes = RowTemplate.objects.order_by("code").values_list("code", flat=True).distinct()
    held = (versions.row_version_in_force(code, today) for code in codes)
    return tuple(one for one in held if one is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version of a template: when it held or will hold, why it came, how many reports use it."""

    version: int
    effective_from: date
    because: str
    reports: int
    words: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePage:
    """One template in one version, with all its versions, its coverage, its drafts on other versions, its changes."""

    template: Template
    held: int
    versions: tuple[VersionLine, ...]
    coverages: tuple[Coverage, ...]
    drafts: tuple[Report, ...]
    changes: tuple[ChangeLine, ...]
    samples: tuple[Report, ...]
    has_editions: bool


def template_page(code: str, *, version: int | None, reader: User, now: datetime) -> TemplatePage:
    """Return a template in a version, by default the one that holds today. Raises: TemplateVersionUnknown."""
    today = versions.today_of(now)
    held = versions.version_in_force(code, today)
    shown = versions.version_of(code, version if version is not None else held.version if held else 0)
    number = held.version if held else 0
    drafts = visible_reports(reader).filter(template__code=code, state__in=("draft", "returned"))
    return TemplatePage(
        template=shown,
        held=number,
        versions=tuple(_version_line(one, number, today) for one in _versions(code)),
        coverages=coverages(shown.blocks),
        drafts=tuple(drafts.exclude(template__version=number).order_by("number")),
        changes=change_lines(code=code),
        samples=samples(code, reader=reader),
        has_editions=has_editions(shown.blocks),
    )


def _versions(code: str) -> list[Template]:
    return list(Template.objects.filter(code=code).order_by("-version"))


def _version_line(template: Template, held: int, today: date) -> VersionLine:
    if template.version == held:
        words, shape = _("执行中"), "ok"
    elif template.effective_from > today:
        words, shape = _("待生效"), "near"
    else:
        words, shape = _("已被替代"), "na"
    return VersionLine(
        version=template.version,
        effective_from=template.effective_from,
        because=template.changed_because,
        reports=template.report_set.count(),
        words=words,
        shape=shape,
    )


def samples(code: str, *, reader: User) -> tuple[Report, ...]:
    """Return recent reports of a template, on whose frozen figures a version can be looked at."""
    reports = visible_reports(reader).filter(template__code=code, figure_set__isnull=False)
    return tuple(reports.order_by("-created_at", "-pk")[:MOST_SAMPLES])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """One change request as the form F05 shows it, with what the reader may do."""

    change: TemplateChange
    line: ChangeLine
    before: Mapping[str, Any]
    lines: tuple[Line, ...]
    coverages: tuple[Coverage, ...]
    rows: tuple[RegisterRow, ...]
    drafts: tuple[Report, ...]
    moves: tuple[RowMove, ...]
    opinions: tuple[TemplateOpinion, ...]
    samples: tuple[Report, ...]
    may: Mapping[str, bool]

    @property
    def is_row_template(self) -> bool:
        """Whether a row template is changed, not a report template."""
        return self.change.kind == versions.ROW_TEMPLATE


def change_page(number: str, *, reader: User, now: datetime) -> ChangePage:
    """Return a change request with its differences and what it touches. Raises: TemplateChangeUnknown."""
    change = versions.change_numbered(number)
    before, of_rows = versions.content_before(change), change.kind == versions.ROW_TEMPLATE
    following = versions.rows_following(change.code, dict(before)) if of_rows else []
    using = RegisterRow.objects.filter(template_code=change.code).exclude(state="retired").order_by("number")
    drafts = visible_reports(reader).filter(template__code=change.code, state__in=("draft", "returned"))
    return ChangePage(
        change=change,
        line=_line(change),
        before=before,
        lines=differences(before, change.content),
        coverages=() if of_rows else coverages(change.content["blocks"]),
        rows=tuple(following if of_rows else using),
        drafts=() if of_rows else tuple(drafts.order_by("number")),
        moves=row_moves(following, before, change.content),
        opinions=tuple(change.opinions.select_related("reviewer").order_by("pk")),
        samples=() if of_rows else samples(change.code, reader=reader),
        may=_may(change, reader, now),
    )


def _may(change: TemplateChange, reader: User, now: datetime) -> dict[str, bool]:
    own = change.requested_by_id == reader.pk
    undecided = change.state in ("submitted", "under_review")

    def able(act: str) -> bool:
        return permissions.may(reader, f"reports.{act}", now=now)

    return {
        "edit": own and change.state == "draft" and able("request_template_change"),
        "withdraw": own and change.state in ("draft", "submitted", "under_review"),
        "review": not own and undecided and able("review_template_change"),
        "approve": not own and change.state == "under_review" and able("approve_template_change"),
        "reject": not own and undecided and able("approve_template_change"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Addable:
    """A block that the editor offers to add."""

    code: str
    title: str


def addable(change: TemplateChange) -> tuple[Addable, ...]:
    """Return the blocks of the catalogue that the draft of a change does not hold yet."""
    held = {block["code"] for block in change.content["blocks"]}
    return tuple(
        Addable(code=code, title=new_block(code)["title"]) for code in allowed_in(change.code) if code not in held
    )


def rendered(report: Report, blocks: Blocks, audience: str = CUSTOMER) -> tuple[t.Document, tuple[Figure, ...]]:
    """Return a report as other blocks tell it, on the figures that it froze. Raises: UnknownCitation."""
    return compose(material_of(report, blocks=blocks), edition_of(blocks, audience))


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: what it is called, its query, and the figures that only it prints."""

    words: Words
    query: str
    figures: int
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two versions of a template on the same frozen figures of one report."""

    report: Report
    sides: tuple[Side, ...]
    lines: tuple[Line, ...]


def comparison(report: Report, before: Mapping[str, Any], after: Mapping[str, Any], *, names: Names) -> Comparison:
    """Render a report by two contents and tell what differs: blocks, and which figures only one of them prints."""
    printed = [
        {(f.measure, f.period.label, f.display): f for f in rendered(report, content["blocks"], report.row.audience)[1]}
        for content in (before, after)
    ]
    sides = tuple(
        Side(
            words=words,
            query=query,
            figures=len(own),
            only=tuple(" ".join(key) for key in own if key not in other),
        )
        for (words, query), own, other in zip(names, printed, printed[::-1], strict=True)
    )
    return Comparison(report=report, sides=sides, lines=differences(before, after))

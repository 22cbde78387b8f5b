"""What a check looks at and what it says: the draft, the rule, the finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fuwubao.domain.figures import Figure
from fuwubao.domain.words import Words
from fuwubao.render import tree as t
from fuwubao.reports.editions import CUSTOMER, edition_of
from fuwubao.reports.material import Material, TargetLine
from fuwubao.ui.language import reader_language


class Severity(StrEnum):
    """``must`` stops submission; ``warn`` may be let pass with a reason that the approver sees."""

    MUST = "must"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found: where (block), what, and the act that mends it (cite, state, explain, write)."""

    rule: str
    severity: Severity
    block: str
    subject: str
    message: str
    detail: str
    mend: str
    suggestions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the finding as ``report check --json`` prints it."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "block": self.block,
            "subject": self.subject,
            "message": self.message,
            "detail": self.detail,
            "mend": self.mend,
            "suggestions": list(self.suggestions),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A figure that a recount on the newest rows tells otherwise than it was frozen."""

    key: str
    title: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedText:
    """沿用: a sentence that came from the last period's report and waits for its author's confirmation."""

    id: int
    block: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the rules look at: the material, the template's blocks, and what the register and the store say.

    ``moved`` is None where nobody recounted. ``damaged`` tells what does not agree with its own hash or figure.
    ``off`` are the rules that the manager switched off. ``carried`` are the sentences that still wait as 沿用.
    """

    material: Material
    blocks: Sequence[dict[str, Any]]
    agreed: bool
    newer_snapshot: str = ""
    reactive: bool = True
    audience: str = CUSTOMER
    profiles: tuple[str, ...] = ()
    moved: tuple[Moved, ...] | None = None
    damaged: tuple[tuple[str, str], ...] = ()
    off: frozenset[str] = frozenset()
    carried: tuple[CarriedText, ...] = ()

    @property
    def edition(self) -> list[dict[str, Any]]:
        """The blocks that this report's recipient gets."""
        return edition_of(self.blocks, self.audience)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A draft with its document composed once; None where a citation cannot be resolved (told by a rule)."""

    draft: Draft
    document: t.Document | None = None
    printed: tuple[Figure, ...] = ()

    @property
    def material(self) -> Material:
        """The report's facts."""
        return self.draft.material


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its words, why it is asked, how a finding is mended, its clause, and the search itself."""

    id: str
    severity: Severity
    zh: str
    en: str
    why: Words
    mend: Words
    source: str
    find: Callable[[Sight], Iterator[Finding]]

    @property
    def is_hard(self) -> bool:
        """Whether nobody can let its findings pass or switch it off."""
        return self.severity is Severity.MUST


def target_called(line: TargetLine) -> str:
    """Name a target for its author: in Chinese as the document does, in English by its id in the agreement."""
    return f"{line.service_name} {line.title if reader_language() == 'zh' else line.id}"


def must(rule: str, block: str, subject: str, message: str, detail: str, mend: str) -> Finding:
    """Return a finding that stops the report."""
    return Finding(
        rule=rule, severity=Severity.MUST, block=block, subject=subject, message=message, detail=detail, mend=mend
    )


def warn(rule: str, block: str, subject: str, message: str, detail: str, mend: str) -> Finding:
    """Return a finding that may be let pass with a reason."""
    return Finding(
        rule=rule, severity=Severity.WARN, block=block, subject=subject, message=message, detail=detail, mend=mend
    )

"""Coverage profiles as data: what a report must contain by which edition of which standard (S1.30–S1.36, S6.5).

A block of a template says by letters which contents it covers; a profile names what it asks for and by which letters
or blocks that is met. AX-0009 asks for a–f of every template; a template may answer to further profiles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fuwubao.domain.words import Words

Blocks = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One content that a profile asks for, met by any of the letters, or by any of the blocks."""

    id: str
    words: Words
    letters: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One edition of one standard with the contents that it asks for."""

    code: str
    words: Words
    source: str
    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How a template answers one content: by which blocks, or left out for which reason; neither is a gap."""

    content: Content
    by: tuple[str, ...]
    left_out_because: str = ""

    @property
    def is_gap(self) -> bool:
        """Neither a block nor a reason."""
        return not self.by and not self.left_out_because


PERFORMANCE = Words("与服务级别目标相对应的绩效", "performance against service level targets")
EVENTS = Words("重大事件信息", "significant events")
WORKLOAD = Words("工作量特征", "workload characteristics")
FAULTS = Words("不符合及原因", "nonconformities with their causes")
TRENDS = Words("趋势信息", "trends")
VOICES = Words("满意度、投诉及其分析", "satisfaction, complaints and their analysis")

SIX = "2011"
PROFILES: dict[str, Profile] = {
    SIX: Profile(
        code=SIX,
        words=Words("ISO/IEC 20000-1:2011（a–f）", "ISO/IEC 20000-1:2011 (a–f)"),
        source="ISO/IEC 20000-1:2011 6.2; S1.30–S1.35",
        contents=(
            Content(id="a", words=PERFORMANCE, letters=("a",)),
            Content(id="b", words=EVENTS, letters=("b",)),
            Content(id="c", words=WORKLOAD, letters=("c",)),
            Content(id="d", words=FAULTS, letters=("d",)),
            Content(id="e", words=TRENDS, letters=("e",)),
            Content(id="f", words=VOICES, letters=("f",)),
        ),
    ),
    "2018": Profile(
        code="2018",
        words=Words("ISO/IEC 20000-1:2018", "ISO/IEC 20000-1:2018"),
        source="ISO/IEC 20000-1:2018 9.4, 8.3.2, 8.3.3",
        contents=(
            Content(
                id="9.4 绩效",
                words=Words("体系与服务的绩效和有效性", "performance and effectiveness of system and services"),
                letters=("a",),
            ),
            Content(id="9.4 趋势", words=TRENDS, letters=("e",)),
            Content(
                id="9.4 措施",
                words=Words("依据发现作出的决定和措施", "decisions and actions that follow the findings"),
                blocks=("improvement",),
            ),
            Content(
                id="8.3.3 工作量",
                words=Words("实际与周期性工作量", "actual and periodic workload"),
                letters=("c",),
            ),
            Content(id="8.3.2 满意度", words=VOICES, letters=("f",)),
        ),
    ),
    "28827.1": Profile(
        code="28827.1",
        words=Words("GB/T 28827.1（ITSS）", "GB/T 28827.1 (ITSS)"),
        source="GB/T 28827.1; S6.5, S6.7",
        contents=(
            Content(
                id="内容",
                words=Words("服务内容", "what was served"),
                letters=("c",),
                blocks=("services", "planned_activities", "major_facts"),
            ),
            Content(id="过程", words=Words("服务过程", "how it was served"), letters=("b", "c")),
            Content(id="结果", words=Words("服务结果", "what came of it"), letters=("a",)),
            Content(
                id="改进",
                words=Words("改进的建议和措施", "suggestions and measures to improve"),
                blocks=("improvement", "lessons"),
            ),
        ),
    ),
}


def asked_of(profiles: Sequence[str]) -> tuple[Profile, ...]:
    """Return the profiles that a template answers to: always a–f (S1.36), then those that it names."""
    return tuple(PROFILES[code] for code in dict.fromkeys((SIX, *profiles)) if code in PROFILES)


def coverage(blocks: Blocks, profile: Profile) -> tuple[Covered, ...]:
    """Return how blocks answer each content of a profile: by titles of blocks, or by the reason to leave it out."""
    return tuple(_covered(blocks, content) for content in profile.contents)


def _covered(blocks: Blocks, content: Content) -> Covered:
    by = [
        str(block["title"])
        for block in blocks
        if block["code"] in content.blocks or set(block.get("covers", ())) & set(content.letters)
    ]
    reasons: dict[str, str] = {}
    for block in blocks:
        reasons |= (block.get("parameters") or {}).get("reasons", {})
    because = next((reasons[letter] for letter in content.letters if reasons.get(letter)), "")
    return Covered(content=content, by=tuple(by), left_out_because="" if by else because)

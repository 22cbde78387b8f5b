"""Whether the words are plain: no empty phrase, no passive, no term that nobody explained (S1.25)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from fuwubao.domain.prose import Piece, stretches
from fuwubao.reports.checks.finding import Finding, Sight, warn
from fuwubao.reports.material import Material

EMPTY_PHRASES = ("进一步加强", "不断提高", "基本上", "大概", "若干", "有待提升", "高度重视")
PASSIVES = ("予以", "加以", "被及时", "得到了", "得到有效", "进行了", "已被", "由相关人员", "相关部门")

# abbreviations that a reader of service reports knows or finds in the appendix of definitions
_COMMON = (
    "SLA OLA UC KPI ITIL ITSS ISO IEC GB IT SLM AST DT MTRS MTBF MTBSI CSAT NPS CAB ECAB CMDB CI RTO RPO BCP SIP "
    "ERP OA CRM HR VPN API DNS CPU DB SQL HTTP HTTPS TLS LAN WAN PC APP IP PDF"
)
COMMON_TERMS = frozenset(_COMMON.split())
_ABBREVIATION = re.compile(r"(?<![A-Za-z0-9\-_/])[A-Z]{2,10}(?![A-Za-z0-9\-_/])")


def plain(sight: Sight) -> Iterator[Finding]:
    """Tell of empty phrases."""
    for block, text in sight.material.texts.items():
        yield from empty_phrases(block, text)


def empty_phrases(block: str, text: str) -> Iterator[Finding]:
    """Tell of the empty phrases of one text."""
    for phrase in EMPTY_PHRASES:
        if phrase in text:
            message = _("空泛用语“%(phrase)s”") % {"phrase": phrase}
            yield warn("empty_phrase", block, phrase, message, _("写明做什么、谁做、何时完成"), "write")


def active(sight: Sight) -> Iterator[Finding]:
    """Tell of passive and roundabout wording."""
    for block, text in sight.material.texts.items():
        yield from passives(block, text)


def passives(block: str, text: str) -> Iterator[Finding]:
    """Tell of the passives of one text."""
    for phrase in PASSIVES:
        if phrase in text:
            message = _("被动或绕弯的说法“%(phrase)s”") % {"phrase": phrase}
            yield warn("passive", block, phrase, message, _("写出谁做了什么"), "write")


def defined(sight: Sight) -> Iterator[Finding]:
    """Tell of abbreviations that neither the report nor common use explains."""
    known = COMMON_TERMS | _names(sight.material)
    told: set[str] = set()
    for block, text in sight.material.texts.items():
        prose = "".join(s.text if s.piece is Piece.TEXT else " " for s in stretches(text))
        for term in _ABBREVIATION.findall(prose):
            if term in known or term in told or _explained(term, prose):
                continue
            told.add(term)
            message = _("术语“%(term)s”没有解释") % {"term": term}
            yield warn("undefined_term", block, term, message, _("第一次出现时写出全称，如“全称（缩写）”"), "write")


def _explained(term: str, prose: str) -> bool:
    return bool(re.search(rf"[（(]\s*{term}\s*[）)]|{term}\s*[（(]", prose))


def _names(material: Material) -> set[str]:
    """What the report names anyway: codes and names of services, targets, priorities, customers."""
    named = [*material.services, *material.services.values(), material.masthead.customer, material.masthead.title]
    named += [text for line in material.targets for text in (line.id, line.title, line.service_name, line.priority)]
    named += [*material.naming.members, *material.naming.members.values()]
    return {word for text in named for word in re.findall(r"[A-Z]{2,10}", text)}

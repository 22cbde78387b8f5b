"""A word of the glossary is said the same way on every English page, and near-words are never mixed."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

import fuwubao
from fuwubao.domain.lifecycles import OBLIGATION, REGISTER_ROW, REPORT
from fuwubao.measurement.notations import TICKET_VERDICTS
from fuwubao.reports.checks import RULES

CATALOGUE = Path(fuwubao.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"

# Chinese word, what its English has, what its English has not (glossary of the domain, words on pages and paper)
GLOSSARY = (
    ("超时", r"\blate\b|\blong\b|over\b|call late", r"overdue|breach|not met"),
    ("未达标", r"not met|every target is met", r"\blate\b|overdue|breach|missed|fail"),
    ("逾期", r"overdue", r"\blate\b|breach|not met"),
    ("预检", r"dry run", r"pre-?check|preview"),
    ("免报", r"waive", r"exempt"),
    ("数据截至", r"as of", r"\buntil\b|\bup to\b"),
    ("快照", r"snapshot", r"image"),
    ("草稿", r"draft", r"outline"),
    ("评审", r"review", r"\baudit"),
    ("审核", r"audit|review", r"inspect"),
    ("内审", r"audit", r"inspect"),
    ("批准", r"approv", r"authoris|sign off"),
    ("发布", r"publish|publication", r"\brelease|\bissue"),
    ("退回", r"return", r"reject"),
    ("拒收", r"reject", r"refuse|return"),
    ("确认收到", r"receipt|acknowledge", r"\bconfirm"),
    ("编制人", r"author", r"editor|writer"),
    ("审核人", r"reviewer", r"auditor|checker"),
    ("汇报对象", r"recipient|for whom", r"audience"),
    ("委派", r"delegat", r"assign"),
    ("任命", r"appoint", r"nominat"),
    ("服务协议", r"agreement", r"contract"),
    ("年度报告计划", r"yearly report plan", r"annual"),
    ("最小样本数", r"smallest sample", r"minimum"),
    ("判定", r"verdict|judge|judgement", r"ruling"),
    ("撤销", r"undo", r"revert|cancel"),
)
WORDS = [word for word, _, _ in GLOSSARY]


def said_on_pages() -> list[tuple[str, str]]:
    """Every Chinese text of the catalogue with each of its English forms, without the names of placeholders."""
    entries = polib.pofile(str(CATALOGUE))
    pairs = [(e.msgid, text) for e in entries for text in (list(e.msgstr_plural.values()) or [e.msgstr])]
    return [(zh, re.sub(r"%\(\w+\)", "%", en)) for zh, en in pairs]


def said_beside_it() -> list[tuple[str, str]]:
    """Pairs that pages take from the code: states of the lifecycles, verdicts, names of the checks."""
    states = [words for cycle in (REPORT, REGISTER_ROW, OBLIGATION) for words in cycle.states.values()]
    pairs = [(words.zh, words.en) for words in (*states, *TICKET_VERDICTS.values())]
    return pairs + [(rule.zh, rule.en) for rule in RULES]


@pytest.mark.parametrize(("word", "has", "has_not"), GLOSSARY, ids=WORDS)
def test_a_glossary_word_has_one_english_name(word: str, has: str, has_not: str) -> None:
    pairs = [(zh, en) for zh, en in [*said_on_pages(), *said_beside_it()] if word in zh]

    assert pairs
    wrong = [(zh, en) for zh, en in pairs if not re.search(has, en, re.IGNORECASE)]
    mixed = [(zh, en) for zh, en in pairs if re.search(has_not, en, re.IGNORECASE) and not other_word_asks(zh, word)]
    assert (wrong, mixed) == ([], [])


def other_word_asks(zh: str, word: str) -> bool:
    """A sentence that holds several glossary words may hold the English of each."""
    return any(other in zh for other in WORDS if other != word)


def test_no_page_admits_a_breach_of_contract() -> None:
    assert [en for _, en in said_on_pages() if re.search(r"breach", en, re.IGNORECASE)] == []


def test_a_duty_is_overdue_and_never_late_in_english() -> None:
    late = [(zh, en) for zh, en in said_on_pages() if re.search(r"\blate\b", en) and "超时" not in zh]

    assert late == []

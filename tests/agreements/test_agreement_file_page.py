"""The description of the agreement file is complete and its example is one that loads."""

from __future__ import annotations

import re
from itertools import chain

from fuwubao.agreements import calendar_reading, duty_reading, reading, target_reading
from fuwubao.agreements.reading import read_agreement
from tests.shared import REPOSITORY

PAGE = (REPOSITORY / "docs" / "agreement-file.md").read_text(encoding="utf-8")


def example() -> str:
    """Return the page's YAML block."""
    found = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_example_can_be_read() -> None:
    terms = read_agreement(example(), file="docs/agreement-file.md")

    assert (len(terms.services[0].targets), len(terms.services[0].measure_targets), len(terms.reports)) == (3, 2, 1)


def test_every_key_and_choice_is_on_the_page() -> None:
    words = chain(
        reading.KEYS,
        reading.KINDS,
        reading.COHORTS,
        calendar_reading.KEYS,
        duty_reading.KEYS,
        target_reading.TICKET_KEYS,
        target_reading.NEEDS_CALENDAR,
    )

    assert [word for word in words if word not in PAGE] == []

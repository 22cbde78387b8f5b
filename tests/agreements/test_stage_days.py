"""The stages of a report may be agreed in the file: working days before its due day (S1.29)."""

from __future__ import annotations

import pytest

from fuwubao.agreements.fingerprints import terms_digest
from fuwubao.agreements.reading import read_agreement
from fuwubao.domain.errors import BadInput
from tests.reports.world import AGREEMENT

STAGED = AGREEMENT.replace("frequency: quarterly,", "frequency: quarterly, stages: {data_cutoff: 6, review: 3},")


def test_agreed_stages_are_read_in_their_order() -> None:
    [duty] = read_agreement(STAGED, file="hd.yaml").reports
    assert duty.stages == (("data_cutoff", 6), ("review", 3))


def test_stages_change_what_is_promised() -> None:
    plain, staged = (read_agreement(text, file="hd.yaml") for text in (AGREEMENT, STAGED))
    assert plain.reports[0].stages == ()
    assert terms_digest(plain) != terms_digest(staged)


def test_a_stage_that_nobody_knows_is_refused_by_file_line_and_key() -> None:
    with pytest.raises(BadInput, match=r"hd\.yaml"):
        read_agreement(STAGED.replace("review: 3", "printing: 3"), file="hd.yaml")

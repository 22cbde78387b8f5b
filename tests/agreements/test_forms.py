"""The web form ends in the same reading as the file: its faults stand at the fields of their keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from fuwubao.agreements.actions import Loaded
from fuwubao.agreements.forms import AgreementText, Revision
from fuwubao.agreements.reading import read_agreement
from tests.agreements.files import SMALL, changed

pytestmark = pytest.mark.django_db
WITHIN = "services[0].targets[1].within"


def revision(**values: str) -> Revision:
    """Fill the form as the page does: every field with what it shows, some changed."""
    blank = Revision(base=SMALL)
    shown = {name: str(field.initial or "") for name, field in blank.fields.items()}
    return Revision({**shown, "begins": "2026-07-01", "reason": "目标调整", **values}, base=SMALL)


def test_a_text_with_faults_tells_each_of_them() -> None:
    form = AgreementText({"text": changed("within: 15m", "within: soon", text=changed("kind: sla", "kind: x"))})

    assert not form.is_valid()
    assert [fault.facts["line"] for fault in form.faults] == [2, 14]
    assert "第 14 行" in form.errors["text"][1]


def test_a_text_typed_in_a_browser_is_kept_with_plain_line_ends() -> None:
    form = AgreementText({"text": SMALL.replace("\n", "\r\n")})

    assert form.is_valid()
    assert form.cleaned_data["text"] == SMALL


def test_an_uploaded_file_is_named_in_its_faults() -> None:
    upload = SimpleUploadedFile("hd.yaml", changed("kind: sla", "kind: x").encode())
    form = AgreementText({}, MultiValueDict({"upload": [upload]}))

    assert not form.is_valid()
    assert "hd.yaml 第 2 行 kind" in form.errors["text"][0]


def test_a_revision_changes_values_and_keeps_the_rest_of_the_text() -> None:
    form = revision(**{WITHIN: "2h"})

    assert form.is_valid(), form.errors
    terms = read_agreement(form.revised, file="x")
    assert terms.services[0].targets[1].within_seconds == 7_200
    assert terms.revision_reason == "目标调整"
    assert (
        form.revised.replace("within: 2h", "within: 4h").replace("revision: {from: 2026-07-01, reason: 目标调整}\n", "")
        == SMALL
    )


def test_a_wrong_value_is_told_at_its_field() -> None:
    form = revision(**{WITHIN: "2d", "services[0].targets[0].calendar": "nowhere"})

    assert not form.is_valid()
    assert set(form.errors) == {WITHIN, "services[0].targets[0].calendar"}


def test_a_first_day_outside_the_validity_is_told_at_its_field() -> None:
    form = revision(begins="2027-07-01")

    assert set(form.errors) == {"begins"}


def test_a_revision_needs_a_day_and_a_reason() -> None:
    assert set(revision(begins="", reason="").errors) == {"begins", "reason"}


def test_the_form_lists_a_row_a_target() -> None:
    form = Revision(base=SMALL)

    assert [row.id for row in form.targets] == ["P1-响应", "P1-解决", "可用性"]
    assert [field.name.rsplit(".", 1)[1] for field in form.targets[2].fields] == ["calendar", "value"]
    assert [field.name for field in form.head] == ["valid"]


def test_a_text_that_the_rules_of_loading_refuse_stays_in_the_form(load: Callable[[str], Loaded]) -> None:
    load(SMALL)

    form = AgreementText({"text": changed("within: 4h", "within: 2h")})

    assert not form.is_valid()
    assert "revision: {from:" in form.errors["text"][0]


def test_a_revision_that_begins_too_early_is_told_at_its_day(load: Callable[[str], Loaded]) -> None:
    load(SMALL)

    assert set(revision(begins="2026-01-01", **{WITHIN: "2h"}).errors) == {"begins"}

"""A row that names one of a customer's agreements tells of that one alone; without a name it tells of all."""

from __future__ import annotations

from fuwubao.agreements.actions import load_agreement
from fuwubao.reports.actions.building import bring_up_to_date, document_of
from fuwubao.reports.models import RegisterRow
from fuwubao.reports.queries.citing import figure_address
from fuwubao.reports.queries.material import material_of
from tests.reports.telling import told
from tests.reports.world import AGREEMENT, NOW, World

SECOND = (
    AGREEMENT.replace("SLA-2026-007", "SLA-2026-008")
    .replace("code: ERP", "code: MAIL")
    .replace("ERP 系统运维", "邮件系统运维")
    .replace("SLM-01", "SLM-09")
)
MAILS = """
id  class     title    customer  service  priority  opened_at            resolved_at          state
M1  incident  收信慢    HD        MAIL     P1        2026-07-06T09:00:00  2026-07-06T20:00:00  resolved
M2  incident  发信慢    HD        MAIL     P1        2026-08-06T09:00:00  2026-08-06T10:00:00  resolved
"""


def with_mail(world: World) -> None:
    load_agreement(text=SECOND, file="mail.yaml", actor=world.cast.operator, now=NOW)
    world.load("ticket", MAILS)
    bring_up_to_date(actor=world.cast.operator, now=NOW)


def parts(world: World, row: str, key: str) -> tuple[int | None, int | None]:
    report = RegisterRow.objects.get(number=row).reports.first() or world.draft(row=row)
    figure = material_of(report).figure(key)
    assert figure is not None, key
    return figure.numerator, figure.denominator


def test_the_whole_is_the_sum_over_the_named_agreement_alone(world: World) -> None:
    """K01 and K07 count what the row is about, not the customer."""
    with_mail(world)
    assert parts(world, "SLM-01", "K01") == (5, 6)
    assert parts(world, "SLM-09", "K01") == (1, 2)
    mails = material_of(RegisterRow.objects.get(number="SLM-09").reports.get())
    flows = mails.figure("K07")
    assert flows is not None
    assert (flows.identity["opened"], flows.scope.agreement) == (2, "SLA-2026-008")
    assert figure_address(flows, mails) == ""


def test_breaches_targets_and_words_are_those_of_the_named_agreement(world: World) -> None:
    with_mail(world)
    report = world.draft(row="SLM-09")
    material = material_of(report)
    assert [breach.ticket for breach in material.breaches] == ["M1"]
    assert {line.agreement for line in material.targets} == {"SLA-2026-008"}
    assert parts(world, "SLM-09", "K03:target=P1-解决") == (1, 2)
    text = told(document_of(report)[0])
    assert "ERP" not in text
    assert "过账失败" not in text


def test_a_row_of_both_agreements_keeps_their_like_named_targets_apart(world: World) -> None:
    with_mail(world)
    row = RegisterRow.objects.get(number="SLM-01")
    row.agreements.create(agreement_code="SLA-2026-008")
    assert parts(world, "SLM-01", "K03:agreement=SLA-2026-007;target=P1-解决") == (1, 2)
    assert parts(world, "SLM-01", "K03:agreement=SLA-2026-008;target=P1-解决") == (1, 2)
    assert parts(world, "SLM-01", "K01") == (6, 8)
    material = material_of(row.reports.get())
    keys = [line.key for line in material.targets]
    assert len(set(keys)) == len(keys)

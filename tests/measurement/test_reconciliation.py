"""并行核对: each cause on one hand-made ticket, the counts, the page with its filters, the files, the command."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.models import Appointment, User
from fuwubao.agreements.actions import load_agreement
from fuwubao.cli.sla_compare import compare
from fuwubao.domain.roles import Role
from fuwubao.measurement.reconciliation import Cause, Difference, Reconciliation, reconcile
from tests.cast import SINCE
from tests.measurement.conftest import NOW, Load

pytestmark = pytest.mark.django_db(transaction=True)

AS_OF = datetime(2026, 11, 30, tzinfo=UTC)
TERMS = """
agreement: SLA-1
kind: sla
customer: {code: HD, name: 华东制造有限公司}
valid: 2026-01-01/2026-12-31
timezone: Asia/Shanghai
pending_reasons: [customer]
reopen: total
calendars:
  office: {weekly: {mon-fri: ["09:00-18:00"]}}
services:
  - code: ERP
    name: ERP 系统运维
    targets:
      - {id: 响应, applies: {class: incident}, clock: response, within: 1h, calendar: office}
      - {id: 解决, applies: {class: incident}, clock: resolution, within: 4h, calendar: office}
"""
HEADER = (
    "id,class,title,customer,service,priority,opened_at,responded_at,resolved_at,state,"
    "source_response_met,source_resolution_met,source_due_at\n"
)
# local office time 09:00-18:00 is 01:00-10:00 UTC; 2026-03-02 is a Monday
TICKETS = {
    # opened 17:00, solved 10:00 next day: 2 h of office time, 17 h round the clock
    "CAL": "CAL,incident,a,HD,ERP,P2,2026-03-02T09:00:00Z,,2026-03-03T02:00:00Z,resolved,,false,",
    # 6 h of office time, 3 h of them waiting for the customer
    "PAU": "PAU,incident,b,HD,ERP,P2,2026-03-03T01:00:00Z,,2026-03-03T07:00:00Z,resolved,,false,",
    # solved after 1 h, reopened, solved again after 4 more hours
    "REO": "REO,incident,c,HD,ERP,P2,2026-03-04T01:00:00Z,,2026-03-04T09:00:00Z,resolved,,true,",
    # the log says solved after 5 h, the stamp of the row after 2 h
    "STA": "STA,incident,d,HD,ERP,P2,2026-03-05T01:00:00Z,,2026-03-05T03:00:00Z,resolved,,true,",
    # solved after 3 h; the tool had promised 2 h
    "TAR": "TAR,incident,e,HD,ERP,P2,2026-03-06T01:00:00Z,,2026-03-06T04:00:00Z,resolved,,false,2026-03-06T03:00:00Z",
    # 30 h by the clock on the wall less 27 h of waiting and night: only both together are late
    "GRO": "GRO,incident,f,HD,ERP,P2,2026-03-09T09:00:00Z,,2026-03-10T01:30:00Z,resolved,,false,",
    "COV": "COV,request,g,HD,ERP,P2,2026-03-11T01:00:00Z,,2026-03-11T02:00:00Z,resolved,,true,",
    "UNX": "UNX,incident,h,HD,ERP,P2,2026-03-12T01:00:00Z,,2026-03-12T02:00:00Z,resolved,,false,",
    "SAM": "SAM,incident,i,HD,ERP,P2,2026-03-13T01:00:00Z,2026-03-13T01:10:00Z,2026-03-13T02:00:00Z,resolved,true,true,",  # noqa: E501  a row is a row
    "SIL": "SIL,incident,j,HD,ERP,P2,2026-03-13T01:00:00Z,,2026-03-13T02:00:00Z,resolved,,,",
    "RUN": "RUN,incident,k,HD,ERP,P2,2026-11-29T23:00:00Z,,,open,,true,",
    "RES": "RES,incident,l,HD,ERP,P2,2026-03-16T09:30:00Z,2026-03-17T01:20:00Z,2026-03-17T01:30:00Z,resolved,false,,",
}
EVENTS = """ticket_id,at,event,value,reason,actor
PAU,2026-03-03T01:00:00Z,opened,,,刘洋
PAU,2026-03-03T02:00:00Z,pending,,customer,刘洋
PAU,2026-03-03T05:00:00Z,resumed,,,刘洋
PAU,2026-03-03T07:00:00Z,resolved,,,刘洋
REO,2026-03-04T01:00:00Z,opened,,,刘洋
REO,2026-03-04T02:00:00Z,resolved,,,刘洋
REO,2026-03-04T05:00:00Z,reopened,,,刘洋
REO,2026-03-04T09:00:00Z,resolved,,,刘洋
STA,2026-03-05T01:00:00Z,opened,,,刘洋
STA,2026-03-05T06:00:00Z,resolved,,,刘洋
GRO,2026-03-09T09:00:00Z,opened,,,刘洋
GRO,2026-03-09T09:30:00Z,pending,,customer,刘洋
GRO,2026-03-10T01:00:00Z,resumed,,,刘洋
GRO,2026-03-10T01:30:00Z,resolved,,,刘洋
"""


@pytest.fixture
def compared(load: Load, operator: User) -> Reconciliation:
    """All hand-made tickets, compared."""
    load_agreement(text=TERMS, file="hd.yaml", actor=operator, now=NOW)
    load("ticket", HEADER + "\n".join(TICKETS.values()) + "\n")
    load("ticket_event", EVENTS)
    return reconcile(AS_OF)


def found(compared: Reconciliation, ticket: str) -> Difference:
    return next(one for one in compared.differences if one.ticket == ticket)


@pytest.mark.parametrize(
    ("ticket", "cause"),
    [
        ("CAL", Cause.CALENDAR),
        ("PAU", Cause.PAUSE),
        ("REO", Cause.REOPENING),
        ("STA", Cause.STAMPS),
        ("TAR", Cause.TARGET),
        ("GRO", Cause.GROSS),
        ("COV", Cause.COVERAGE),
        ("UNX", Cause.UNEXPLAINED),
    ],
)
def test_the_single_change_that_brings_the_tools_verdict_is_the_cause(
    compared: Reconciliation, ticket: str, cause: Cause
) -> None:
    one = found(compared, ticket)

    assert (one.clock, one.cause) == ("resolution", cause)


def test_a_difference_of_the_response_clock_is_explained_too(compared: Reconciliation) -> None:
    one = found(compared, "RES")

    assert (one.clock, one.ours, one.theirs, one.cause) == ("response", "met", False, Cause.CALENDAR)


def test_clocks_are_counted_once_each(compared: Reconciliation) -> None:
    assert compared.compared == 11
    assert compared.agreeing == 2
    assert compared.undecided == 1
    assert compared.silent == 2 * len(TICKETS) - 12
    assert dict(compared.causes)[Cause.CALENDAR] == 2


def test_the_period_and_agreement_limit_the_comparison(compared: Reconciliation) -> None:
    assert reconcile(AS_OF, period="2026-04", agreement="SLA-1").compared == 0
    march = reconcile(AS_OF, period="2026-03", agreement="SLA-1")
    assert (march.compared, march.undecided) == (11, 0)
    assert reconcile(AS_OF, customer="NF").compared == 0


@pytest.fixture
def reader(db: None) -> Client:
    """A browser of somebody who may read figures."""
    user = User.objects.create(login="li", name="李经理")
    Appointment.objects.create(user=user, role=Role.REPORT_MANAGER, starts_on=SINCE)
    client = Client()
    client.force_login(user)
    return client


ASKED = {"customer": "HD", "period": "2026-03", "as_of": "2026-11-30T00:00:00Z"}


def test_the_page_counts_causes_and_filters_by_address(compared: Reconciliation, reader: Client) -> None:
    page = reader.get(reverse("measurement:reconciliation"), ASKED).content.decode()
    pause = reader.get(reverse("measurement:reconciliation"), {**ASKED, "cause": "pause"}).content.decode()

    assert "18.18%" in page
    assert "/measures/clocks/CAL/" in page
    assert "/measures/clocks/PAU/" in pause
    assert "/measures/clocks/CAL/" not in pause


def test_the_files_hold_every_difference(compared: Reconciliation, reader: Client) -> None:
    text = reader.get(reverse("measurement:reconciliation-file", args=["csv"]), ASKED).content.decode("utf-8-sig")
    book = reader.get(reverse("measurement:reconciliation-file", args=["xlsx"]), ASKED)
    rows = list(csv.DictReader(io.StringIO(text)))

    assert len(rows) == len(compared.differences)
    assert {row["工单"]: row["原因"] for row in rows}["PAU"] == "暂停计时"
    assert book.content[:2] == b"PK"
    assert reader.get(reverse("measurement:reconciliation-file", args=["pdf"]), ASKED).status_code == 422


def test_the_command_writes_the_file_and_a_summary(compared: Reconciliation, tmp_path: Path) -> None:
    target = tmp_path / "differences.csv"
    arguments = ["--agreement", "SLA-1", "--period", "2026-03", "--as-of", "2026-11-30T00:00:00Z"]

    answer = CliRunner().invoke(compare, [*arguments, "--output", str(target), "--json"])

    told = json.loads(answer.output)
    assert (told["compared"], told["agreeing"], told["causes"]["target"]) == (11, 2, 1)
    assert len(target.read_text(encoding="utf-8-sig").splitlines()) == 1 + told["differing"]

"""Loading: first version, revision, the same again, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from fuwubao.accounts import audit
from fuwubao.accounts.models import AuditEntry, User
from fuwubao.agreements import errors, queries
from fuwubao.agreements.actions import Loaded, load_agreement
from fuwubao.agreements.models import Agreement, AgreementRevision, Organisation, Service
from fuwubao.agreements.second_person import RevisionNeedsApproval
from fuwubao.domain.errors import NotAllowed
from fuwubao.domain.judge import judge
from fuwubao.domain.roles import Role
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts
from fuwubao.domain.verdicts import VerdictKind
from tests.agreements.conftest import NOW, appointed
from tests.agreements.files import SMALL, changed

Load = Callable[[str], Loaded]
TIGHTER = changed(
    "within: 4h",
    "within: 1h",
    text=changed("timezone:", "revision: {from: 2026-07-01, reason: 目标调整}\ntimezone:"),
)


def test_the_first_version_makes_customer_service_and_agreement(load: Load) -> None:
    done = load(SMALL)

    assert (done.added, done.revision.number, done.revision.holds_from) == (True, 1, date(2026, 1, 1))
    assert list(Organisation.objects.values_list("code", "name", "kind")) == [("HD", "华东制造有限公司", "customer")]
    assert list(Service.objects.values_list("code", flat=True)) == ["ERP"]
    assert queries.terms_of_all() == (done.terms,)


def test_loading_is_audited_and_the_chain_holds(load: Load) -> None:
    load(SMALL)
    load(TIGHTER)

    entries = list(AuditEntry.objects.filter(act="agreements.load").order_by("number"))
    assert [entry.subject_label for entry in entries] == ["SLA-2026-007 #1", "SLA-2026-007 #2"]
    assert entries[1].before["revision"] == 1
    assert entries[1].remark == "目标调整"
    assert audit.verify().broken_at is None


@pytest.mark.parametrize(
    "again",
    [
        SMALL,
        "# 备注\n" + SMALL,
        SMALL.replace("15m", "900s").replace("\n  always:", "\n  # 全天\n  always:"),
    ],
)
def test_the_same_content_again_does_nothing(load: Load, again: str) -> None:
    load(SMALL)

    done = load(again)

    assert (done.added, done.revision.number) == (False, 1)
    assert AgreementRevision.objects.count() == 1
    assert AuditEntry.objects.filter(act="agreements.load").count() == 1


@pytest.mark.parametrize("begins, back", [("2026-06-19", True), ("2026-06-20", False)])
def test_the_operator_s_revision_that_begins_before_the_day_of_loading_says_so(
    load: Load, operator: User, begins: str, back: bool
) -> None:
    assert load(SMALL).reaches_back is False

    text = TIGHTER.replace("2026-07-01", begins)
    assert load_agreement(text=text, file="hd.yaml", actor=operator, now=NOW).reaches_back is back
    assert AuditEntry.objects.filter(act="agreements.load").latest("number").actor_login == operator.login


@pytest.mark.parametrize("begins", ["2026-01-02", "2026-06-19", "2026-06-20"])
def test_a_person_s_revision_that_moves_figures_needs_another_person(load: Load, begins: str) -> None:
    """Design section 6: agreement revisions need a request and an approver who is not the requester."""
    load(SMALL)

    with pytest.raises(RevisionNeedsApproval, match=begins):
        load(TIGHTER.replace("2026-07-01", begins))
    with pytest.raises(errors.CustomerChanged):  # what can never be loaded is said before
        load(TIGHTER.replace("2026-07-01", begins).replace("code: HD", "code: BK"))

    assert AgreementRevision.objects.count() == 1
    assert load(TIGHTER.replace("2026-07-01", "2026-06-21")).added is True


def test_an_earlier_revision_loaded_again_does_nothing(load: Load) -> None:
    load(SMALL)
    load(TIGHTER)

    assert load(SMALL).added is False
    assert load(TIGHTER).revision.number == 2


def test_other_content_without_a_revision_is_refused(load: Load) -> None:
    load(SMALL)

    with pytest.raises(errors.AgreementDiffers) as caught:
        load(changed("within: 4h", "within: 1h"))

    assert "revision: {from:" in caught.value.hint("zh")
    assert AgreementRevision.objects.count() == 1


@pytest.mark.parametrize("begins", ["2026-07-01", "2026-03-01"])
def test_a_revision_begins_after_every_earlier_one(load: Load, begins: str) -> None:
    load(SMALL)
    load(TIGHTER)

    with pytest.raises(errors.RevisionOutOfOrder):
        load(TIGHTER.replace("2026-07-01", begins).replace("within: 1h", "within: 30m"))


def test_a_revision_keeps_customer_and_kind(load: Load) -> None:
    load(SMALL)

    with pytest.raises(errors.CustomerChanged):
        load(TIGHTER.replace("code: HD", "code: BK"))


def test_two_agreements_may_not_promise_one_service_on_one_day(load: Load) -> None:  # semantics 3
    load(SMALL)
    other = SMALL.replace("SLA-2026-007", "SLA-2026-008")

    with pytest.raises(errors.ServicePromisedTwice) as caught:
        load(other.replace("2026-01-01/2026-12-31", "2026-12-31/2027-12-31"))

    assert (caught.value.facts["first"], caught.value.facts["last"]) == (date(2026, 12, 31), date(2026, 12, 31))
    assert not Agreement.objects.filter(code="SLA-2026-008").exists()


def test_agreements_may_follow_each_other_or_serve_other_customers(load: Load) -> None:
    load(SMALL)
    other = SMALL.replace("SLA-2026-007", "SLA-2026-008")

    load(other.replace("2026-01-01/2026-12-31", "2027-01-01/2027-12-31"))
    load(other.replace("SLA-2026-008", "SLA-2026-009").replace("code: HD", "code: BK"))

    assert [terms.code for terms in queries.terms_of_all()] == ["SLA-2026-009", "SLA-2026-007", "SLA-2026-008"]
    assert [terms.code for terms in queries.terms_for("HD")] == ["SLA-2026-007", "SLA-2026-008"]


def test_a_revision_that_drops_a_service_frees_it_for_another_agreement(load: Load) -> None:
    load(SMALL)
    load(TIGHTER.replace("code: ERP", "code: MES"))

    load(SMALL.replace("SLA-2026-007", "SLA-2026-008").replace("2026-01-01/", "2026-07-01/"))

    assert Agreement.objects.count() == 2


@pytest.mark.parametrize("kind, party", [("ola", "department"), ("uc", "supplier"), ("commitment", "customer")])
def test_the_party_is_a_department_a_supplier_or_a_customer(load: Load, kind: str, party: str) -> None:
    load(changed("kind: sla", f"kind: {kind}"))

    assert Organisation.objects.get(code="HD").kind == party


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CUSTOMER, Role.AUDITOR])
def test_only_those_who_keep_agreements_may_load_one(db: None, role: Role) -> None:
    stranger = appointed("zhang", "张工", role)

    with pytest.raises(NotAllowed):
        load_agreement(text=SMALL, file="hd.yaml", actor=stranger, now=NOW)

    assert not Agreement.objects.exists()


def test_a_text_that_cannot_be_read_leaves_nothing(load: Load) -> None:
    with pytest.raises(errors.DurationUnreadable):
        load(changed("within: 4h", "within: 4"))

    assert not Organisation.objects.exists()
    assert not AuditEntry.objects.filter(act="agreements.load").exists()


def test_what_was_dumped_loads_as_the_same(load: Load) -> None:
    load(SMALL)
    load(TIGHTER)

    assert queries.dump("SLA-2026-007", number=1) == SMALL
    assert load(queries.dump("SLA-2026-007")).added is False


def test_an_unknown_code_has_no_text_terms_or_facts(manager: object) -> None:
    for ask in (queries.dump, queries.revision_facts, queries.terms_of_agreement):
        with pytest.raises(errors.AgreementUnknown):
            ask("SLA-0")


def test_revision_facts_tell_where_the_terms_come_from(load: Load) -> None:
    load(SMALL)
    load(TIGHTER)

    newest, first = queries.revision_facts("SLA-2026-007")

    assert (newest.number, newest.reason, newest.loaded_by) == (2, "目标调整", "李经理")
    assert (first.holds_from, first.calendar_version) == (date(2026, 1, 1), "1.11.0")
    assert newest.terms_sha256 != first.terms_sha256


def test_a_changed_target_never_rejudges_a_ticket_that_began_before_it(load: Load) -> None:
    load(SMALL)
    opened, stopped = datetime(2026, 6, 30, 1, 0, tzinfo=UTC), datetime(2026, 6, 30, 3, 0, tzinfo=UTC)
    before = resolution(opened, stopped)

    load(TIGHTER)

    assert resolution(opened, stopped) is before is VerdictKind.MET
    assert resolution(opened.replace(month=7, day=1), stopped.replace(month=7, day=1)) is VerdictKind.BREACHED


def resolution(opened: datetime, stopped: datetime) -> VerdictKind:
    """Judge a P1 incident of HD's ERP by all stored terms, a month later."""
    ticket = TicketFacts(
        id="INC1", ticket_class="incident", customer="HD", service="ERP", priority="P1", opened_at=opened
    )
    events = [TicketEvent(at=opened, event=EventKind.OPENED), TicketEvent(at=stopped, event=EventKind.RESOLVED)]
    _, verdict = judge(ticket, events, queries.terms_of_all(), datetime(2026, 8, 1, tzinfo=UTC))
    return verdict.verdict

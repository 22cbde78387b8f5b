"""The pages of suppliers' reports, for ours and for the supplier in the portal (S2.7, R13)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from fuwubao.accounts.models import User
from fuwubao.domain.supplying import checks_for
from fuwubao.reports.models import SupplierDispute, SupplierEvaluation
from tests.cast import client_of
from tests.reports.suppliers import PDF, handed_in, owed, supplied
from tests.reports.world import NOW, Cast

IN_TIME = datetime(2026, 8, 4, 2, 0, tzinfo=UTC)


@pytest.fixture
def supplier(cast: Cast, tmp_path: Path) -> User:
    """The supplier's person, with everything loaded."""
    return supplied(cast, tmp_path)


def ticked(failed: str = "") -> dict[str, str]:
    """The check list as a browser sends it."""
    sent = {f"{item}-passed": "no" if item == failed else "yes" for item in checks_for(leads=False)}
    return sent | ({f"{failed}-remark": "缺少原因"} if failed else {})


@time_machine.travel(IN_TIME, tick=False)
def test_a_supplier_hands_in_through_the_portal_and_ours_check_and_accept(supplier: User, cast: Cast) -> None:
    """S2.7 by page from upload to acceptance; the file comes back as it was."""
    own = client_of(supplier)
    assert "机房月度报告 2026-07" in own.get("/portal/supplier/").content.decode()
    number = owed("2026-07").pk
    sent = {"file": SimpleUploadedFile("七月.pdf", PDF), "remark": "按合同"}
    assert own.post(f"/portal/supplier/{number}/hand-in/", sent).status_code == 302
    assert b"".join(own.get(f"/portal/supplier/{number}/file/1/")) == PDF

    ours = client_of(cast.manager)
    assert "七月.pdf" in ours.get(f"/reports/suppliers/report/{number}/").content.decode()
    ours.post(f"/reports/suppliers/report/{number}/check/", ticked())
    ours.post(f"/reports/suppliers/report/{number}/decide/", {"decision": "accept"})
    assert owed("2026-07").state == "accepted"
    assert "已接受" in own.get("/portal/supplier/").content.decode()


@time_machine.travel(IN_TIME, tick=False)
def test_what_is_wrong_is_told_and_the_supplier_sees_it_returned(supplier: User, cast: Cast) -> None:
    report = handed_in("2026-07", IN_TIME, actor=supplier)
    ours = client_of(cast.manager)
    incomplete = ours.post(f"/reports/suppliers/report/{report.pk}/check/", {"contents-passed": "yes"})
    assert incomplete.status_code == 422
    assert owed("2026-07").state == "received"
    ours.post(f"/reports/suppliers/report/{report.pk}/check/", ticked("causes"))
    ours.post(f"/reports/suppliers/report/{report.pk}/decide/", {"decision": "return", "reason": "补充原因"})
    page = client_of(supplier).get("/portal/supplier/").content.decode()
    assert "已退回" in page
    assert "提交报告" in page


@time_machine.travel(NOW, tick=False)
def test_a_supplier_is_evaluated_for_a_closed_quarter_by_page(supplier: User, cast: Cast) -> None:
    ours = client_of(cast.manager)
    page = ours.get("/reports/suppliers/YX/").content.decode()
    assert "2026Q3" in page  # the last closed quarter
    assert "供方-P1" in page
    ours.post("/reports/suppliers/YX/dispute/", {"about": "停机责任", "text": "八月告警"})
    dispute = SupplierDispute.objects.get()
    ours.post(f"/reports/suppliers/dispute/{dispute.number}/settle/", {"outcome": "供方承担"})
    sent = {"period": "2026Q3", "deductions": "5 八月未提交", "conclusion": "限期整改"}
    ours.post("/reports/suppliers/YX/evaluate/", sent)
    kept = SupplierEvaluation.objects.get()
    assert kept.deductions == [{"points": 5, "reason": "八月未提交"}]
    assert kept.parts["disputes"]["denominator"] == 0  # it was raised after the quarter
    assert (
        "限期整改"
        in ours.get("/reports/suppliers/").content.decode()
        + ours.get("/reports/suppliers/YX/?period=2026Q3").content.decode()
    )


@time_machine.travel(NOW, tick=False)
def test_what_a_supplier_does_not_own_does_not_exist_for_it(supplier: User, cast: Cast) -> None:
    """Domain (e): suppliers see only their own; customers see none of it."""
    report = handed_in("2026-07", NOW, actor=supplier)
    customer = client_of(cast.customer)
    assert customer.get("/portal/supplier/").status_code == 403
    assert client_of(supplier).get("/reports/suppliers/").status_code == 403
    stranger = User.objects.create(login="x", name="外人", customer_code="QM")
    stranger.appointments.create(role="supplier", starts_on=NOW.date(), customer_code="QM")
    assert client_of(stranger).get(f"/portal/supplier/{report.pk}/file/1/").status_code == 404
    assert "没有应提交的报告" in client_of(stranger).get("/portal/supplier/").content.decode()

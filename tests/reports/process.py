"""What the tests of the process share: a management representative, and a policy in force."""

from __future__ import annotations

from datetime import date, datetime

from fuwubao.accounts.models import Appointment, User
from fuwubao.domain.roles import Role
from fuwubao.reports.actions.process import Wording, decide_version, draft_document
from fuwubao.reports.models import DocumentVersion
from tests.reports.world import NOW, Cast

POLICY = "SR-POL-01"
TEXT = "服务报告是核心流程：报告量化，报告与模板每年评审，总结作为内审和管理评审的输入。"
TODAY = NOW.date()


def representative() -> User:
    """Appoint 高代表 as management representative."""
    user = User.objects.create(login="gao", name="高代表")
    Appointment.objects.create(user=user, role=Role.MANAGEMENT_REPRESENTATIVE, starts_on=date(2026, 1, 1))
    return user


def wording(*, on: date = TODAY, text: str = TEXT, change: str = "首次发布", follows: int | None = None) -> Wording:
    """What a version says."""
    return Wording(effective_from=on, change=change, text=text, follows=follows)


def policy_in_force(cast: Cast, approver: User, *, now: datetime = NOW) -> DocumentVersion:
    """Draft the policy by 李经理 and approve it by the representative."""
    draft_document(
        number=POLICY, kind="policy", title="服务报告方针", wording=wording(on=now.date()), actor=cast.manager, now=now
    )
    return decide_version(number=POLICY, version=1, approve=True, reason="", actor=approver, now=now)

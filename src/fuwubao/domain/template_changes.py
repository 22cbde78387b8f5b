"""The life of a template change request (F05): requested by one person, approved by another (S1.7, domain (f))."""

from __future__ import annotations

from fuwubao.domain.roles import Role
from fuwubao.domain.steps import Lifecycle, Step
from fuwubao.domain.words import Words

_ASKERS = (Role.AUTHOR, Role.SERVICE_MANAGER, Role.REPORT_MANAGER)
_READERS = (Role.REVIEWER, Role.REVIEW_GROUP, Role.SERVICE_MANAGER, Role.REPORT_MANAGER)
_MANAGER = (Role.REPORT_MANAGER, Role.DELEGATE)
_OPEN = ("submitted", "under_review")

TEMPLATE_CHANGE = Lifecycle(
    "template_change",
    Words("模板变更申请", "template change"),
    initial="draft",
    states={
        "draft": Words("起草中", "a draft"),
        "submitted": Words("已提交", "submitted"),
        "under_review": Words("评审中", "under review"),
        "approved": Words("已批准", "approved"),
        "effective": Words("已生效", "effective"),
        "rejected": Words("已驳回", "rejected"),
        "withdrawn": Words("已撤回", "withdrawn"),
    },
    rows=(
        Step(
            "draft",
            "submitted",
            "reports.submit_template_change",
            _ASKERS,
            guard="change_ready",
            needs=("reason", "effective_from"),
            source="S1.7; S1.36",
        ),
        *(
            Step(
                state,
                "under_review",
                "reports.review_template_change",
                _READERS,
                guard="requester_is_another",
                needs=("opinion",),
                source="S1.7",
            )
            for state in _OPEN
        ),
        Step(
            "under_review",
            "approved",
            "reports.approve_template_change",
            _MANAGER,
            guard="requester_is_another",
            source="S1.7",
        ),
        *(
            Step(
                state,
                "rejected",
                "reports.reject_template_change",
                _MANAGER,
                guard="requester_is_another",
                needs=("reason",),
                source="S1.7",
            )
            for state in _OPEN
        ),
        Step("approved", "effective", "reports.template_takes_effect", (Role.OPERATOR, *_MANAGER), source="S1.27"),
        *(
            Step(state, "withdrawn", "reports.withdraw_template_change", _ASKERS, source="domain (f)")
            for state in ("draft", *_OPEN)
        ),
    ),
    final=frozenset({"effective", "rejected", "withdrawn"}),
)

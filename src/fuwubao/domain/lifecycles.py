"""The lives of reports, register rows, duties, templates, delegations and improvement as tables (domain part (f)).

One row a step: the stepper, permissions, diagrams and tests all read it. Overdue and the like are computed,
never a state. A guard is a name; the room that owns the act holds the function of that name in its rules.
"""

from __future__ import annotations

from fuwubao.domain.distribution import DISTRIBUTION_LIVES
from fuwubao.domain.roles import Role
from fuwubao.domain.steps import ANY, Lifecycle, Step, StepNeeds, StepNotYours, StepUnknown, refuse_step
from fuwubao.domain.supplying import SUPPLIER_REPORT
from fuwubao.domain.template_changes import TEMPLATE_CHANGE
from fuwubao.domain.words import Words

__all__ = ["ANY", "LIFECYCLES", "Lifecycle", "Step", "StepNeeds", "StepNotYours", "StepUnknown", "refuse_step"]

_MANAGER = (Role.REPORT_MANAGER, Role.DELEGATE)
_AUTHOR = (Role.AUTHOR,)
_REASON = ("reason",)

REPORT = Lifecycle(
    "report",
    Words("报告", "report"),
    initial="planned",
    states={
        "planned": Words("已计划", "planned"),
        "collecting": Words("数据采集", "collecting"),
        "draft": Words("草稿", "draft"),
        "in_review": Words("评审中", "in review"),
        "escalated": Words("待体系负责人批准", "awaiting the approval of the system head"),
        "returned": Words("已退回", "returned"),
        "approved": Words("已批准", "approved"),
        "published": Words("已发布", "published"),
        "acknowledged": Words("已确认", "acknowledged"),
        "followed_up": Words("建议已落实", "followed up"),
        "archived": Words("已归档", "archived"),
        "superseded": Words("已被替代", "superseded"),
        "withdrawn": Words("已撤回", "withdrawn"),
    },
    rows=(
        Step("planned", "collecting", "reports.collect", (Role.OPERATOR, *_MANAGER, *_AUTHOR), source="S6.1"),
        Step("planned", "draft", "reports.draft", (Role.OPERATOR, *_MANAGER, *_AUTHOR), source="S1.37"),
        Step("collecting", "draft", "reports.draft", (Role.OPERATOR, *_MANAGER, *_AUTHOR), source="S1.37"),
        Step("draft", "in_review", "reports.submit", _AUTHOR, guard="submittable", source="S1.18; S1.36; M14"),
        Step(
            "in_review",
            "in_review",
            "reports.review",
            (Role.REVIEWER, *_MANAGER, Role.SERVICE_MANAGER, Role.REVIEW_GROUP),
            guard="reviewer_is_another",
            needs=("conclusion",),
            source="S1.25; S6.8",
        ),
        Step(
            "in_review",
            "returned",
            "reports.return_to_author",
            (Role.REVIEWER, *_MANAGER),
            guard="reviewer_is_another",
            needs=_REASON,
            source="S6.8",
        ),
        Step(
            "in_review",
            "approved",
            "reports.approve",
            (*_MANAGER, Role.SYSTEM_HEAD),
            guard="approvable",
            source="S1.5; S1.8",
        ),
        Step("in_review", "escalated", "reports.escalate", _MANAGER, guard="abnormal", needs=_REASON, source="S1.6"),
        Step(
            "escalated",
            "approved",
            "reports.approve_abnormal",
            (Role.SYSTEM_HEAD,),
            guard="approver_is_another",
            source="S1.6",
        ),
        Step("escalated", "returned", "reports.return_to_author", (Role.SYSTEM_HEAD,), needs=_REASON, source="S1.6"),
        Step("returned", "draft", "reports.revise", _AUTHOR, source="S6.8"),
        Step("approved", "returned", "reports.return_to_author", _MANAGER, needs=_REASON, source="domain (f)"),
        Step("approved", "published", "reports.publish", _MANAGER, guard="recipients_agreed", source="S1.16; S6.11"),
        Step(
            "published",
            "acknowledged",
            "reports.acknowledge",
            (Role.CUSTOMER, Role.SUPPLIER, Role.MANAGEMENT_REPRESENTATIVE, Role.SERVICE_MANAGER),
            guard="all_recipients_acknowledged",
            source="S6.12",
        ),
        Step(
            "published",
            "acknowledged",
            "reports.acknowledge_by_default",
            (Role.OPERATOR, *_MANAGER),
            guard="silence_long_enough",
            source="domain (f)",
        ),
        Step(
            "acknowledged",
            "followed_up",
            "reports.follow_up",
            (*_MANAGER, *_AUTHOR),
            guard="every_suggestion_decided",
            source="S6.13",
        ),
        Step(
            "followed_up",
            "archived",
            "reports.archive",
            (Role.DOCUMENT_CONTROLLER, *_MANAGER),
            source="S4.1; S1.42",
        ),
        *(
            Step(
                state,
                "superseded",
                "reports.supersede",
                _MANAGER,
                guard="successor_approved",
                needs=_REASON,
                source="M6",
            )
            for state in ("published", "acknowledged", "followed_up", "archived")
        ),
        *(
            Step(state, "withdrawn", "reports.withdraw", _MANAGER, needs=_REASON, source="domain (f)")
            for state in ("published", "acknowledged", "followed_up")
        ),
    ),
    final=frozenset({"superseded", "withdrawn"}),
)

REGISTER_ROW = Lifecycle(
    "register_row",
    Words("列表条目", "register row"),
    initial="draft",
    states={
        "draft": Words("草稿", "draft"),
        "agreed": Words("已约定", "agreed"),
        "active": Words("执行中", "active"),
        "lowered_priority": Words("已降低优先级", "lowered priority"),
        "paused": Words("已暂停", "paused"),
        "retired": Words("已停用", "retired"),
    },
    rows=(
        Step(
            "draft",
            "agreed",
            "reports.agree_row",
            (*_MANAGER, Role.SERVICE_MANAGER),
            guard="agreement_evidenced",
            needs=("agreed_by", "agreed_on"),
            source="S1.14",
        ),
        Step("agreed", "active", "reports.activate_row", _MANAGER, guard="row_complete", source="S1.37; S1.27"),
        Step("active", "lowered_priority", "reports.lower_row", _MANAGER, needs=_REASON, source="S1.38"),
        Step("lowered_priority", "active", "reports.restore_row", _MANAGER, source="S1.38"),
        Step("active", "active", "reports.review_row", _MANAGER, needs=("outcome",), source="S1.19; S1.38"),
        Step("active", "paused", "reports.pause_row", _MANAGER, needs=_REASON, source="domain (f)"),
        Step("paused", "active", "reports.resume_row", _MANAGER, source="domain (f)"),
        Step(ANY, "retired", "reports.retire_row", _MANAGER, needs=_REASON, source="S1.38"),
    ),
    final=frozenset({"retired"}),
)

OBLIGATION = Lifecycle(
    "obligation",
    Words("应办事项", "duty"),
    initial="scheduled",
    states={
        "scheduled": Words("已排期", "scheduled"),
        "collecting": Words("数据采集", "collecting"),
        "in_progress": Words("编制中", "in progress"),
        "submitted": Words("已提交评审", "submitted for review"),
        "fulfilled": Words("已完成", "fulfilled"),
        "waived": Words("免报", "waived"),
        "cancelled": Words("已取消", "cancelled"),
    },
    rows=(
        Step("scheduled", "collecting", "reports.collect", (Role.OPERATOR, *_MANAGER, *_AUTHOR), source="S1.37"),
        Step("scheduled", "in_progress", "reports.draft", (Role.OPERATOR, *_MANAGER, *_AUTHOR), source="S1.37"),
        Step("collecting", "in_progress", "reports.draft", (Role.OPERATOR, *_MANAGER, *_AUTHOR), source="S1.37"),
        Step("in_progress", "submitted", "reports.submit", _AUTHOR, source="S1.29"),
        Step("submitted", "in_progress", "reports.return_to_author", (Role.REVIEWER, *_MANAGER), source="S6.8"),
        Step("submitted", "fulfilled", "reports.publish", _MANAGER, source="S1.29; S2.4"),
        *(
            Step(state, "waived", "reports.waive_duty", _MANAGER, guard="waiver_agreed", needs=_REASON, source="S1.29")
            for state in ("scheduled", "collecting", "in_progress")
        ),
        *(
            Step(state, "cancelled", "reports.cancel_duty", _MANAGER, needs=_REASON, source="domain (f)")
            for state in ("scheduled", "collecting", "in_progress")
        ),
    ),
    final=frozenset({"fulfilled", "waived", "cancelled"}),
)

TEMPLATE = Lifecycle(
    "template",
    Words("报告模板", "report template"),
    initial="draft",
    states={
        "draft": Words("草稿", "draft"),
        "effective": Words("已生效", "effective"),
        "superseded": Words("已被替代", "superseded"),
        "void": Words("作废", "void"),
    },
    rows=(
        Step(
            "draft",
            "effective",
            "reports.make_template_effective",
            _MANAGER,
            guard="requester_is_another",
            needs=("effective_from",),
            source="S1.7",
        ),
        Step("effective", "superseded", "reports.supersede_template", _MANAGER, needs=_REASON, source="S1.7; S1.27"),
        Step("superseded", "void", "reports.void_template", _MANAGER, needs=_REASON, source="domain (f)"),
    ),
    final=frozenset({"void"}),
)

DELEGATION = Lifecycle(
    "delegation",
    Words("委派", "delegation"),
    initial="pending",
    states={
        "pending": Words("待生效", "pending"),
        "active": Words("有效", "active"),
        "expired": Words("已到期", "expired"),
        "revoked": Words("已撤销", "revoked"),
    },
    rows=(
        Step("pending", "active", "accounts.begin_delegation", (Role.OPERATOR,), guard="begun", source="S1.8"),
        Step("active", "expired", "accounts.end_delegation", (Role.OPERATOR,), guard="ended", source="S1.8"),
        Step("pending", "revoked", "accounts.revoke_delegation", (Role.REPORT_MANAGER,), needs=_REASON, source="S1.8"),
        Step("active", "revoked", "accounts.revoke_delegation", (Role.REPORT_MANAGER,), needs=_REASON, source="S1.8"),
    ),
    final=frozenset({"expired", "revoked"}),
)

_IMPROVERS = (
    Role.REPORT_MANAGER,
    Role.SERVICE_MANAGER,
    Role.AUTHOR,
    Role.REVIEWER,
    Role.SYSTEM_HEAD,
    Role.MANAGEMENT_REPRESENTATIVE,
)
_HEADS = (Role.REPORT_MANAGER, Role.MANAGEMENT_REPRESENTATIVE, Role.SYSTEM_HEAD)
_PLANNED = ("measure", "due_on")

ACTION = Lifecycle(
    "action",
    Words("改进措施", "improvement action"),
    initial="proposed",
    states={
        "proposed": Words("建议待定", "proposed"),
        "accepted": Words("已采纳", "accepted"),
        "planned": Words("待实施", "planned"),
        "in_progress": Words("实施中", "in progress"),
        "done": Words("待验证", "awaiting verification"),
        "ineffective": Words("验证无效", "ineffective"),
        "verified_effective": Words("验证有效", "verified effective"),
        "closed": Words("已关闭", "closed"),
        "declined": Words("未采纳", "declined"),
        "cancelled": Words("已取消", "cancelled"),
    },
    rows=(
        Step(
            "proposed",
            "accepted",
            "improvement.accept",
            _IMPROVERS,
            guard="decider_is_another",
            needs=("owner",),
            source="S2.3; S6.13",
        ),
        Step(
            "proposed",
            "declined",
            "improvement.decline",
            _IMPROVERS,
            guard="decider_is_another",
            needs=_REASON,
            source="S2.3",
        ),
        Step("accepted", "planned", "improvement.plan", _IMPROVERS, guard="owner", needs=_PLANNED, source="S6.13"),
        Step("planned", "planned", "improvement.plan", _IMPROVERS, guard="owner", needs=_PLANNED, source="S6.13"),
        Step("ineffective", "planned", "improvement.plan", _IMPROVERS, guard="owner", needs=_PLANNED, source="S6.13"),
        Step("planned", "in_progress", "improvement.start", _IMPROVERS, guard="owner", source="domain (f)"),
        Step(
            "in_progress",
            "done",
            "improvement.report_done",
            _IMPROVERS,
            guard="owner",
            needs=("result",),
            source="S6.13",
        ),
        Step(
            "done",
            "verified_effective",
            "improvement.verify",
            _IMPROVERS,
            guard="verifier_is_another",
            needs=("verification",),
            source="domain (e)",
        ),
        Step(
            "done",
            "ineffective",
            "improvement.find_ineffective",
            _IMPROVERS,
            guard="verifier_is_another",
            needs=("verification",),
            source="domain (f)",
        ),
        Step("verified_effective", "closed", "improvement.close", _HEADS, source="domain (f)"),
        *(
            Step(state, "cancelled", "improvement.cancel", _HEADS, needs=_REASON, source="domain (f)")
            for state in ("accepted", "planned", "in_progress", "done", "ineffective")
        ),
    ),
    final=frozenset({"closed", "declined", "cancelled"}),
)

NONCONFORMITY = Lifecycle(
    "nonconformity",
    Words("不符合", "nonconformity"),
    initial="raised",
    states={
        "raised": Words("已登记", "raised"),
        "notified": Words("待答复", "awaiting the reply"),
        "cause": Words("原因已分析", "cause analysed"),
        "corrective": Words("纠正措施实施中", "corrective action under way"),
        "verified": Words("已验证", "verified"),
        "closed": Words("已关闭", "closed"),
    },
    rows=(
        Step(
            "raised",
            "notified",
            "improvement.notify",
            (*_HEADS, Role.AUDITOR),
            needs=("responsible", "reply_due_on"),
            source="S1.39",
        ),
        Step(
            "notified",
            "cause",
            "improvement.reply",
            _IMPROVERS,
            guard="responsible",
            needs=("correction", "cause"),
            source="S1.33; S1.39",
        ),
        Step("cause", "corrective", "improvement.correct", _IMPROVERS, guard="responsible", source="domain (f)"),
        Step("corrective", "corrective", "improvement.correct", _IMPROVERS, guard="responsible", source="domain (f)"),
        Step(
            "corrective",
            "verified",
            "improvement.verify_nonconformity",
            (*_HEADS, Role.AUDITOR),
            guard="corrections_effective",
            needs=("verification",),
            source="domain (f)",
        ),
        Step("verified", "closed", "improvement.close_nonconformity", _HEADS, source="domain (f)"),
    ),
    final=frozenset({"closed"}),
)

LIFECYCLES = (
    *(REPORT, REGISTER_ROW, OBLIGATION, TEMPLATE, DELEGATION, ACTION, NONCONFORMITY, SUPPLIER_REPORT, TEMPLATE_CHANGE),
    *DISTRIBUTION_LIVES,
)

"""The lives of reports, register rows, duties, templates and delegations, as tables (domain part (f)).

One row a step: the stepper, permissions, diagrams and tests all read it. Overdue and the like are computed,
never a state. A guard is a name; the room that owns the act holds the function of that name in its rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from fuwubao.domain.errors import NotAllowed, Refused
from fuwubao.domain.roles import Role
from fuwubao.domain.words import Words


class StepUnknown(Refused):
    """The thing's state does not permit the act."""

    code = "lifecycles.step_unknown"
    zh = "{what}现为“{state}”，不能办理 {act}"
    en = "The {what} is “{state}”: {act} is not possible"
    hint_zh = "此状态可办理：{possible}"
    hint_en = "Possible now: {possible}"
    source = "domain (f)"


class StepNotYours(NotAllowed):
    """The state permits the act, but not to a person of these roles."""

    code = "lifecycles.step_not_yours"
    zh = "没有权限：{act} 由 {roles} 办理"
    en = "Not permitted: {act} is done by {roles}"
    hint_zh = "请由具备该角色的人员或其有效委派代理办理"
    hint_en = "Ask a person who holds the role or a valid delegation of it"
    source = "domain (e)"


class StepNeeds(Refused):
    """The act lacks what it must be given, such as a reason."""

    code = "lifecycles.step_needs"
    zh = "办理 {act} 还需要：{missing}"
    en = "{act} still needs: {missing}"
    hint_zh = "请填写后重试"
    hint_en = "Fill it in and try again"
    source = "domain (f)"


@dataclass(frozen=True, slots=True)
class Step:
    """From ``source_state`` to ``target_state`` by one act; ``by`` are the roles that may, any one of them.

    ``needs`` are what the act must be given; ``guard`` the rule that can refuse it; ``source`` the clause.
    A step from ``ANY`` leaves every state that is not final.
    """

    source_state: str
    target_state: str
    act: str
    by: tuple[Role, ...]
    guard: str = ""
    needs: tuple[str, ...] = ()
    source: str = ""


ANY = "*"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """All steps of one kind of thing; ``states`` in the order of the stepper, with their words."""

    subject: str
    words: Words
    initial: str
    states: dict[str, Words]
    rows: tuple[Step, ...]
    final: frozenset[str] = frozenset()

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Return the steps that leave the state, those from any state included, in order of the table."""
        leaving = {state} if state in self.final else {state, ANY}
        return tuple(step for step in self.rows if step.source_state in leaving)

    def next_states(self, state: str) -> tuple[str, ...]:
        """Return the states that one step leads to, in order of the table, each once."""
        return tuple(dict.fromkeys(step.target_state for step in self.steps_from(state)))

    def step_for(self, state: str, act: str) -> Step:
        """Return the step that the act takes from the state. Raises: StepUnknown."""
        for step in self.steps_from(state):
            if step.act == act:
                return step
        possible = "、".join(dict.fromkeys(step.act for step in self.steps_from(state))) or "—"
        shown = self.states.get(state, Words(state, state))
        raise StepUnknown(what=self.words, state=shown, act=act, possible=possible)

    def acts(self) -> tuple[str, ...]:
        """Return every act of the table, each once."""
        return tuple(dict.fromkeys(step.act for step in self.rows))


def refuse_step(
    lifecycle: Lifecycle, state: str, act: str, *, roles: frozenset[Role], given: frozenset[str] = frozenset()
) -> Step:
    """Return the step when its state, one of the roles and all its needs are there; its guard is the room's.

    Raises: StepUnknown, StepNotYours, StepNeeds.
    """
    step = lifecycle.step_for(state, act)
    if roles.isdisjoint(step.by):
        raise StepNotYours(act=act, roles="、".join(step.by))
    missing = [need for need in step.needs if need not in given]
    if missing:
        raise StepNeeds(act=act, missing="、".join(missing))
    return step


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
            (Role.REVIEWER, *_MANAGER),
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

LIFECYCLES = (REPORT, REGISTER_ROW, OBLIGATION, TEMPLATE, DELEGATION)

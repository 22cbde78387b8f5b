"""The lives of what leaves the house: a delivery, an objection to a report, a controlled copy, the use of a seal.

A part of the tables of ``lifecycles``; see there how they are read.
"""

from __future__ import annotations

from fuwubao.domain.roles import Role
from fuwubao.domain.steps import Lifecycle, Step
from fuwubao.domain.words import Words

_MANAGER = (Role.REPORT_MANAGER, Role.DELEGATE)
_ENTERERS = (*_MANAGER, Role.AUTHOR, Role.SERVICE_MANAGER, Role.DOCUMENT_CONTROLLER)
_READERS = (Role.CUSTOMER, Role.SUPPLIER, Role.MANAGEMENT_REPRESENTATIVE, Role.SERVICE_MANAGER, Role.SYSTEM_HEAD)
_SENDER = (Role.OPERATOR,)
_REASON = ("reason",)
_PROOF = ("handed_at", "handed_by", "proof")

DELIVERY = Lifecycle(
    "delivery",
    Words("分发", "delivery"),
    initial="planned",
    states={
        "planned": Words("待送达", "to be handed over"),
        "queued": Words("待发送", "queued"),
        "sending": Words("发送中", "being sent"),
        "uncertain": Words("结果不明", "outcome unknown"),
        "sent": Words("已送达", "handed over"),
        "bounced": Words("已退信", "bounced"),
        "failed": Words("发送失败", "failed"),
        "cancelled": Words("不再发送", "no longer sent"),
    },
    rows=(
        Step("planned", "queued", "reports.queue_mail", (*_SENDER, *_MANAGER), guard="has_address", source="S6.11"),
        Step("planned", "sent", "reports.hand_over", _ENTERERS, needs=_PROOF, source="S6.11"),
        Step("queued", "sending", "reports.claim_mail", _SENDER, source="S6.11"),
        Step("sending", "sent", "reports.mail_accepted", _SENDER, source="S6.11"),
        Step("sending", "queued", "reports.mail_postponed", _SENDER, source="S6.11"),
        Step("sending", "bounced", "reports.mail_refused", _SENDER, needs=_REASON, source="S6.11"),
        Step("sending", "failed", "reports.mail_failed", _SENDER, needs=_REASON, source="S6.11"),
        Step("sending", "uncertain", "reports.mail_outcome_lost", _SENDER, source="S6.11"),
        Step("uncertain", "sent", "reports.settle_delivery", _MANAGER, needs=_REASON, source="S6.11"),
        Step("sent", "bounced", "reports.note_bounce", _MANAGER, needs=_REASON, source="S6.11"),
        *(Step(state, "queued", "reports.resend", _MANAGER, source="S6.11") for state in ("bounced", "failed")),
        Step("uncertain", "queued", "reports.resend", _MANAGER, source="S6.11"),
        *(
            Step(state, "sent", "reports.hand_over", _ENTERERS, needs=_PROOF, source="S6.11")
            for state in ("queued", "bounced", "failed")
        ),
        Step("sent", "sent", "reports.open_published", _READERS, source="S6.11"),
        Step("planned", "cancelled", "reports.withdraw", _MANAGER, needs=_REASON, source="domain (f)"),
        Step("queued", "cancelled", "reports.withdraw", _MANAGER, needs=_REASON, source="domain (f)"),
    ),
    final=frozenset({"cancelled"}),
)

OBJECTION = Lifecycle(
    "objection",
    Words("异议", "objection"),
    initial="raised",
    states={
        "raised": Words("已提出", "raised"),
        "examined": Words("核查中", "being examined"),
        "accepted": Words("成立", "accepted"),
        "rejected": Words("不成立", "rejected"),
        "answered": Words("已答复", "answered"),
    },
    rows=(
        Step("raised", "examined", "reports.examine_objection", (*_MANAGER, Role.AUTHOR), source="S6.14"),
        Step("examined", "accepted", "reports.decide_objection", _MANAGER, needs=_REASON, source="S6.14; M6"),
        Step("examined", "rejected", "reports.reject_objection", _MANAGER, needs=_REASON, source="S6.14"),
        *(
            Step(state, "answered", "reports.answer_objection", _MANAGER, needs=("answer",), source="S6.14")
            for state in ("accepted", "rejected")
        ),
    ),
    final=frozenset({"answered"}),
)

COPY = Lifecycle(
    "controlled_copy",
    Words("受控副本", "controlled copy"),
    initial="issued",
    states={
        "issued": Words("已发放", "issued"),
        "recalled": Words("已收回", "recalled"),
        "lost": Words("已遗失", "lost"),
        "destroyed": Words("已销毁", "destroyed"),
    },
    rows=(
        Step("issued", "recalled", "reports.recall_copy", (*_MANAGER, Role.DOCUMENT_CONTROLLER), source="domain (f)"),
        Step(
            "issued",
            "lost",
            "reports.lose_copy",
            (*_MANAGER, Role.DOCUMENT_CONTROLLER),
            needs=_REASON,
            source="domain (f)",
        ),
        *(
            Step(
                state,
                "destroyed",
                "reports.destroy_copy",
                (*_MANAGER, Role.DOCUMENT_CONTROLLER),
                needs=_REASON,
                source="domain (f)",
            )
            for state in ("issued", "recalled")
        ),
        Step("lost", "recalled", "reports.recall_copy", (*_MANAGER, Role.DOCUMENT_CONTROLLER), source="domain (f)"),
    ),
    final=frozenset({"destroyed"}),
)

SEAL = Lifecycle(
    "seal_use",
    Words("用印", "use of a seal"),
    initial="requested",
    states={
        "requested": Words("待批准", "awaiting approval"),
        "approved": Words("待用印", "approved"),
        "sealed": Words("已用印", "sealed"),
        "rejected": Words("未批准", "rejected"),
    },
    rows=(
        Step(
            "requested",
            "approved",
            "reports.approve_seal",
            (*_MANAGER, Role.MANAGEMENT_REPRESENTATIVE, Role.SYSTEM_HEAD),
            guard="requester_is_another",
            source="domain (e)",
        ),
        Step(
            "requested",
            "rejected",
            "reports.reject_seal",
            (*_MANAGER, Role.MANAGEMENT_REPRESENTATIVE, Role.SYSTEM_HEAD),
            needs=_REASON,
            source="domain (e)",
        ),
        Step(
            "approved",
            "sealed",
            "reports.register_seal",
            (Role.DOCUMENT_CONTROLLER, *_MANAGER),
            needs=("register_number",),
            source="domain (e)",
        ),
    ),
    final=frozenset({"sealed", "rejected"}),
)

DISTRIBUTION_LIVES = (DELIVERY, OBJECTION, COPY, SEAL)

"""Which role may do which act: one table, read by permissions, pages and tests (domain part (e)).

An act that is not here may be done by nobody. Separation of duties between persons is each room's own rule.
"""

from __future__ import annotations

from fuwubao.domain.roles import Role
from fuwubao.domain.words import Words

MANAGER = (Role.REPORT_MANAGER,)
MAKERS = (Role.REPORT_MANAGER, Role.AUTHOR)
STAFF = (
    Role.REPORT_MANAGER,
    Role.MANAGEMENT_REPRESENTATIVE,
    Role.SYSTEM_HEAD,
    Role.REVIEW_GROUP,
    Role.AUTHOR,
    Role.REVIEWER,
    Role.SERVICE_MANAGER,
    Role.AUDITOR,
    Role.DOCUMENT_CONTROLLER,
    Role.OPERATOR,
)
IMPROVERS = (
    Role.REPORT_MANAGER,
    Role.SERVICE_MANAGER,
    Role.AUTHOR,
    Role.REVIEWER,
    Role.SYSTEM_HEAD,
    Role.MANAGEMENT_REPRESENTATIVE,
)
HEADS = (Role.REPORT_MANAGER, Role.MANAGEMENT_REPRESENTATIVE, Role.SYSTEM_HEAD)
READERS_OUTSIDE = (Role.CUSTOMER, Role.SUPPLIER)
EVERYONE = (*STAFF, Role.ADMIN, *READERS_OUTSIDE, Role.DELEGATE)

MAY: dict[str, tuple[Role, ...]] = {
    # one's own things
    "accounts.own": EVERYONE,
    # users and audit
    "accounts.manage": (Role.ADMIN, Role.OPERATOR),
    "accounts.delegate": MANAGER,
    "accounts.read_roles": (*STAFF, Role.ADMIN),
    "accounts.read_audit": (Role.AUDITOR, Role.REPORT_MANAGER, Role.MANAGEMENT_REPRESENTATIVE, Role.OPERATOR),
    # agreements
    "agreements.read": (*STAFF, Role.ADMIN),
    "agreements.load": (Role.SERVICE_MANAGER, Role.REPORT_MANAGER, Role.OPERATOR),
    "agreements.load_calendar": (Role.ADMIN, Role.SERVICE_MANAGER, Role.OPERATOR),
    # alone, without a second person: people ask for these, and another approves (design section 6)
    "agreements.load_back_dated": (Role.OPERATOR,),
    "agreements.adopt_calendar": (Role.OPERATOR,),
    # records
    "records.read": STAFF,
    "records.load": (Role.AUTHOR, Role.REPORT_MANAGER, Role.SERVICE_MANAGER, Role.OPERATOR),
    "records.undo": (Role.REPORT_MANAGER, Role.SERVICE_MANAGER, Role.OPERATOR),
    "records.enter_manual": (Role.AUTHOR, Role.SERVICE_MANAGER, Role.REPORT_MANAGER, Role.OPERATOR),
    "records.verify_manual": (Role.REVIEWER, Role.SERVICE_MANAGER, Role.REPORT_MANAGER),
    # measurement
    "measurement.read": STAFF,
    "measurement.request_change": (Role.AUTHOR, Role.SERVICE_MANAGER, Role.REPORT_MANAGER, Role.OPERATOR),
    "measurement.decide_change": (Role.REPORT_MANAGER, Role.SYSTEM_HEAD),
    # the register and its duties
    "reports.read": STAFF,
    "reports.edit_register": (Role.REPORT_MANAGER, Role.OPERATOR),
    "reports.adopt_duties": (*MAKERS, Role.SERVICE_MANAGER, Role.OPERATOR),
    "reports.schedule_duties": (*MAKERS, Role.SERVICE_MANAGER, Role.OPERATOR),
    "reports.agree_row": (Role.REPORT_MANAGER, Role.SERVICE_MANAGER, Role.OPERATOR),
    "reports.activate_row": (Role.REPORT_MANAGER, Role.OPERATOR),
    "reports.lower_row": MANAGER,
    "reports.restore_row": MANAGER,
    "reports.pause_row": MANAGER,
    "reports.resume_row": MANAGER,
    "reports.retire_row": MANAGER,
    "reports.review_row": MANAGER,
    "reports.convene_summary": (Role.MANAGEMENT_REPRESENTATIVE,),
    "reports.give_opinion": tuple(role for role in STAFF if role is not Role.OPERATOR),
    "reports.note_effort": (*MAKERS, Role.REVIEWER),
    "reports.waive_duty": MANAGER,
    "reports.postpone_duty": MANAGER,
    "reports.remind_duty": MANAGER,
    "reports.fulfil_duty": tuple(role for role in STAFF if role not in (Role.AUDITOR, Role.OPERATOR)),
    "reports.cancel_duty": MANAGER,
    # one report
    "reports.draft": (*MAKERS, Role.OPERATOR),
    "reports.write": MAKERS,
    "reports.submit": MAKERS,
    "reports.review": (Role.REVIEWER, Role.REPORT_MANAGER, Role.SERVICE_MANAGER, Role.REVIEW_GROUP),
    "reports.keep_reviewers": MANAGER,
    "reports.keep_review_rules": MANAGER,
    "reports.call_review": MAKERS,
    "reports.verify_sample": (Role.REVIEWER, Role.REPORT_MANAGER, Role.SERVICE_MANAGER, Role.REVIEW_GROUP),
    "reports.ask_signature": MANAGER,
    "reports.give_signature": tuple(role for role in STAFF if role not in (Role.AUDITOR, Role.OPERATOR)),
    "reports.mail_approval": MAKERS,
    "reports.comment": tuple(role for role in STAFF if role is not Role.OPERATOR),
    "reports.give_block": MAKERS,
    "reports.return_to_author": (Role.REVIEWER, Role.REPORT_MANAGER, Role.SYSTEM_HEAD),
    "reports.approve": (Role.REPORT_MANAGER, Role.SYSTEM_HEAD),
    "reports.escalate": MANAGER,
    "reports.approve_abnormal": (Role.SYSTEM_HEAD,),
    "reports.publish": MANAGER,
    "reports.correct": MAKERS,
    "reports.withdraw": MANAGER,
    "reports.follow_up": MAKERS,
    "reports.take_evidence": (
        Role.AUDITOR,
        Role.REPORT_MANAGER,
        Role.MANAGEMENT_REPRESENTATIVE,
        Role.DOCUMENT_CONTROLLER,
        Role.OPERATOR,
    ),
    "reports.archive": (Role.DOCUMENT_CONTROLLER, Role.REPORT_MANAGER),
    # templates and the rules of the checks
    "reports.request_template_change": (*MAKERS, Role.SERVICE_MANAGER),
    "reports.review_template_change": (Role.REPORT_MANAGER, Role.REVIEWER, Role.REVIEW_GROUP, Role.SERVICE_MANAGER),
    "reports.approve_template_change": MANAGER,
    "reports.move_to_template": MAKERS,
    "reports.switch_check": MANAGER,
    # the process itself: its documents, scope, sources, the list's editions, meetings with customers
    "reports.draft_process_document": MANAGER,
    "reports.approve_process_document": (Role.MANAGEMENT_REPRESENTATIVE,),
    "reports.confirm_reading": tuple(role for role in STAFF if role is not Role.OPERATOR),
    "reports.relate_document": (*MAKERS, Role.SERVICE_MANAGER, Role.DOCUMENT_CONTROLLER),
    "reports.keep_process_scope": MANAGER,
    "reports.issue_register": MANAGER,
    "reports.approve_register": (Role.MANAGEMENT_REPRESENTATIVE, Role.SYSTEM_HEAD),
    "reports.hold_service_review": (*MAKERS, Role.SERVICE_MANAGER),
    "reports.evaluate_service": (*MAKERS, Role.SERVICE_MANAGER, Role.REVIEWER),
    # improvement
    "improvement.read": STAFF,
    "improvement.suggest": STAFF,
    "improvement.raise": (*IMPROVERS, Role.OPERATOR),
    "improvement.accept": IMPROVERS,
    "improvement.decline": IMPROVERS,
    "improvement.plan": IMPROVERS,
    "improvement.start": IMPROVERS,
    "improvement.report_done": IMPROVERS,
    "improvement.attach": (*IMPROVERS, Role.AUDITOR),
    "improvement.verify": IMPROVERS,
    "improvement.close": HEADS,
    "improvement.cancel": HEADS,
    "improvement.ask_move": IMPROVERS,
    "improvement.decide_move": (*HEADS, Role.SERVICE_MANAGER),
    "improvement.remind": (*HEADS, Role.OPERATOR),
    "improvement.raise_nonconformity": (*HEADS, Role.REVIEW_GROUP, Role.REVIEWER, Role.AUDITOR),
    "improvement.notify": (*HEADS, Role.AUDITOR),
    "improvement.reply": IMPROVERS,
    "improvement.correct": IMPROVERS,
    "improvement.verify_nonconformity": (*HEADS, Role.AUDITOR),
    "improvement.close_nonconformity": HEADS,
    # warnings, requests, major incidents
    "reports.warn": (Role.REPORT_MANAGER, Role.SERVICE_MANAGER, Role.OPERATOR),
    "reports.answer_warning": (*MAKERS, Role.SERVICE_MANAGER),
    "reports.close_warning": (Role.REPORT_MANAGER, Role.SERVICE_MANAGER),
    "reports.register_request": (*MAKERS, Role.SERVICE_MANAGER),
    "reports.answer_request": (Role.REPORT_MANAGER, Role.SERVICE_MANAGER),
    "reports.open_incident_report": (*MAKERS, Role.SERVICE_MANAGER),
    # what suppliers owe us
    "reports.read_suppliers": STAFF,
    "reports.hand_in_supplier_report": (Role.SUPPLIER,),
    "reports.receive_supplier_report": (*MAKERS, Role.SERVICE_MANAGER),
    "reports.check_supplier_report": (*MAKERS, Role.SERVICE_MANAGER),
    "reports.decide_supplier_report": (Role.REPORT_MANAGER, Role.SERVICE_MANAGER),
    "reports.raise_supplier_dispute": (*MAKERS, Role.SERVICE_MANAGER),
    "reports.settle_supplier_dispute": (Role.REPORT_MANAGER, Role.SERVICE_MANAGER),
    "reports.evaluate_supplier": (Role.REPORT_MANAGER, Role.SERVICE_MANAGER),
    # what leaves the house, and what comes back
    "reports.hand_over": (*MAKERS, Role.SERVICE_MANAGER, Role.DOCUMENT_CONTROLLER),
    "reports.make_link": (*MAKERS, Role.SERVICE_MANAGER),
    "reports.issue_copy": (Role.REPORT_MANAGER, Role.DOCUMENT_CONTROLLER),
    "reports.request_seal": (*MAKERS, Role.SERVICE_MANAGER),
    "reports.approve_seal": (Role.REPORT_MANAGER, Role.MANAGEMENT_REPRESENTATIVE, Role.SYSTEM_HEAD),
    "reports.register_seal": (Role.DOCUMENT_CONTROLLER, Role.REPORT_MANAGER),
    "reports.register_scan": (*MAKERS, Role.SERVICE_MANAGER, Role.DOCUMENT_CONTROLLER),
    "reports.agree_silence": MANAGER,
    "reports.acknowledge_by_default": (Role.REPORT_MANAGER, Role.OPERATOR),
    "reports.examine_objection": MAKERS,
    "reports.decide_objection": MANAGER,
    # recipients
    "reports.object": (*READERS_OUTSIDE, Role.MANAGEMENT_REPRESENTATIVE, Role.SERVICE_MANAGER, Role.SYSTEM_HEAD),
    "reports.read_published": (*STAFF, *READERS_OUTSIDE),
    "reports.acknowledge": (*READERS_OUTSIDE, Role.MANAGEMENT_REPRESENTATIVE, Role.SERVICE_MANAGER, Role.SYSTEM_HEAD),
    "reports.give_feedback": (*READERS_OUTSIDE, Role.MANAGEMENT_REPRESENTATIVE, Role.SERVICE_MANAGER, Role.SYSTEM_HEAD),
}

# what the holder of a delegation of the manager's role may be given (S1.8); who holds one cannot pass it on
DELEGABLE = tuple(act for act, roles in MAY.items() if Role.REPORT_MANAGER in roles and act != "accounts.delegate")

ROLE_WORDS: dict[Role, Words] = {
    Role.REPORT_MANAGER: Words("服务报告流程经理", "service report process manager"),
    Role.DELEGATE: Words("委派代理", "delegate"),
    Role.MANAGEMENT_REPRESENTATIVE: Words("管理者代表", "management representative"),
    Role.SYSTEM_HEAD: Words("管理体系负责人", "management system head"),
    Role.REVIEW_GROUP: Words("评审组", "review group"),
    Role.AUTHOR: Words("报告编制人", "report author"),
    Role.REVIEWER: Words("审核人", "reviewer"),
    Role.SERVICE_MANAGER: Words("服务经理", "service manager"),
    Role.CUSTOMER: Words("客户代表", "customer representative"),
    Role.SUPPLIER: Words("供应商", "supplier"),
    Role.AUDITOR: Words("审核员（内审/外审）", "auditor"),
    Role.DOCUMENT_CONTROLLER: Words("文控", "document controller"),
    Role.ADMIN: Words("系统管理员", "administrator"),
    Role.OPERATOR: Words("工作区操作员", "workspace operator"),
}

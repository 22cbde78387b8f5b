"""The acts of the role table in words, for refusals and pages."""

from __future__ import annotations

from fuwubao.domain.words import Words

ACT_WORDS: dict[str, Words] = {
    "accounts.own": Words("查看自己的事项", "see one's own things"),
    "accounts.manage": Words("管理用户与角色", "manage users and roles"),
    "accounts.delegate": Words("委派职责", "delegate"),
    "accounts.read_roles": Words("查看任命与委派", "read appointments and delegations"),
    "accounts.read_audit": Words("查看审计记录", "read the audit chain"),
    "agreements.read": Words("查看服务协议", "read agreements"),
    "agreements.load": Words("载入或修订服务协议", "load or revise an agreement"),
    "agreements.load_calendar": Words("载入节假日安排", "load a holiday calendar"),
    "records.read": Words("查看服务数据", "read records"),
    "records.load": Words("导入服务数据", "load records"),
    "records.undo": Words("撤销导入", "undo a batch"),
    "records.enter_manual": Words("登记手工指标", "enter a manual value"),
    "records.verify_manual": Words("核验手工指标", "verify a manual value"),
    "measurement.read": Words("查看指标", "read figures"),
    "reports.read": Words("查看服务报告", "read reports"),
    "reports.edit_register": Words("维护服务报告列表", "keep the register"),
    "reports.adopt_duties": Words("从协议建立报告条目", "adopt reporting duties"),
    "reports.schedule_duties": Words("排定应提交报告", "schedule duties"),
    "reports.agree_row": Words("登记与接收方的约定", "record the recipient's agreement"),
    "reports.activate_row": Words("启用报告条目", "activate a row"),
    "reports.lower_row": Words("降低报告频次", "lower a row's frequency"),
    "reports.restore_row": Words("恢复报告频次", "restore a row's frequency"),
    "reports.pause_row": Words("暂停报告条目", "pause a row"),
    "reports.resume_row": Words("恢复报告条目", "resume a row"),
    "reports.retire_row": Words("停用报告条目", "retire a row"),
    "reports.review_row": Words("评审报告条目", "review a row"),
    "reports.waive_duty": Words("免报", "waive a duty"),
    "reports.cancel_duty": Words("取消应提交报告", "cancel a duty"),
    "reports.draft": Words("编制报告草稿", "draft a report"),
    "reports.write": Words("编写报告", "write a report"),
    "reports.submit": Words("提交评审", "submit for review"),
    "reports.review": Words("评审报告", "review a report"),
    "reports.return_to_author": Words("退回报告", "return a report to its author"),
    "reports.approve": Words("批准报告", "approve a report"),
    "reports.escalate": Words("上报异常", "escalate"),
    "reports.approve_abnormal": Words("批准异常报告", "approve an abnormal report"),
    "reports.publish": Words("发布报告", "publish a report"),
    "reports.correct": Words("更正报告", "correct a report"),
    "reports.withdraw": Words("作废报告", "withdraw a report"),
    "reports.archive": Words("归档报告", "archive a report"),
    "reports.read_published": Words("查看已发布的报告", "read published reports"),
    "reports.acknowledge": Words("确认收到报告", "acknowledge a report"),
    "reports.give_feedback": Words("反馈意见", "give feedback"),
}


def act_in_words(act: str) -> Words:
    """Return an act in words; one without words is told by its code."""
    return ACT_WORDS.get(act, Words(act, act))

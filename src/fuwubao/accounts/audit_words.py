"""What the audit chain records, in words: the acts of the role table and those that only the chain names."""

from __future__ import annotations

from fuwubao.accounts.act_words import ACT_WORDS
from fuwubao.domain.words import Words

DONE_WORDS: dict[str, Words] = {
    "accounts.appoint": Words("任命", "appoint"),
    "accounts.change_password": Words("更改密码", "change the password"),
    "accounts.create_user": Words("新建用户", "create a user"),
    "accounts.end_appointment": Words("结束任命", "end an appointment"),
    "accounts.log_in": Words("登录", "log in"),
    "accounts.make_operator": Words("建立工作区操作员", "make the workspace operator"),
    "accounts.reset_password": Words("重设密码", "reset a password"),
    "accounts.revoke_delegation": Words("撤回委派", "revoke a delegation"),
    "accounts.set_active": Words("启用或停用账号", "open or close an account"),
    "agreements.adopt_calendar": Words("采用节假日安排", "adopt a holiday calendar"),
    "agreements.keep_organisation": Words("登记客户或供应商", "keep an organisation"),
    "measurement.freeze": Words("冻结指标数字", "freeze figures"),
    "records.drop_row": Words("放弃隔离行", "drop a quarantined row"),
    "records.enter_manual_value": Words("登记手工指标", "enter a manual value"),
    "records.keep_upload": Words("上传待导入的文件", "keep an uploaded file"),
    "records.load_file": Words("导入文件", "load a file"),
    "records.mend_row": Words("更正隔离行", "mend a quarantined row"),
    "records.propose_manual_value": Words("登记手工指标，待核实", "propose a manual value"),
    "records.replay_quarantine": Words("重新导入更正的行", "replay the quarantine"),
    "records.save_mapping": Words("保存对应表", "save a mapping"),
    "records.settle_mapping": Words("确定对应关系", "settle a mapping"),
    "records.undo_batch": Words("撤销导入", "undo a batch"),
    "records.verify_manual_value": Words("核实手工指标", "verify a manual value"),
    "reports.adopt_duty": Words("从协议建立报告条目", "adopt a reporting duty"),
    "reports.answer_objection": Words("答复异议", "answer an objection"),
    "reports.destroy_copy": Words("销毁受控副本", "destroy a controlled copy"),
    "reports.lose_copy": Words("登记受控副本遗失", "note the loss of a controlled copy"),
    "reports.mail_accepted": Words("邮件已由对方服务器接收", "mail accepted by the receiving server"),
    "reports.mail_failed": Words("邮件发送失败", "mail failed"),
    "reports.mail_outcome_lost": Words("邮件发送结果不明", "the outcome of a mail is unknown"),
    "reports.mail_refused": Words("邮件被退回", "mail refused"),
    "reports.note_bounce": Words("登记退信", "note a bounced mail"),
    "reports.open_link": Words("打开客户链接", "open a customer link"),
    "reports.recall_copy": Words("收回受控副本", "recall a controlled copy"),
    "reports.reject_objection": Words("裁定异议不成立", "reject an objection"),
    "reports.reject_seal": Words("不批准用印", "reject the use of a seal"),
    "reports.resend": Words("重新发送", "send again"),
    "reports.revoke_link": Words("撤销客户链接", "revoke a customer link"),
    "reports.set_address": Words("登记接收人邮箱", "keep a recipient's address"),
    "reports.settle_delivery": Words("确认结果不明的邮件已送达", "settle a mail of unknown outcome"),
    "reports.answer_feedback": Words("答复反馈", "answer feedback"),
    "reports.ask_decision": Words("提请决策", "ask for a decision"),
    "reports.cite": Words("引用数字", "cite a figure"),
    "reports.explain_breach": Words("说明超时原因", "explain a breach"),
    "reports.follow_up_measure": Words("跟踪改进措施", "follow up a measure"),
    "reports.note_event": Words("登记重大事件", "note an event"),
    "reports.make_feed": Words("建立日历订阅", "make a calendar feed"),
    "reports.name_data_owner": Words("指定数据责任人", "name a data owner"),
    "reports.redate_duty": Words("重算期限", "move a due date"),
    "reports.revoke_feed": Words("撤销日历订阅", "revoke a calendar feed"),
    "reports.open_published": Words("打开已发布的报告", "open a published report"),
    "reports.retake": Words("重新取数", "take the figures again"),
    "reports.revise": Words("按意见修改", "revise a returned report"),
    "reports.schedule_duty": Words("排定应提交报告", "schedule a duty"),
    "reports.seed_template": Words("登记报告模板", "register a template"),
    "reports.state_nothing": Words("声明本期无", "state that there is nothing"),
    "reports.state_number": Words("作者陈述数字", "state a number"),
    "reports.supersede": Words("由新版替代", "supersede"),
    "reports.waive_finding": Words("说明后放行", "waive a finding"),
    "reports.settle_warning": Words("判定预警结果", "settle a warning"),
}


def done_in_words(act: str) -> Words:
    """Return a recorded act in words; one without words is told by its code."""
    return DONE_WORDS.get(act) or ACT_WORDS.get(act) or Words(act, act)

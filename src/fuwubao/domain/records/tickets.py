"""Tickets and the log of what happened to them.

Synonyms come from the exports of ServiceNow (SN), Jira (JI), 禅道 (ZT), OTRS/Znuny (OT), GLPI (GL),
Zammad (ZA) and of Chinese service desks.
"""

from __future__ import annotations

from fuwubao.domain.records.schema import Column, ColumnType, RecordKind
from fuwubao.domain.tickets import EventKind

_CLASSES = (
    *(
        (word, "incident")
        for word in ("事件", "故障", "故障单", "事件单", "事故", "报修", "incidents", "bug", "故障申报")
    ),
    *((word, "request") for word in ("请求", "服务请求", "服务申请", "申请", "需求", "service request", "demand")),
    *((word, "enquiry") for word in ("咨询", "问询", "询问", "inquiry", "question", "咨询单")),
)
_STATES = (
    *((word, "open") for word in ("新建", "未处理", "待处理", "待受理", "已登记", "待分派", "打开", "new", "to do")),
    *(
        (word, "in_progress")
        for word in (
            "处理中", "进行中", "已受理", "已分派", "已派单", "已响应", "受理中", "重新打开", "激活", "已激活",
            "active", "assigned", "in progress", "work in progress", "processing (assigned)", "reopened",
        )
    ),
    *(
        (word, "pending")
        for word in ("挂起", "已挂起", "暂停", "等待", "等待用户", "待用户确认", "待客户", "等待客户", "on hold", "waiting",
                     "pending reminder", "awaiting user info", "awaiting vendor", "awaiting problem", "awaiting evidence")
    ),
    *((word, "resolved") for word in ("已解决", "解决", "已完成", "完成", "已处理", "待关闭", "solved", "done", "fixed")),
    *((word, "closed") for word in ("已关闭", "关闭", "已结单", "结单", "已归档", "归档", "closed successful", "complete")),
    *((word, "cancelled") for word in ("已取消", "取消", "作废", "已作废", "已撤销", "撤销", "canceled", "removed", "已撤单")),
    *((word, "merged") for word in ("已合并", "合并", "duplicate")),
)  # fmt: skip
_EVENTS = (
    *((word, "opened") for word in ("登记", "创建", "新建", "受理登记", "created", "open")),
    *((word, "responded") for word in ("响应", "首次响应", "受理", "response", "acknowledged")),
    *((word, "assigned") for word in ("分派", "派单", "转派", "指派", "assign", "reassigned")),
    *((word, "pending") for word in ("挂起", "暂停", "等待", "on hold", "paused")),
    *((word, "resumed") for word in ("恢复", "解除挂起", "恢复处理", "resume", "active")),
    *((word, "resolved") for word in ("解决", "已解决", "完成", "solved")),
    *((word, "reopened") for word in ("重开", "重新打开", "重启", "reopen")),
    *((word, "closed") for word in ("关闭", "已关闭", "结单", "close")),
    *((word, "cancelled") for word in ("取消", "作废", "撤销", "canceled")),
    *((word, "merged") for word in ("合并", "merge")),
    *((word, "priority_changed") for word in ("优先级变更", "调整优先级")),
    *((word, "service_changed") for word in ("服务变更", "调整服务")),
    *((word, "escalated") for word in ("升级", "escalate")),
)
_EXCLUSIONS = (("测试", "test"), ("垃圾", "spam"), ("约定免计", "agreed"), ("免计", "agreed"))

TICKET = RecordKind(
    code="ticket",
    zh="工单",
    en="Ticket",
    id_column="id",
    month_of="opened_at",
    order=(("opened_at", "resolved_at"), ("opened_at", "closed_at"), ("resolved_at", "closed_at")),
    order_unless_above_zero=(("resolved_at", "closed_at", "reopen_count"),),
    columns=(
        Column(
            name="id", type=ColumnType.ID, zh="工单编号", en="Ticket number", required=True,
            synonyms=("工单号", "工单id", "单号", "事件编号", "事件单号", "请求编号", "流水号", "ticket_id", "ticket id",
                      "ticket number", "ticket#", "ticket", "number", "issue key", "key", "incident id", "incident number",
                      "case id", "bug编号"),
            meaning="一个来源内唯一",
        ),
        Column(
            name="class", type=ColumnType.CHOICE, zh="工单类别", en="Class", choices=("incident", "request", "enquiry"),
            words=_CLASSES, synonyms=("工单类型", "单据类型", "issue type", "ticket type"),
            meaning="事件、服务请求或咨询；一份数据中的其他“类别”用对应表指到 category",
        ),
        Column(name="title", type=ColumnType.TEXT, zh="标题", en="Title", required=True,
               synonyms=("工单标题", "主题", "摘要", "问题标题", "bug标题", "short_description", "short description",
                         "summary", "subject", "case_title")),
        Column(name="customer", type=ColumnType.TEXT, zh="客户", en="Customer",
               synonyms=("客户代码", "客户名称", "客户单位", "服务对象", "company", "organization", "customerid", "entity")),
        Column(name="service", type=ColumnType.TEXT, zh="服务", en="Service",
               synonyms=("服务代码", "服务名称", "服务项", "服务目录", "所属系统", "业务系统", "business_service",
                         "business service", "project", "所属产品")),
        Column(name="priority", type=ColumnType.PRIORITY, zh="优先级", en="Priority", choices=("P1", "P2", "P3", "P4"),
               synonyms=("优先级别", "工单优先级"), meaning="P1 最高；空白的工单没有目标"),
        Column(name="category", type=ColumnType.TEXT, zh="分类", en="Category",
               synonyms=("类别", "工单分类", "问题分类", "故障分类", "一级分类", "所属模块", "component/s", "itil category")),
        Column(name="channel", type=ColumnType.TEXT, zh="渠道", en="Channel",
               synonyms=("受理渠道", "受理方式", "来源渠道", "contact_type", "contact type", "request source", "via")),
        Column(name="team", type=ColumnType.TEXT, zh="处理组", en="Team",
               synonyms=("班组", "处理班组", "支持组", "受理组", "assignment_group", "assignment group", "queue", "group",
                         "technician group")),
        Column(name="assignee", type=ColumnType.TEXT, zh="处理人", en="Assignee",
               synonyms=("受理人", "工程师", "负责人", "经办人", "指派给", "assigned_to", "assigned to", "owner",
                         "technician", "agent")),
        Column(name="opened_at", type=ColumnType.INSTANT, zh="登记时间", en="Opened at", required=True,
               synonyms=("创建时间", "提单时间", "建单时间", "报修时间", "创建日期", "opened", "opened at", "created",
                         "created_at", "created at", "sys_created_on", "opening date", "create_time")),
        Column(name="responded_at", type=ColumnType.INSTANT, zh="响应时间", en="Responded at",
               synonyms=("首次响应", "首次响应时间", "responded", "first response", "first_response_at",
                         "first response at", "taken into account")),
        Column(name="resolved_at", type=ColumnType.INSTANT, zh="解决时间", en="Resolved at",
               synonyms=("完成时间", "解决日期", "处理完成时间", "resolved", "resolution date", "resolution time",
                         "solution date", "resolutiondate")),
        Column(name="closed_at", type=ColumnType.INSTANT, zh="关闭时间", en="Closed at",
               synonyms=("结单时间", "关闭日期", "closed", "close_at", "close at", "closing date", "close time")),
        Column(name="state", type=ColumnType.CHOICE, zh="状态", en="State",
               choices=("open", "in_progress", "pending", "resolved", "closed", "cancelled", "merged"), words=_STATES,
               synonyms=("工单状态", "当前状态", "bug状态", "status", "ticket state")),
        Column(name="duplicate_of", type=ColumnType.ID, zh="重复于", en="Duplicate of", synonyms=("合并到", "主工单")),
        Column(name="exclusion", type=ColumnType.CHOICE, zh="免计", en="Exclusion", choices=("test", "spam", "agreed"),
               words=_EXCLUSIONS, synonyms=("免计类型",), meaning="不参与判定的理由；约定免计须有批准人"),
        Column(name="exclusion_approver", type=ColumnType.TEXT, zh="免计批准人", en="Exclusion approved by"),
        Column(name="exclusion_reason", type=ColumnType.TEXT, zh="免计原因", en="Exclusion reason"),
        Column(name="major", type=ColumnType.FLAG, zh="重大事故", en="Major incident", synonyms=("是否重大", "是否重大事故")),
        Column(name="problem_id", type=ColumnType.ID, zh="关联问题", en="Linked problem", synonyms=("问题编号", "problem")),
        Column(name="change_id", type=ColumnType.ID, zh="关联变更", en="Linked change",
               synonyms=("变更编号", "rfc", "change request")),
        Column(name="reopen_count", type=ColumnType.COUNT, zh="重开次数", en="Reopenings", at_least=0,
               synonyms=("重新打开次数", "激活次数", "reopen count")),
        Column(name="line", type=ColumnType.CHOICE, zh="支持级别", en="Support line", choices=("1", "2", "3"),
               words=(("一线", "1"), ("二线", "2"), ("三线", "3"), ("l1", "1"), ("l2", "2"), ("l3", "3")),
               synonyms=("几线", "support level")),
        Column(name="supplier", type=ColumnType.TEXT, zh="供应商", en="Supplier", synonyms=("vendor", "服务商")),
        Column(name="satisfaction", type=ColumnType.SCORE, zh="满意度", en="Satisfaction", at_least=1, at_most=5,
               synonyms=("满意度评分",), meaning="源工具随工单给出的 1–5 分"),
        Column(name="effort_hours", type=ColumnType.NUMBER, zh="投入工时", en="Effort in hours", at_least=0),
        Column(name="source_response_met", type=ColumnType.FLAG, zh="源工具响应达标", en="Source: response met",
               synonyms=("响应是否达标",), meaning="仅供并行核对"),
        Column(name="source_resolution_met", type=ColumnType.FLAG, zh="源工具解决达标", en="Source: resolution met",
               synonyms=("是否达标", "解决是否达标", "made_sla"), meaning="仅供并行核对"),
        Column(name="source_due_at", type=ColumnType.INSTANT, zh="源工具截止时间", en="Source: due at", planned=True,
               synonyms=("要求完成时间", "截止时间", "due_date", "due date", "escalation_at"), meaning="仅供并行核对"),
        Column(name="pending_total_seconds", type=ColumnType.SECONDS, zh="挂起总秒数", en="Total pending seconds", at_least=0,
               synonyms=("挂起时长（秒）", "挂起时长(秒)"), meaning="没有流转日志时使用，结果标注“推算”"),
    ),
)  # fmt: skip

TICKET_EVENT = RecordKind(
    code="ticket_event",
    zh="工单流转",
    en="Ticket event",
    id_column="ticket_id",
    month_of="at",
    identity_columns=("ticket_id", "at", "event", "value", "reason", "actor"),
    columns=(
        Column(name="ticket_id", type=ColumnType.ID, zh="工单编号", en="Ticket number", required=True,
               synonyms=("工单号", "单号", "事件编号", "ticket id", "ticket", "number", "case id", "caseid", "issue key",
                         "case:concept:name")),
        Column(name="at", type=ColumnType.INSTANT, zh="时间", en="At", required=True,
               synonyms=("发生时间", "操作时间", "流转时间", "变更时间", "timestamp", "time", "created_at",
                         "time:timestamp", "complete timestamp")),
        Column(name="event", type=ColumnType.CHOICE, zh="动作", en="Event", required=True,
               choices=tuple(kind.value for kind in EventKind), words=_EVENTS,
               synonyms=("流转动作", "操作", "活动", "activity", "action", "concept:name")),
        Column(name="value", type=ColumnType.TEXT, zh="新值", en="Value", synonyms=("变更后", "new value")),
        Column(name="reason", type=ColumnType.TEXT, zh="原因", en="Reason",
               synonyms=("挂起原因", "pending reason", "hold_reason")),
        Column(name="actor", type=ColumnType.TEXT, zh="操作人", en="Actor", synonyms=("处理人", "resource", "org:resource", "user")),
    ),
)  # fmt: skip

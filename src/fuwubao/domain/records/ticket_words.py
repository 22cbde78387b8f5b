"""Words of common tools for classes, states, events and exclusions of tickets, with the stored word."""

from __future__ import annotations

CLASSES = (
    *(
        (word, "incident")
        for word in ("事件", "故障", "故障单", "事件单", "事故", "报修", "incidents", "bug", "故障申报")
    ),
    *((word, "request") for word in ("请求", "服务请求", "服务申请", "申请", "需求", "service request", "demand")),
    *((word, "enquiry") for word in ("咨询", "问询", "询问", "inquiry", "question", "咨询单")),
)
STATES = (
    *((word, "open") for word in ("新建", "未处理", "待处理", "待受理", "已登记", "待分派", "打开", "new", "to do")),
    *(
        (word, "in_progress")
        for word in (
            "处理中",
            "进行中",
            "已受理",
            "已分派",
            "已派单",
            "已响应",
            "受理中",
            "重新打开",
            "激活",
            "已激活",
            "active",
            "assigned",
            "in progress",
            "work in progress",
            "processing (assigned)",
            "reopened",
        )
    ),
    *(
        (word, "pending")
        for word in (
            "挂起",
            "已挂起",
            "暂停",
            "等待",
            "等待用户",
            "待用户确认",
            "待客户",
            "等待客户",
            "on hold",
            "waiting",
            "pending reminder",
            "awaiting user info",
            "awaiting vendor",
            "awaiting problem",
            "awaiting evidence",
        )
    ),
    *(
        (word, "resolved")
        for word in ("已解决", "解决", "已完成", "完成", "已处理", "待关闭", "solved", "done", "fixed")
    ),
    *(
        (word, "closed")
        for word in ("已关闭", "关闭", "已结单", "结单", "已归档", "归档", "closed successful", "complete")
    ),
    *(
        (word, "cancelled")
        for word in ("已取消", "取消", "作废", "已作废", "已撤销", "撤销", "canceled", "removed", "已撤单")
    ),
    *((word, "merged") for word in ("已合并", "合并", "duplicate")),
)
EVENTS = (
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
EXCLUSIONS = (("测试", "test"), ("垃圾", "spam"), ("约定免计", "agreed"), ("免计", "agreed"))

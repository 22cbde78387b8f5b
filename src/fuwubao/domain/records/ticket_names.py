"""Names of ticket columns in the exports of common tools and of Chinese service desks."""

from __future__ import annotations

NUMBER_NAMES = (
    "工单号", "工单id", "单号", "事件编号", "事件单号", "请求编号", "流水号", "ticket_id", "ticket id",
    "ticket number", "ticket#", "ticket", "number", "issue key", "key", "incident id", "request id",
    "case number", "call number", "ref", "请求id", "审批编号", "问题关键字", "密钥", "incident number",
    "case id", "bug编号",
)  # fmt: skip
TITLE_NAMES = (
    "工单标题", "主题", "摘要", "问题标题", "bug标题", "short_description", "short description", "summary",
    "subject", "case_title", "short description (details)", "简短描述", "简要说明", "概要",
)  # fmt: skip
CUSTOMER_NAMES = (
    "客户代码", "客户名称", "客户单位", "服务对象", "company", "organization", "customerid", "entity",
    "organization->name", "account name", "client", "所属客户", "组织", "实体",
)  # fmt: skip
TEAM_NAMES = (
    "班组", "处理班组", "支持组", "受理组", "assignment_group", "assignment group", "queue", "group",
    "technician group", "assigned group", "operator group", "owned by team", "team->name", "分配组", "团队",
    "受理客服组", "处理部门",
)  # fmt: skip
ASSIGNEE_NAMES = (
    "受理人", "工程师", "负责人", "经办人", "指派给", "assigned_to", "assigned to", "owner", "technician",
    "agent->name", "assigned to - technician", "case owner", "当前处理人", "受理客服", "技术员", "分配给",
    "agent",
)  # fmt: skip
OPENED_NAMES = (
    "创建时间", "提单时间", "建单时间", "报修时间", "创建日期", "opened", "opened at", "created", "created_at",
    "created at", "sys_created_on", "opening date", "create_time", "created time", "created date",
    "created date time", "create date", "date created", "date/time opened", "opened date", "open date",
    "submit date", "reported date", "start date", "call date", "打开时间", "打开日期", "开始日期", "已创建",
    "创建于", "已打开", "发起时间",
)  # fmt: skip
RESPONDED_NAMES = (
    "首次响应", "首次响应时间", "responded", "first response", "first_response_at", "first response at",
    "taken into account", "responded time", "responded date", "实际响应时间",
)  # fmt: skip
RESOLVED_NAMES = (
    "完成时间", "解决日期", "处理完成时间", "resolved", "resolution date", "resolution time", "solution date",
    "resolutiondate", "resolved time", "resolved date", "last resolved date", "solved at", "solved",
    "实际解决时间", "已解决",
)  # fmt: skip
CLOSED_NAMES = (
    "结单时间", "关闭日期", "已关闭", "closed", "close_at", "close at", "closed at", "closing date",
    "close date", "closed date", "closed time", "closed date time", "date closed", "date/time closed",
    "close time",
)  # fmt: skip

"""What keeps services running: problems, changes, outages, service events and figures entered by hand."""

from __future__ import annotations

from fuwubao.domain.records.schema import Column, ColumnType, RecordKind

_PROBLEM_STATES = (
    *((word, "open") for word in ("新建", "打开", "未解决", "待处理", "new", "to do", "reopened", "重新打开")),
    *((word, "in_progress") for word in ("处理中", "分析中", "进行中", "in progress", "patch available", "root cause analysis")),
    *((word, "known_error") for word in ("已知错误", "known error")),
    *((word, "resolved") for word in ("已解决", "已完成", "done", "fixed")),
    *((word, "closed") for word in ("已关闭", "关闭")),
    *((word, "cancelled") for word in ("已取消", "取消", "canceled")),
)  # fmt: skip
_CHANGE_TYPES = (
    ("常规", "normal"), ("一般", "normal"), ("标准", "standard"), ("紧急", "emergency"), ("常规变更", "normal"),
    ("标准变更", "standard"), ("紧急变更", "emergency"),
)  # fmt: skip
_CHANGE_RESULTS = (
    ("成功", "successful"), ("success", "successful"), ("失败", "failed"), ("failure", "failed"), ("回退", "backed_out"),
    ("已回退", "backed_out"), ("revert", "backed_out"), ("取消", "cancelled"), ("已取消", "cancelled"), ("拒绝", "rejected"),
    ("已拒绝", "rejected"), ("canceled", "cancelled"),
)  # fmt: skip
_EVENT_CLASSES = (
    ("重大事故", "major_incident"), ("新服务", "new_service"), ("新增服务", "new_service"), ("服务变更", "service_changed"),
    ("服务退出", "service_retired"), ("业务连续性启动", "continuity_invoked"), ("信息安全事件", "security_incident"),
    ("演练", "exercise"), ("其他", "other"),
)  # fmt: skip

PROBLEM = RecordKind(
    code="problem",
    zh="问题",
    en="Problem",
    id_column="id",
    month_of="opened_at",
    order=(("opened_at", "resolved_at"), ("opened_at", "closed_at"), ("resolved_at", "closed_at")),
    columns=(
        Column(
            name="id",
            type=ColumnType.ID,
            zh="问题编号",
            en="Problem number",
            required=True,
            synonyms=("问题单号", "problem id", "problem_id", "number", "issue id", "issue key", "key"),
        ),
        Column(
            name="title",
            type=ColumnType.TEXT,
            zh="标题",
            en="Title",
            required=True,
            synonyms=("问题标题", "主题", "summary", "short description", "short_description", "subject"),
        ),
        Column(
            name="customer",
            type=ColumnType.TEXT,
            zh="客户",
            en="Customer",
            synonyms=("客户代码", "客户名称", "company"),
        ),
        Column(
            name="service", type=ColumnType.TEXT, zh="服务", en="Service", synonyms=("服务代码", "服务名称", "project")
        ),
        Column(name="priority", type=ColumnType.PRIORITY, zh="优先级", en="Priority", choices=("P1", "P2", "P3", "P4")),
        Column(name="category", type=ColumnType.TEXT, zh="分类", en="Category", synonyms=("问题分类",)),
        Column(
            name="origin",
            type=ColumnType.CHOICE,
            zh="来源方式",
            en="Origin",
            choices=("reactive", "proactive"),
            words=(("被动", "reactive"), ("主动", "proactive")),
        ),
        Column(
            name="state",
            type=ColumnType.CHOICE,
            zh="状态",
            en="State",
            words=_PROBLEM_STATES,
            choices=("open", "in_progress", "known_error", "resolved", "closed", "cancelled"),
            synonyms=("问题状态", "status"),
        ),
        Column(
            name="opened_at",
            type=ColumnType.INSTANT,
            zh="登记时间",
            en="Opened at",
            required=True,
            synonyms=("创建时间", "created", "created at", "opened", "opened at"),
        ),
        Column(name="root_cause_at", type=ColumnType.INSTANT, zh="根因定位时间", en="Root cause found at"),
        Column(
            name="root_cause", type=ColumnType.TEXT, zh="根本原因", en="Root cause", synonyms=("根因", "resolution")
        ),
        Column(name="workaround", type=ColumnType.TEXT, zh="临时方案", en="Workaround", synonyms=("变通方案",)),
        Column(name="resolved_at", type=ColumnType.INSTANT, zh="解决时间", en="Resolved at", synonyms=("resolved",)),
        Column(
            name="closed_at", type=ColumnType.INSTANT, zh="关闭时间", en="Closed at", synonyms=("closed", "closed at")
        ),
        Column(
            name="owner",
            type=ColumnType.TEXT,
            zh="负责人",
            en="Owner",
            synonyms=("问题经理", "assignee", "assigned_to"),
        ),
        Column(name="change_id", type=ColumnType.ID, zh="关联变更", en="Linked change", synonyms=("rfc",)),
    ),
)

CHANGE = RecordKind(
    code="change",
    zh="变更",
    en="Change",
    id_column="id",
    month_of="implemented_at",
    order=(("planned_start", "planned_end"),),
    columns=(
        Column(
            name="id",
            type=ColumnType.ID,
            zh="变更编号",
            en="Change number",
            required=True,
            synonyms=("变更单号", "change_no", "change id", "change number", "number", "rfc"),
        ),
        Column(
            name="title",
            type=ColumnType.TEXT,
            zh="标题",
            en="Title",
            synonyms=("变更标题", "summary", "short_description", "subject"),
        ),
        Column(
            name="customer",
            type=ColumnType.TEXT,
            zh="客户",
            en="Customer",
            synonyms=("客户代码", "客户名称", "company"),
        ),
        Column(
            name="service",
            type=ColumnType.TEXT,
            zh="服务",
            en="Service",
            synonyms=("服务代码", "服务名称", "business_service"),
        ),
        Column(
            name="type",
            type=ColumnType.CHOICE,
            zh="变更类型",
            en="Change type",
            words=_CHANGE_TYPES,
            choices=("standard", "normal", "emergency"),
            synonyms=("类型", "change_type"),
        ),
        Column(name="risk", type=ColumnType.TEXT, zh="风险等级", en="Risk", synonyms=("风险",)),
        Column(name="authorised", type=ColumnType.FLAG, zh="已授权", en="Authorised", synonyms=("是否授权",)),
        Column(
            name="requested_at",
            type=ColumnType.INSTANT,
            zh="申请时间",
            en="Requested at",
            synonyms=("创建时间", "opened_at", "created", "last_edit_at"),
        ),
        Column(
            name="planned_start",
            type=ColumnType.INSTANT,
            zh="计划开始",
            en="Planned start",
            planned=True,
            synonyms=("计划开始时间", "start_date", "planned start date"),
        ),
        Column(
            name="planned_end",
            type=ColumnType.INSTANT,
            zh="计划结束",
            en="Planned end",
            planned=True,
            synonyms=("计划结束时间", "end_date", "planned end date"),
        ),
        Column(
            name="implemented_at",
            type=ColumnType.INSTANT,
            zh="实施时间",
            en="Implemented at",
            synonyms=("实施完成时间", "work_end", "actual end"),
        ),
        Column(name="closed_at", type=ColumnType.INSTANT, zh="关闭时间", en="Closed at", synonyms=("closed",)),
        Column(
            name="result",
            type=ColumnType.CHOICE,
            zh="结果",
            en="Result",
            words=_CHANGE_RESULTS,
            choices=("successful", "failed", "backed_out", "cancelled", "rejected"),
            synonyms=("变更结果", "实施结果", "close_code"),
        ),
        Column(name="release", type=ColumnType.TEXT, zh="发布版本", en="Release", synonyms=("发布编号",)),
        Column(name="caused_incidents", type=ColumnType.COUNT, zh="引发事件数", en="Incidents caused", at_least=0),
        Column(name="owner", type=ColumnType.TEXT, zh="负责人", en="Owner", synonyms=("变更经理", "assigned_to")),
    ),
)

OUTAGE = RecordKind(
    code="outage",
    zh="中断",
    en="Outage",
    id_column="id",
    month_of="start",
    order=(("start", "end"),),
    plans_when="planned",
    columns=(
        Column(
            name="id",
            type=ColumnType.ID,
            zh="中断编号",
            en="Outage number",
            required=True,
            synonyms=("中断单号", "outage_id", "outage id", "outage number", "number"),
        ),
        Column(
            name="service",
            type=ColumnType.TEXT,
            zh="服务",
            en="Service",
            required=True,
            synonyms=("服务代码", "服务名称", "业务系统", "business_service", "site"),
        ),
        Column(
            name="component",
            type=ColumnType.TEXT,
            zh="组件",
            en="Component",
            synonyms=("部件", "配置项", "components", "cmdb_ci"),
        ),
        Column(
            name="start",
            type=ColumnType.INSTANT,
            zh="开始时间",
            en="Start",
            required=True,
            synonyms=("中断开始", "故障开始时间", "started_at", "begin", "start time", "downtime_start"),
        ),
        Column(
            name="end",
            type=ColumnType.INSTANT,
            zh="结束时间",
            en="End",
            synonyms=("中断结束", "恢复时间", "resolved_at", "ended_at", "end time", "downtime_end"),
            meaning="空白表示仍未恢复",
        ),
        Column(
            name="planned",
            type=ColumnType.FLAG,
            zh="类型",
            en="Planned",
            synonyms=("中断类型", "是否计划"),
            words=(
                ("故障", "false"),
                ("非计划", "false"),
                ("计划维护", "true"),
                ("维护", "true"),
                ("计划", "true"),
                ("计划内", "true"),
                ("计划外", "false"),
                ("outage", "false"),
                ("planned outage", "true"),
                ("maintenance", "true"),
                ("unplanned", "false"),
                ("planned", "true"),
            ),
            meaning="故障或计划维护",
        ),
        Column(
            name="agreed_ref",
            type=ColumnType.TEXT,
            zh="客户同意依据",
            en="Customer's agreement",
            synonyms=("客户确认编号",),
        ),
        Column(
            name="weight",
            type=ColumnType.WEIGHT,
            zh="影响权重",
            en="Weight",
            at_least=0,
            at_most=100,
            synonyms=("权重",),
            meaning="0.00–1.00，空白为 1.00",
        ),
        Column(name="cause", type=ColumnType.TEXT, zh="原因", en="Cause", synonyms=("中断原因", "故障原因", "title")),
    ),
)

SERVICE_EVENT = RecordKind(
    code="service_event",
    zh="服务重大事件",
    en="Significant service event",
    id_column="id",
    month_of="at",
    columns=(
        Column(
            name="id", type=ColumnType.ID, zh="事件编号", en="Event number", required=True, synonyms=("编号", "number")
        ),
        Column(name="at", type=ColumnType.INSTANT, zh="发生时间", en="At", required=True, synonyms=("时间", "date")),
        Column(
            name="type",
            type=ColumnType.CHOICE,
            zh="事件类型",
            en="Event type",
            required=True,
            words=_EVENT_CLASSES,
            choices=(
                "major_incident",
                "new_service",
                "service_changed",
                "service_retired",
                "continuity_invoked",
                "security_incident",
                "exercise",
                "other",
            ),
            synonyms=("类型",),
        ),
        Column(name="title", type=ColumnType.TEXT, zh="标题", en="Title", required=True, synonyms=("摘要", "内容")),
        Column(name="customer", type=ColumnType.TEXT, zh="客户", en="Customer", synonyms=("客户代码", "客户名称")),
        Column(name="service", type=ColumnType.TEXT, zh="服务", en="Service", synonyms=("服务代码", "服务名称")),
        Column(name="ticket_id", type=ColumnType.ID, zh="关联工单", en="Linked ticket"),
        Column(name="impact", type=ColumnType.TEXT, zh="影响", en="Impact"),
        Column(name="measures", type=ColumnType.TEXT, zh="措施", en="Measures taken"),
    ),
)

MANUAL_VALUE = RecordKind(
    code="manual_value",
    zh="手工登记指标",
    en="Value entered by hand",
    id_column="id",
    month_of="period_start",
    order=(("period_start", "period_end"),),
    columns=(
        Column(name="id", type=ColumnType.ID, zh="登记编号", en="Entry number", required=True, synonyms=("编号",)),
        Column(
            name="measure",
            type=ColumnType.TEXT,
            zh="指标",
            en="Measure",
            required=True,
            synonyms=("指标编号", "指标名称"),
        ),
        Column(name="customer", type=ColumnType.TEXT, zh="客户", en="Customer", synonyms=("客户代码",)),
        Column(name="service", type=ColumnType.TEXT, zh="服务", en="Service", synonyms=("服务代码",)),
        Column(name="period_start", type=ColumnType.DATE, zh="期间开始", en="Period start", required=True),
        Column(name="period_end", type=ColumnType.DATE, zh="期间结束", en="Period end", required=True, planned=True),
        Column(name="value", type=ColumnType.NUMBER, zh="数值", en="Value"),
        Column(name="numerator", type=ColumnType.COUNT, zh="分子", en="Numerator", at_least=0),
        Column(name="denominator", type=ColumnType.COUNT, zh="分母", en="Denominator", at_least=0),
        Column(name="unit", type=ColumnType.TEXT, zh="单位", en="Unit"),
        Column(name="basis", type=ColumnType.TEXT, zh="数据来源", en="Basis", required=True, synonyms=("来源", "依据")),
        Column(name="evidence", type=ColumnType.TEXT, zh="证据文件", en="Evidence file"),
        Column(name="entered_by", type=ColumnType.TEXT, zh="登记人", en="Entered by", required=True),
        Column(
            name="verified_by",
            type=ColumnType.TEXT,
            zh="核实人",
            en="Verified by",
            required=True,
            meaning="核实人不得是登记人",
        ),
    ),
)

ASSURANCE_KINDS = (PROBLEM, CHANGE, OUTAGE, SERVICE_EVENT, MANUAL_VALUE)

"""What customers say and bring back: survey answers, complaints, warranty cases (三包)."""

from __future__ import annotations

from fuwubao.domain.records.schema import Column, ColumnType, RecordKind

SURVEY_ANSWER = RecordKind(
    code="survey_answer",
    zh="问卷答复",
    en="Survey answer",
    id_column="id",
    month_of="answered_at",
    columns=(
        Column(
            name="id",
            type=ColumnType.ID,
            zh="问卷编号",
            en="Answer number",
            required=True,
            synonyms=("答卷编号", "序列号", "answer id", "comment id", "response id"),
        ),
        Column(
            name="respondent",
            type=ColumnType.TEXT,
            zh="答题人",
            en="Respondent",
            synonyms=("填写人", "respondent id", "姓名"),
        ),
        Column(
            name="customer",
            type=ColumnType.TEXT,
            zh="客户",
            en="Customer",
            synonyms=("客户代码", "客户名称", "单位", "company"),
        ),
        Column(
            name="service",
            type=ColumnType.TEXT,
            zh="服务",
            en="Service",
            synonyms=("服务代码", "服务名称", "service type 1"),
        ),
        Column(name="ticket_id", type=ColumnType.ID, zh="工单编号", en="Ticket number", synonyms=("工单号",)),
        Column(
            name="answered_at",
            type=ColumnType.INSTANT,
            zh="答题时间",
            en="Answered at",
            required=True,
            synonyms=("提交时间", "填写时间", "提交答卷时间", "date", "submitted at"),
        ),
        Column(
            name="score",
            type=ColumnType.SCORE,
            zh="总体评分",
            en="Overall score",
            required=True,
            at_least=1,
            at_most=5,
            synonyms=("评分", "满意度", "总体满意度", "rating"),
            meaning="1–5，5 为最好",
        ),
        Column(
            name="remark",
            type=ColumnType.TEXT,
            zh="意见",
            en="Remark",
            synonyms=("意见建议", "建议", "备注", "comment", "fft answer"),
        ),
    ),
)

COMPLAINT = RecordKind(
    code="complaint",
    zh="投诉",
    en="Complaint",
    id_column="id",
    month_of="received_at",
    order=(("received_at", "closed_at"),),
    columns=(
        Column(
            name="id",
            type=ColumnType.ID,
            zh="投诉编号",
            en="Complaint number",
            required=True,
            synonyms=("投诉号", "投诉单号", "complaint id", "number"),
        ),
        Column(
            name="customer",
            type=ColumnType.TEXT,
            zh="客户",
            en="Customer",
            required=True,
            synonyms=("客户名称", "客户代码", "投诉客户", "投诉人", "company"),
        ),
        Column(
            name="service", type=ColumnType.TEXT, zh="服务", en="Service", synonyms=("服务代码", "服务名称", "product")
        ),
        Column(
            name="received_at",
            type=ColumnType.INSTANT,
            zh="投诉时间",
            en="Received at",
            required=True,
            synonyms=("接收时间", "受理时间", "投诉日期", "date received"),
        ),
        Column(
            name="content",
            type=ColumnType.TEXT,
            zh="内容",
            en="Content",
            required=True,
            synonyms=("投诉内容", "issue", "description"),
        ),
        Column(name="category", type=ColumnType.TEXT, zh="分类", en="Category", synonyms=("投诉分类", "sub-issue")),
        Column(name="channel", type=ColumnType.TEXT, zh="渠道", en="Channel", synonyms=("投诉渠道", "submitted via")),
        Column(
            name="department", type=ColumnType.TEXT, zh="责任部门", en="Department in charge", synonyms=("承办部门",)
        ),
        Column(name="owner", type=ColumnType.TEXT, zh="责任人", en="Person in charge", synonyms=("承办人",)),
        Column(name="replied_at", type=ColumnType.INSTANT, zh="回复时间", en="Replied at", synonyms=("首次回复时间",)),
        Column(
            name="closed_at", type=ColumnType.INSTANT, zh="结案时间", en="Closed at", synonyms=("办结时间", "关闭时间")
        ),
        Column(
            name="result", type=ColumnType.TEXT, zh="处理结果", en="Result", synonyms=("company response to consumer",)
        ),
        Column(
            name="source_in_time",
            type=ColumnType.FLAG,
            zh="源工具按期",
            en="Source: in time",
            synonyms=("是否按期", "timely response?"),
            meaning="仅供并行核对",
        ),
    ),
)

WARRANTY_CASE = RecordKind(
    code="warranty_case",
    zh="三包保修单",
    en="Warranty case",
    id_column="id",
    month_of="failed_on",
    order=(("purchased_on", "failed_on"),),
    columns=(
        Column(
            name="id",
            type=ColumnType.ID,
            zh="保修单号",
            en="Case number",
            required=True,
            synonyms=("保修单编号", "服务单号"),
        ),
        Column(
            name="serial",
            type=ColumnType.ID,
            zh="产品序列号",
            en="Serial number",
            required=True,
            synonyms=("序列号", "机身号", "vin", "serial_number"),
        ),
        Column(
            name="product",
            type=ColumnType.TEXT,
            zh="产品",
            en="Product",
            synonyms=("产品名称", "产品型号", "product_category"),
        ),
        Column(name="customer", type=ColumnType.TEXT, zh="客户", en="Customer", synonyms=("客户名称", "用户")),
        Column(
            name="station",
            type=ColumnType.TEXT,
            zh="服务站",
            en="Service station",
            synonyms=("服务单位", "group_identifier"),
        ),
        Column(
            name="purchased_on",
            type=ColumnType.DATE,
            zh="购买日期",
            en="Purchased on",
            required=True,
            synonyms=("购置日", "购机日期"),
        ),
        Column(
            name="failed_on",
            type=ColumnType.DATE,
            zh="故障日期",
            en="Failed on",
            required=True,
            synonyms=("报修日期", "event_date"),
        ),
        Column(
            name="warranty_months",
            type=ColumnType.COUNT,
            zh="保修月数",
            en="Warranty in months",
            required=True,
            at_least=1,
            synonyms=("保修期（月）", "保修期(月)"),
        ),
        Column(
            name="parts_cost",
            type=ColumnType.MONEY,
            zh="配件费用",
            en="Cost of parts",
            required=True,
            at_least=0,
            synonyms=("配件费", "材料费"),
        ),
        Column(name="result", type=ColumnType.TEXT, zh="处理结果", en="Result", synonyms=("维修结果", "repair_status")),
        Column(
            name="barrier",
            type=ColumnType.TEXT,
            zh="未修复原因",
            en="Reason not repaired",
            synonyms=("repair_barrier_if_end_of_life",),
        ),
        Column(name="fault", type=ColumnType.TEXT, zh="故障现象", en="Fault", synonyms=("故障描述", "problem")),
    ),
)

VOICE_KINDS = (SURVEY_ANSWER, COMPLAINT, WARRANTY_CASE)

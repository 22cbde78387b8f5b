"""Kinds of documents, classes of sources, aspects of evaluation and kinds of decisions of the process, as data."""

from __future__ import annotations

from fuwubao.domain.words import Words

KINDS: dict[str, Words] = {
    "policy": Words("服务报告方针", "service report policy"),
    "objectives": Words("流程目标", "objectives of the process"),
    "procedure": Words("程序文件", "procedure"),
    "manual": Words("管理手册", "manual"),
    "scope": Words("适用范围说明", "statement of scope"),
}
STATES: dict[str, Words] = {
    "draft": Words("待批准", "awaiting approval"),
    "approved": Words("已批准", "approved"),
    "returned": Words("已退回", "returned"),
}
SHAPES = {"draft": "open", "approved": "ok", "returned": "bad"}
CATEGORIES: dict[str, Words] = {
    "tool": Words("系统采集", "taken from a tool"),
    "file": Words("文件导入", "loaded from a file"),
    "manual": Words("手工登记", "entered by hand"),
    "party": Words("外部提供", "given by another party"),
}
DECISIONS: dict[str, Words] = {
    "action": Words("改进措施", "improvement action"),
    "process": Words("流程调整", "change of the process"),
}
ASPECTS: dict[str, Words] = {
    "content": Words("服务内容", "content of the service"),
    "course": Words("服务过程", "course of the service"),
    "result": Words("服务结果", "result of the service"),
}
SIDES: dict[str, Words] = {"ours": Words("我方", "ours"), "customer": Words("客户", "customer")}
BEST = 5

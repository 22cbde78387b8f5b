"""What measurement refuses, and how to mend it."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotFound, Refused


class CustomerUnknown(NotFound):
    """Neither an agreement nor a record speaks of the customer."""

    code = "measurement.customer_unknown"
    zh = "没有客户 {customer}：协议和记录中都没有"
    en = "No customer {customer}: neither agreements nor records name it"
    hint_zh = "已知的客户：{known}"
    hint_en = "Known customers: {known}"


class FigureUnknown(NotFound):
    """The measure has no such number: a clock, statistic or bucket that it does not tell."""

    code = "measurement.figure_unknown"
    zh = "{measure} 没有这一项：{variant}"
    en = "{measure} has no such number: {variant}"
    hint_zh = "可选：{known}"
    hint_en = "Choose one of: {known}"


class FigureSetUnknown(NotFound):
    """No figures were frozen under that number."""

    code = "measurement.figure_set_unknown"
    zh = "没有冻结的数字：{number}"
    en = "No frozen figures: {number}"
    hint_zh = "请核对编号"
    hint_en = "Check the number"
    source = "M14"


class NothingToFreeze(Refused):
    """A set without figures proves nothing (S1.18)."""

    code = "measurement.nothing_to_freeze"
    zh = "没有可冻结的数字"
    en = "There are no figures to freeze"
    hint_zh = "请至少选择一个指标"
    hint_en = "Choose at least one measure"
    source = "S1.18"


class EngineMissing(BadInput):
    """The engine asked for is not installed here."""

    code = "measurement.engine_missing"
    zh = "未安装计算引擎 {engine}"
    en = "The engine {engine} is not installed"
    hint_zh = "请使用 --engine duckdb"
    hint_en = "Use --engine duckdb"

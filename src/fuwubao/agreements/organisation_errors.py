"""What keeping customers, departments and suppliers refuses, in the reader's words."""

from __future__ import annotations

from fuwubao.domain.errors import NotFound, Refused


class OrganisationUnknown(NotFound):
    """No organisation of that code."""

    code = "agreements.organisation_unknown"
    zh = "没有编号为 {organisation} 的客户、部门或供应商"
    en = "There is no customer, department or supplier {organisation}"
    hint_zh = "先登记上级单位"
    hint_en = "Register the parent first"


class OrganisationInItself(Refused):
    """A group that would contain itself."""

    code = "agreements.organisation_in_itself"
    zh = "{organisation} 不能是自己的上级（直接或间接）"
    en = "{organisation} cannot be its own parent, directly or through others"
    hint_zh = "选择另一个上级单位，或留空"
    hint_en = "Choose another parent or none"


class LeadMissing(Refused):
    """A subcontractor works under a lead supplier, who answers for it."""

    code = "agreements.lead_missing"
    zh = "合同分包方 {organisation} 要有牵头供方"
    en = "The subcontractor {organisation} needs a lead supplier"
    hint_zh = "在“上级编号”中填写牵头供方的编号；没有牵头供方的登记为供方或关键供方"
    hint_en = "Give the lead supplier's code as parent; one without a lead is a supplier or a key supplier"
    source = "S1.16"

"""Who people are to the reporting process (domain part (e)); permissions are granted to roles, never to persons."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Roles of the flows that exist; values are stored."""

    REPORT_MANAGER = "report_manager"  # 服务报告流程经理
    DELEGATE = "delegate"  # 委派代理: holds what the delegation says, while it is valid
    MANAGEMENT_REPRESENTATIVE = "management_representative"  # 管理者代表
    SYSTEM_HEAD = "system_head"  # 管理体系负责人
    REVIEW_GROUP = "review_group"  # 评审组
    AUTHOR = "author"  # 报告编制人
    REVIEWER = "reviewer"  # 审核人
    SERVICE_MANAGER = "service_manager"  # 服务经理
    CUSTOMER = "customer"  # 客户代表: sees only what was published to their firm
    SUPPLIER = "supplier"  # 供应商
    AUDITOR = "auditor"  # 内审/外审员
    DOCUMENT_CONTROLLER = "document_controller"  # 文控
    ADMIN = "admin"  # 系统管理员: users, roles, calendars; no content
    OPERATOR = "operator"  # the workspace operator: commands without a named person

"""What the room keeps: the register, the duties, the templates, the reports and what became of each."""

from __future__ import annotations

from fuwubao.reports.models.distribution import Delivery, Feedback
from fuwubao.reports.models.register import Obligation, RegisterRow, RowAgreement, Template
from fuwubao.reports.models.report import (
    BreachNote,
    DecisionRequest,
    EventNote,
    NothingToReport,
    Report,
    ReportFile,
    SectionText,
    Statement,
)
from fuwubao.reports.models.review import CheckWaiver, Review, ReviewItem

__all__ = [
    "BreachNote",
    "CheckWaiver",
    "DecisionRequest",
    "Delivery",
    "EventNote",
    "Feedback",
    "NothingToReport",
    "Obligation",
    "RegisterRow",
    "Report",
    "ReportFile",
    "Review",
    "ReviewItem",
    "RowAgreement",
    "SectionText",
    "Statement",
    "Template",
]

"""What the room keeps: the register, the duties, the templates, the reports and what became of each."""

from __future__ import annotations

from fuwubao.reports.models.annual import AnnualReview, Effort, SummaryInput, SummaryOpinion, SummaryReview
from fuwubao.reports.models.authoring import BlockAuthor, BlockComment, BlockLock, BlockVersion
from fuwubao.reports.models.checking import CheckSwitch, RaisedFinding
from fuwubao.reports.models.copies import ControlledCopy, SealUse, SignedScan
from fuwubao.reports.models.distribution import (
    CustomerLink,
    Delivery,
    DeliveryEvent,
    Feedback,
    LinkOpening,
    Objection,
    RecipientAddress,
    SilenceClause,
)
from fuwubao.reports.models.duty import (
    Consent,
    DataOwner,
    DueChange,
    Duty,
    FeedToken,
    Reminder,
    Rung,
    StagePlan,
)
from fuwubao.reports.models.period_run import CarriedSentence, LateDataChoice, SummaryOpening
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
from fuwubao.reports.models.reviewing import (
    AbnormalGround,
    AbnormalRule,
    ApprovalLink,
    DataSample,
    FurtherSignature,
    ReviewerEntry,
    ReviewRound,
    ReviewSeat,
    SampledRow,
    Submission,
)
from fuwubao.reports.models.supplier import (
    SupplierCheck,
    SupplierDispute,
    SupplierEvaluation,
    SupplierReport,
    SupplierSubmission,
)
from fuwubao.reports.models.template_change import RowTemplate, TemplateChange, TemplateOpinion
from fuwubao.reports.models.warning import EarlyWarning, ReportRequest

__all__ = [
    "AbnormalGround",
    "AbnormalRule",
    "AnnualReview",
    "ApprovalLink",
    "BlockAuthor",
    "BlockComment",
    "BlockLock",
    "BlockVersion",
    "BreachNote",
    "CarriedSentence",
    "CheckSwitch",
    "CheckWaiver",
    "Consent",
    "ControlledCopy",
    "CustomerLink",
    "DataOwner",
    "DataSample",
    "DecisionRequest",
    "Delivery",
    "DeliveryEvent",
    "DueChange",
    "Duty",
    "EarlyWarning",
    "Effort",
    "EventNote",
    "FeedToken",
    "Feedback",
    "FurtherSignature",
    "LateDataChoice",
    "LinkOpening",
    "NothingToReport",
    "Objection",
    "Obligation",
    "RaisedFinding",
    "RecipientAddress",
    "RegisterRow",
    "Reminder",
    "Report",
    "ReportFile",
    "ReportRequest",
    "Review",
    "ReviewItem",
    "ReviewRound",
    "ReviewSeat",
    "ReviewerEntry",
    "RowAgreement",
    "RowTemplate",
    "Rung",
    "SampledRow",
    "SealUse",
    "SectionText",
    "SignedScan",
    "SilenceClause",
    "StagePlan",
    "Statement",
    "Submission",
    "SummaryInput",
    "SummaryOpening",
    "SummaryOpinion",
    "SummaryReview",
    "SupplierCheck",
    "SupplierDispute",
    "SupplierEvaluation",
    "SupplierReport",
    "SupplierSubmission",
    "Template",
    "TemplateChange",
    "TemplateOpinion",
]

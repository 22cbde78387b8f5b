"""服务回顾会: one meeting with a customer, what it decided, and the evaluation of a service over time."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.duty import Duty
from fuwubao.reports.models.report import Report


class ServiceReview(models.Model):
    """A meeting that went through a report with its customer, as it was held (S6.12).

    ``agenda`` is a list of texts built from the report, ``attendance`` a list of ``{"name", "side"}`` with the side
    ours or customer. ``duty`` is the one that the meeting fulfilled, none for a meeting beyond what was owed.
    """

    number = models.CharField(max_length=32, unique=True)
    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, null=True, related_name="service_review")
    customer_code = models.CharField(max_length=64)
    customer_name = models.CharField(max_length=100)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="service_reviews")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    agenda = models.JSONField(default=list)
    attendance = models.JSONField(default=list)
    minutes = models.TextField(max_length=10000)
    file_name = models.CharField(max_length=160, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["customer_code", "held_at"]),)

    def __str__(self) -> str:
        return f"{self.number} {self.customer_name}"


class ServiceReviewDecision(models.Model):
    """One decision of a meeting: ``kind`` action (with the number of the improvement action) or process (S6.13).

    A process change names the document to be revised; the version drafted for it points back here.
    """

    review = models.ForeignKey(ServiceReview, on_delete=models.PROTECT, related_name="decisions")
    serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    text = models.CharField(max_length=200)
    action_number = models.CharField(max_length=32, blank=True)
    document = models.ForeignKey("ProcessDocument", on_delete=models.PROTECT, null=True, related_name="decisions")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["review", "serial"], name="one_decision_of_a_review"),)

    def __str__(self) -> str:
        return f"{self.review.number}/{self.serial}"


class ServiceEvaluation(models.Model):
    """How one aspect of a customer's service was judged for a period, 1 to 5, and why; kept over time (S6.15)."""

    customer_code = models.CharField(max_length=64)
    customer_name = models.CharField(max_length=100)
    service_code = models.CharField(max_length=64, blank=True)
    period_label = models.CharField(max_length=32)
    aspect = models.CharField(max_length=16)
    score = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    review = models.ForeignKey(ServiceReview, on_delete=models.PROTECT, null=True, related_name="evaluations")
    evaluated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    evaluated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["customer_code", "aspect"]),)

    def __str__(self) -> str:
        return f"{self.customer_code} {self.period_label} {self.aspect} {self.score}"

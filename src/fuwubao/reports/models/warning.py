"""预警与被动报告申请: what may go wrong before it does (R08), and reports that somebody asks for."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.report import Report


class EarlyWarning(models.Model):
    """One warning raised by a rule: it has an owner, a preventive action and in the end an outcome (S1.23).

    ``state``: raised → assigned → acting → averted | breached → closed. ``averted`` keeps the outcome, None while
    there is none or where the matter ended without one. ``used_*`` are the exact share that the rule saw.
    """

    number = models.CharField(max_length=32, unique=True)
    rule = models.CharField(max_length=24)
    subject = models.CharField(max_length=160)
    customer_code = models.CharField(max_length=64, blank=True)
    period_label = models.CharField(max_length=32, blank=True)
    title = models.CharField(max_length=200)
    used_numerator = models.BigIntegerField(null=True)
    used_denominator = models.BigIntegerField(null=True)
    expected_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField()
    url = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=16, default="raised")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="warnings")
    action = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    averted = models.BooleanField(null=True)
    outcome = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    closed_remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["rule", "subject", "period_label"], name="one_warning_per_subject"),
        )
        indexes = (models.Index(fields=["state", "raised_at"]),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ReportRequest(models.Model):
    """被动报告: who asks for which report, by when he needs it, and what he was answered.

    ``state``: received → accepted → answered, or received → declined with a reason.
    """

    number = models.CharField(max_length=32, unique=True)
    requester = models.CharField(max_length=64)
    customer_code = models.CharField(max_length=64, blank=True)
    topic = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300, blank=True)
    period_label = models.CharField(max_length=32, blank=True)
    needed_by = models.DateField()
    state = models.CharField(max_length=16, default="received")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="requests")

    def __str__(self) -> str:
        return f"{self.number} {self.topic}"

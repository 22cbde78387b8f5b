"""分发、确认与反馈 (F07): who got which version, how, when, and what they said."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.report import Report


class Delivery(models.Model):
    """One recipient of one published version by one channel; times are empty until the thing happened."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    channel = models.CharField(max_length=16, default="portal")
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_remark = models.CharField(max_length=300, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "recipient", "channel"], name="one_delivery_per_channel"),
        )

    def __str__(self) -> str:
        return f"{self.report} → {self.recipient}"


class Feedback(models.Model):
    """What a reader thinks of a report: useful, clear, correct (1–5 each), words, and our answer (S6.14)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="feedback")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="feedback_given")
    given_at = models.DateTimeField()
    useful = models.PositiveSmallIntegerField(null=True)
    clear = models.PositiveSmallIntegerField(null=True)
    correct = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="feedback_answered")
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.report} {self.given_by}"

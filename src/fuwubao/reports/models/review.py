"""评审记录 (F04): each check with its own stored result, the conclusion, and what was let pass with a reason."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.report import Report, signed_as


class Review(models.Model):
    """One reviewer's judgement of one submitted version; ``conclusion`` is pass, pass_after_change or return.

    ``reviewed_for`` is whom a delegate stood for (甲 代 乙, S1.8).
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT)
    reviewed_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    method = models.CharField(max_length=16, default="会签")
    reviewed_at = models.DateTimeField()
    opinion = models.TextField(blank=True)
    conclusion = models.CharField(max_length=24)

    def __str__(self) -> str:
        return f"{self.report} {self.conclusion}"

    @property
    def reviewed_by_words(self) -> str:
        """Who reviewed, as paper says it: the name, for a delegate with whom she stood for."""
        return signed_as(self.reviewer, self.reviewed_for)


class ReviewItem(models.Model):
    """One line of the check list: timely, clear, reliable … data, logic, language (S1.25, S1.26, S6.9)."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="items")
    item = models.CharField(max_length=24)
    holds = models.BooleanField()
    comment = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["review", "item"], name="one_result_per_item"),)

    def __str__(self) -> str:
        return f"{self.item} {self.holds}"


class CheckWaiver(models.Model):
    """说明后放行: a finding of the automatic checks that the author lets stand, with a reason the approver sees."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="waivers")
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    waived_by = models.ForeignKey(User, on_delete=models.PROTECT)
    waived_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rule} {self.reason}"

"""年度评审与总结: the yearly review of rows and templates, the review of the annual summary, recorded work."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.report import Report


class AnnualReview(models.Model):
    """The outcome of one yearly review of a register row or a template, with its reason (S1.19, S1.38).

    ``kind`` is row or template, ``subject`` the row's number or the template's code; ``held_with`` says in which
    audit or management review it was done instead, empty for a review of its own.
    """

    kind = models.CharField(max_length=8)
    subject = models.CharField(max_length=32)
    title = models.CharField(max_length=120)
    year = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8)
    reason = models.CharField(max_length=500)
    held_with = models.CharField(max_length=120, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["year", "kind"]),)

    def __str__(self) -> str:
        return f"{self.subject} {self.year} {self.outcome}"


class SummaryReview(models.Model):
    """The review of a year's summary, convened by the management representative (S1.11); closes when all spoke."""

    year = models.PositiveIntegerField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="summary_reviews")
    held_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    agenda = models.CharField(max_length=2000)
    inputs = models.CharField(max_length=2000)
    convened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    convened_at = models.DateTimeField()
    conclusion = models.CharField(max_length=2000, blank=True)
    concluded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["year"], condition=models.Q(concluded_at=None), name="one_open_summary_review_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} 年度总结评审"


class SummaryOpinion(models.Model):
    """A required member's own opinion and conclusion, empty until given (S1.12)."""

    review = models.ForeignKey(SummaryReview, on_delete=models.PROTECT, related_name="opinions")
    member = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    conclusion = models.CharField(max_length=24, blank=True)
    opinion = models.CharField(max_length=1000, blank=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["review", "member"], name="one_opinion_a_member"),)

    def __str__(self) -> str:
        return f"{self.review} {self.member.name}"


class SummaryInput(models.Model):
    """That a year's summary was handed to an internal audit or a management review, under which reference (S1.20)."""

    review = models.ForeignKey(SummaryReview, on_delete=models.PROTECT, related_name="handed")
    target = models.CharField(max_length=24)
    reference = models.CharField(max_length=120)
    handed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.target} {self.reference}"


class Effort(models.Model):
    """Minutes that somebody worked on a report (K36)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="efforts")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField()
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report.number} {self.person.name} {self.minutes}"

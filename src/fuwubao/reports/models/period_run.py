"""本期批次: which summary an approver has opened, which sentences were carried over, how late data was dealt with."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.report import Report


class SummaryOpening(models.Model):
    """A person opened the summary of one submission of a report; approval by selection asks for it.

    A report that was returned and submitted again has another ``submitted_at``, so its summary is to be opened anew.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="summary_openings")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "reader", "submitted_at"], name="one_opening_per_submission"),
        )

    def __str__(self) -> str:
        return f"{self.report} {self.reader}"


class CarriedSentence(models.Model):
    """沿用: one sentence that came from the last period's report, with its citations pointing to this period.

    ``misfits`` are the words of direction in it that this period's figures no longer bear out. It counts as carried
    until an author confirms it, or until the block no longer holds it as it came.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="carried")
    block = models.CharField(max_length=40)
    text = models.TextField()
    source = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    misfits = models.JSONField(default=list)
    carried_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    carried_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["report", "block"], name="carried_of_report"),)

    def __str__(self) -> str:
        return self.text[:40]


class LateDataChoice(models.Model):
    """What was chosen when data came after a freeze: 更新数据 before approval, or 更正说明 in the next report.

    ``differences`` is the list of figures that the newer rows move, as it was shown: key, was, now. A note is told in
    the next report of the row (``told_in``). ``choice`` is update or explain.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="late_data")
    frozen_snapshot = models.CharField(max_length=64)
    newer_snapshot = models.CharField(max_length=64)
    differences = models.JSONField(default=list)
    choice = models.CharField(max_length=8)
    reason = models.CharField(max_length=300)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    told_in = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="late_data_told")

    def __str__(self) -> str:
        return f"{self.report} {self.choice}"

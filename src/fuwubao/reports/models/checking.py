"""What the automatic checks leave behind: a rule switched off or on, and what each rule has raised on a report."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.report import Report


class CheckSwitch(models.Model):
    """One act by which the manager switched a rule off or on again; the last one of a rule holds, none means on."""

    rule = models.CharField(max_length=40)
    is_on = models.BooleanField()
    reason = models.CharField(max_length=300)
    switched_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    switched_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["rule", "switched_at"], name="switches_of_a_rule"),)

    def __str__(self) -> str:
        return f"{self.rule} {'on' if self.is_on else 'off'}"


class RaisedFinding(models.Model):
    """A finding that an author was told of, once for each rule and subject: what a rule's noise is counted against."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="raised")
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    first_raised_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "rule", "subject"], name="one_finding_raised_once"),)

    def __str__(self) -> str:
        return f"{self.report} {self.rule} {self.subject}"

"""Duties beside the reports themselves, and what happens to any duty: moved, waived, chased, subscribed to (F02)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.register import Obligation, RegisterRow


class Duty(models.Model):
    """One duty that is no report of a register row: a review, a reply, a meeting, data to be complete.

    ``kind`` is a key of ``duty_kinds.KINDS``, ``subject`` names what it is about (row, template, customer, supplier
    …) and is unique with kind and period. ``rule`` holds the due rule, empty for a fixed instant. ``obligation`` is
    the report for which data are to be complete. Overdue is computed, never a state.
    """

    kind = models.CharField(max_length=24)
    subject = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    customer_code = models.CharField(max_length=64, blank=True)
    customer_name = models.CharField(max_length=100, blank=True)
    period_label = models.CharField(max_length=32)
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    rule = models.JSONField(default=dict)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="duties")
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, null=True, related_name="data_duties")
    url = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=16, default="scheduled")
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    waived_because = models.CharField(max_length=300, blank=True)
    consent = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "subject", "period_label"], name="one_duty_per_subject_and_period"),
        )
        indexes = (models.Index(fields=["due_at"]),)

    def __str__(self) -> str:
        return f"{self.title} {self.period_label}"


class OfOneDuty(models.Model):
    """What belongs to exactly one duty, be it a report or another."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, null=True, related_name="%(class)ss")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, null=True, related_name="%(class)ss")

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(obligation=None) ^ models.Q(duty=None), name="%(class)s_of_one_duty"
            )
        ]


class DueChange(OfOneDuty):
    """The trail of a due date: from which instant to which, why (calendar, agreement, consent, confirmed), by whom."""

    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    why = models.CharField(max_length=16)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.old_due_at} → {self.new_due_at}"


class Consent(OfOneDuty):
    """客户同意: who let a date go or move, when, by which file; the bytes lie under their hash."""

    act = models.CharField(max_length=16)
    consented_by = models.CharField(max_length=64)
    consented_on = models.DateField()
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.consented_by} {self.consented_on} {self.file_name}"


class Reminder(OfOneDuty):
    """One rung of the ladder that was reached, or a reminder by hand (``rung`` 0): who was told, and when."""

    rung = models.PositiveIntegerField()
    who = models.CharField(max_length=24)
    told = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta(OfOneDuty.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *OfOneDuty.Meta.constraints,
            models.UniqueConstraint(
                fields=["obligation", "rung", "who"],
                condition=models.Q(rung__gt=0, obligation__isnull=False),
                name="one_reminder_per_rung_of_a_report",
            ),
            models.UniqueConstraint(
                fields=["duty", "rung", "who"],
                condition=models.Q(rung__gt=0, duty__isnull=False),
                name="one_reminder_per_rung_of_a_duty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung} {self.told}"


class Rung(models.Model):
    """One rung of the ladder: so many working days late, so and so is told; without rows the defaults hold."""

    working_days_late = models.PositiveIntegerField()
    who = models.CharField(max_length=24)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["working_days_late", "who"], name="one_rung"),)

    def __str__(self) -> str:
        return f"{self.working_days_late} {self.who}"


class StagePlan(models.Model):
    """How many working days before its due day each stage of a row's reports ends, where it is not the default."""

    row = models.OneToOneField(RegisterRow, on_delete=models.CASCADE, related_name="stage_plan")
    days = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.row.number} {self.days}"


class DataOwner(models.Model):
    """数据责任人: who sees to it that one source of a row's data is complete by its cut-off."""

    row = models.ForeignKey(RegisterRow, on_delete=models.CASCADE, related_name="data_owners")
    source = models.CharField(max_length=64)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="data_owned")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["row", "source"], name="one_owner_per_source"),)

    def __str__(self) -> str:
        return f"{self.row.number} {self.source} {self.owner.name}"


class FeedToken(models.Model):
    """The secret address of one person's calendar feed; only its hash is kept, and it can be revoked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feed_tokens")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user.login} {self.made_at:%Y-%m-%d %H:%M}"

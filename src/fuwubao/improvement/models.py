"""改进措施 (F08), 不符合 (F09), their moved dates, evidence and reminders.

What a thing came from is told as a kind, a number and an address, never by a key into the room above.
"""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.measurement.models import FrozenFigure


class Nonconformity(models.Model):
    """What was found against ISO/IEC 20000, the management system or a service requirement (S1.33, S1.39).

    ``basis`` is a code of ``rules.BASES``; ``found_on`` the day that puts it into a period; the responsible service
    manager replies with correction and cause by ``reply_due_on``.
    """

    number = models.CharField(max_length=32, unique=True)
    basis = models.CharField(max_length=24)
    clause = models.CharField(max_length=120, blank=True)
    description = models.CharField(max_length=500)
    severity = models.CharField(max_length=12, default="minor")
    process = models.CharField(max_length=64, blank=True)
    customer_code = models.CharField(max_length=64, blank=True)
    service_code = models.CharField(max_length=64, blank=True)
    source_kind = models.CharField(max_length=24)
    source_number = models.CharField(max_length=120, blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=24, default="raised")
    found_on = models.DateField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    notified_at = models.DateTimeField(null=True)
    reply_due_on = models.DateField(null=True)
    replied_at = models.DateTimeField(null=True)
    correction = models.CharField(max_length=500, blank=True)
    cause = models.CharField(max_length=1000, blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    verification = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number


class Action(models.Model):
    """One improvement action, from the suggestion to the verified effect (F08).

    ``figure`` names the number that shall move: measure, customer, dimension, key, agreement, clock, statistic,
    bucket. ``baseline`` is that number frozen when the action was planned, ``effect`` the same number of the first
    full period after the due day, frozen at verification; ``target`` is an exact fraction as text.
    """

    number = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    problem = models.CharField(max_length=500, blank=True)
    cause = models.CharField(max_length=500, blank=True)
    measure = models.CharField(max_length=500, blank=True)
    priority = models.CharField(max_length=12, default="normal")
    process = models.CharField(max_length=64, blank=True)
    customer_code = models.CharField(max_length=64, blank=True)
    service_code = models.CharField(max_length=64, blank=True)
    source_kind = models.CharField(max_length=24)
    source_number = models.CharField(max_length=120, blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, null=True, related_name="actions")
    state = models.CharField(max_length=24, default="proposed")
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    was_suggested = models.BooleanField(default=False)
    addressed_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="actions_owned")
    due_on = models.DateField(null=True)
    first_due_on = models.DateField(null=True)
    figure = models.JSONField(default=dict, blank=True)
    operator = models.CharField(max_length=2, blank=True)
    target = models.CharField(max_length=64, blank=True)
    baseline = models.ForeignKey(FrozenFigure, on_delete=models.PROTECT, null=True, related_name="+")
    effect = models.ForeignKey(FrozenFigure, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=500, blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    verification = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["source_kind", "source_number"]),
            models.Index(fields=["customer_code", "state"]),
        )

    def __str__(self) -> str:
        return self.number


class Move(models.Model):
    """延期 or 转交: asked with a reason, decided by another person; ``approved`` is None until then."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="moves")
    new_due_on = models.DateField(null=True)
    new_owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["action"], condition=models.Q(approved=None), name="one_open_move_per_action"
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.reason}"


class Evidence(models.Model):
    """A file that proves something of an action or a nonconformity; its bytes lie under their SHA-256."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="evidence")
    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, null=True, related_name="evidence")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(action=None) ^ models.Q(nonconformity=None), name="evidence_of_one_thing"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """One rung of the ladder that was climbed for something overdue, so that nobody is told the same twice.

    ``due_on`` belongs to it: when a due day is moved, the ladder begins anew.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="reminders")
    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, null=True, related_name="reminders")
    rung = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    told = models.CharField(max_length=300)
    told_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["action", "due_on", "rung"], name="one_reminder_per_rung_of_an_action"),
            models.UniqueConstraint(fields=["nonconformity", "due_on", "rung"], name="one_reminder_per_rung_of_reply"),
        )

    def __str__(self) -> str:
        return f"{self.rung} {self.told}"

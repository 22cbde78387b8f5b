"""Figures as they were told: frozen with their definition, their bounds and the way back to the rows (M14).

Nothing here is ever changed; a later truth is a new set beside the old one.
"""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User


class FigureSet(models.Model):
    """One act of freezing: all figures of one purpose, under one cut-off and one snapshot.

    ``purpose`` names what they were frozen for, such as a report number with its version. ``agreements`` holds
    [code, first day, SHA-256 of the terms] of every revision of the customers of the set.
    """

    purpose = models.CharField(max_length=120)
    as_of = models.DateTimeField()
    snapshot = models.CharField(max_length=200)
    agreements = models.JSONField(default=list)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["purpose"]),)

    def __str__(self) -> str:
        return self.purpose


class FrozenFigure(models.Model):
    """One number of a set; exact values are texts such as ``999/1010``, since databases know no fractions.

    ``definition`` are the words of the rule at the time; ``rows_sha256`` covers the rows of the figure's cohort
    and slice, so that a recount can tell whether it looks at the same ones.
    """

    figure_set = models.ForeignKey(FigureSet, on_delete=models.PROTECT, related_name="figures")
    measure = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    definition = models.TextField()
    customer = models.CharField(max_length=64)
    first = models.DateField()
    day_after = models.DateField()
    timezone = models.CharField(max_length=64)
    label = models.CharField(max_length=32)
    clock = models.CharField(max_length=16, blank=True)
    statistic = models.CharField(max_length=16, blank=True)
    bucket = models.CharField(max_length=16, blank=True)
    dimension = models.CharField(max_length=16, blank=True)
    key = models.CharField(max_length=200, blank=True)
    agreement = models.CharField(max_length=64, blank=True)
    unit = models.CharField(max_length=16)
    better = models.CharField(max_length=16)
    digits = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=16)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    value = models.CharField(max_length=64, blank=True)
    target = models.CharField(max_length=64, blank=True)
    operator = models.CharField(max_length=2, blank=True)
    minimum_sample = models.PositiveIntegerField()
    identity = models.JSONField(default=dict)
    entry = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, blank=True)
    empty = models.CharField(max_length=64)
    rows_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=[
                    "figure_set",
                    "measure",
                    "customer",
                    "first",
                    "day_after",
                    "clock",
                    "statistic",
                    "bucket",
                    "dimension",
                    "key",
                    "agreement",
                ],
                name="one_figure_per_measure_and_scope",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.dimension}={self.key}" if self.dimension else self.measure


class ChangeRequest(models.Model):
    """口径变更申请: somebody asks that figures move, another person decides; nothing of it is rewritten afterwards.

    ``subject`` names what is changed (``desk/T1``, a batch, an agreement, a mapping), ``payload`` what it becomes,
    ``preview`` the figures before and after, ``customers`` whose figures they are. An applied one holds for ever.
    """

    class State(models.TextChoices):
        """Waiting; or approved and applied in one step; or refused; or taken back."""

        REQUESTED = "requested"
        APPLIED = "applied"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=200)
    customers = models.JSONField(default=list)
    payload = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    is_correction = models.BooleanField(default=False)
    is_after_target = models.BooleanField(default=False)
    requester = models.ForeignKey(User, on_delete=models.PROTECT, related_name="changes_requested")
    requested_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    preview = models.JSONField(null=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.REQUESTED)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="changes_decided")
    decided_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "kind"]), models.Index(fields=["kind", "subject"]))

    def __str__(self) -> str:
        return self.number

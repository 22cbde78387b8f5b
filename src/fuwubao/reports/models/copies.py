"""受控副本、用印与签章扫描件: what leaves the house on paper or as a numbered copy, and what comes back."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.report import Report


class ControlledCopy(models.Model):
    """受控副本 (F24): a distribution number (分发号) tied to one holder, the 母本 under a stamp, its hash beside."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="copies")
    serial = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=96, unique=True)
    holder = models.CharField(max_length=64)
    department = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=16, default="issued")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "serial"], name="one_copy_per_serial"),)

    def __str__(self) -> str:
        return self.number


class SealUse(models.Model):
    """用印: asked for, approved by another person, entered in the seal register (用印登记)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="seal_uses")
    seal = models.CharField(max_length=64)
    purpose = models.CharField(max_length=300)
    copies = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=16, default="requested")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    register_number = models.CharField(max_length=32, blank=True)
    sealed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["register_number"], condition=~models.Q(register_number=""), name="one_seal_register_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.report} {self.seal}"


class SignedScan(models.Model):
    """签章扫描件: the paper as it came back signed and sealed, tied to the exact version by the code on its cover."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="scans")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    signed_by = models.CharField(max_length=64)
    signed_on = models.DateField()
    read_code = models.BooleanField(default=False)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

"""供应商报告: what suppliers owe us, what they sent, how it was checked, disputes with them, and their evaluation."""

from __future__ import annotations

from fractions import Fraction

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.duty import Duty


class SupplierReport(models.Model):
    """One report that a supplier owes under an underpinning contract; it begins with the duty (S2.7, R13).

    ``duty`` holds period and due instant; whether it is late is computed from the submission that stands.
    """

    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="supplier_report")
    supplier_code = models.CharField(max_length=64)
    supplier_name = models.CharField(max_length=100)
    agreement_code = models.CharField(max_length=64)
    row_number = models.CharField(max_length=32)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=16, default="due")

    class Meta:
        indexes = (models.Index(fields=["supplier_code"]),)

    def __str__(self) -> str:
        return f"{self.row_number} {self.duty.period_label}"


class SupplierSubmission(models.Model):
    """One handing-in of a report, its file under its hash; ``on_behalf`` when ours entered what came otherwise."""

    report = models.ForeignKey(SupplierReport, on_delete=models.PROTECT, related_name="submissions")
    serial = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    on_behalf = models.BooleanField(default=False)
    channel = models.CharField(max_length=64, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "serial"], name="one_supplier_submission"),)

    def __str__(self) -> str:
        return f"{self.report} #{self.serial}"


class SupplierCheck(models.Model):
    """One item of the check list of one submission: passed or not, with a remark where it did not."""

    submission = models.ForeignKey(SupplierSubmission, on_delete=models.PROTECT, related_name="checks")
    item = models.CharField(max_length=32)
    passed = models.BooleanField()
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["submission", "item"], name="one_result_per_supplier_check"),)

    def __str__(self) -> str:
        return f"{self.submission} {self.item}"


class SupplierDispute(models.Model):
    """A dispute with a supplier, recorded to its settlement (ISO/IEC 20000-1 8.3.4)."""

    number = models.CharField(max_length=32, unique=True)
    supplier_code = models.CharField(max_length=64)
    about = models.CharField(max_length=200)
    text = models.CharField(max_length=2000)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=2000, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.number} {self.about}"


class SupplierEvaluation(models.Model):
    """One evaluation of a supplier for a period, frozen with what it counted; a later one has the next edition.

    ``parts``: criterion → {weight, numerator, denominator}; ``targets``: one entry a target of K25.
    """

    supplier_code = models.CharField(max_length=64)
    supplier_name = models.CharField(max_length=100)
    supplier_kind = models.CharField(max_length=16)
    period_label = models.CharField(max_length=32)
    edition = models.PositiveIntegerField()
    as_of = models.DateTimeField()
    snapshot = models.CharField(max_length=200)
    parts = models.JSONField()
    targets = models.JSONField(default=list)
    deductions = models.JSONField(default=list)
    score_numerator = models.BigIntegerField(null=True)
    score_denominator = models.BigIntegerField(null=True)
    conclusion = models.CharField(max_length=1000)
    evaluated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    evaluated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["supplier_code", "period_label", "edition"], name="one_supplier_evaluation_edition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.supplier_code} {self.period_label} #{self.edition}"

    @property
    def score(self) -> Fraction | None:
        """K27 as it was frozen; None where no criterion had data."""
        if self.score_numerator is None or self.score_denominator is None:
            return None
        return Fraction(self.score_numerator, self.score_denominator)

"""《服务报告列表》 (F01), its duties period by period (F02) and the templates that reports follow."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User


class Template(models.Model):
    """One version of a report template: ordered blocks with parameters; a report keeps the version it used (S1.27).

    ``blocks`` is a list of ``{"code", "title", "covers": ["a", …], "parameters": {…}}`` in order of appearance; one
    with ``"internal": true`` is left out of a customer's edition (S2.2). ``profiles`` are codes of ``coverage``;
    ``word_sha256`` names the kept bytes of the Word template, empty where the house's own serves.
    """

    code = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=24, default="reactive")
    blocks = models.JSONField(default=list)
    state = models.CharField(max_length=16, default="effective")
    effective_from = models.DateField()
    changed_because = models.CharField(max_length=300, blank=True)
    profiles = models.JSONField(default=list)
    word_sha256 = models.CharField(max_length=64, blank=True)
    word_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["code", "version"], name="one_template_version"),)

    def __str__(self) -> str:
        return f"{self.code} 第 {self.version} 版"


class RegisterRow(models.Model):
    """One duty to one recipient party; its number is unique in the firm and never used again (S1.40).

    ``customer_code`` is empty for an internal row. ``due`` holds the fields of ``domain.terms.DueRule``.
    """

    number = models.CharField(max_length=32, unique=True)
    row_template = models.CharField(max_length=32, blank=True)
    source_process = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=300, blank=True)
    contents = models.JSONField(default=list)
    report_kind = models.CharField(max_length=24, default="reactive")
    initiation = models.CharField(max_length=8, default="主动")
    audience = models.CharField(max_length=16, default="customer")
    customer_code = models.CharField(max_length=64, blank=True)
    customer_name = models.CharField(max_length=100, blank=True)
    recipients = models.JSONField(default=list)
    frequency = models.CharField(max_length=16)
    due = models.JSONField(default=dict)
    delivery = models.JSONField(default=list)
    data_sources = models.CharField(max_length=300, blank=True)
    template_code = models.CharField(max_length=16)
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="rows_written")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="rows_reviewed")
    priority = models.CharField(max_length=16, default="normal")
    classification = models.CharField(max_length=40, default="商业秘密 · 仅限双方")
    state = models.CharField(max_length=24, default="draft")
    agreed_by = models.CharField(max_length=64, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_evidence = models.CharField(max_length=300, blank=True)
    duties_from = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    retention_years = models.PositiveIntegerField(default=6)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class RowAgreement(models.Model):
    """The agreements that a row reports on, by code; figures roll up over them by Σ/Σ (M11)."""

    row = models.ForeignKey(RegisterRow, on_delete=models.CASCADE, related_name="agreements")
    agreement_code = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["row", "agreement_code"], name="one_agreement_per_row"),)

    def __str__(self) -> str:
        return self.agreement_code


class Obligation(models.Model):
    """One occurrence of a row: it exists before anything is made; overdue is computed, never a state (S1.29).

    ``provisional`` tells that the holidays up to ``due_at`` are not all published yet.
    """

    row = models.ForeignKey(RegisterRow, on_delete=models.PROTECT, related_name="obligations")
    period_label = models.CharField(max_length=32)
    period_starts_at = models.DateTimeField()
    period_ends_before = models.DateTimeField()
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=16, default="scheduled")
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    waived_because = models.CharField(max_length=300, blank=True)
    consent = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["row", "period_label"], name="one_duty_per_period"),)
        indexes = (models.Index(fields=["due_at"]),)

    def __str__(self) -> str:
        return f"{self.row.number} {self.period_label}"

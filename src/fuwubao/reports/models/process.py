"""服务报告管理流程: its controlled documents, who read them, its scope, its coded data sources, the list's editions."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.register import RegisterRow
from fuwubao.reports.models.report import Report


class ProcessDocument(models.Model):
    """A controlled document of the process; ``kind`` is a key of ``process_words.KINDS`` (S1.13, S1.43)."""

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class DocumentVersion(models.Model):
    """One version of a document, its text or its file by hash, with its line of the version record (S2.17).

    ``state`` is draft, approved or returned; which approved one is in force on a day follows from
    ``effective_from`` and is never stored.
    """

    document = models.ForeignKey(ProcessDocument, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField(max_length=20000, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    effective_from = models.DateField()
    change = models.CharField(max_length=500)
    state = models.CharField(max_length=16, default="draft")
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    decision = models.ForeignKey("ServiceReviewDecision", on_delete=models.PROTECT, null=True, related_name="versions")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["document", "version"], name="one_document_version"),)

    def __str__(self) -> str:
        return f"{self.document.number} 第 {self.version} 版"


class DocumentReading(models.Model):
    """That somebody confirmed having read one version (S1.43)."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "reader"], name="one_reading_a_version"),)

    def __str__(self) -> str:
        return f"{self.version} {self.reader.name}"


class RelatedDocument(models.Model):
    """A document that a register row or a report refers to, exactly one of the two (S1.13)."""

    document = models.ForeignKey(ProcessDocument, on_delete=models.PROTECT, related_name="used_by")
    row = models.ForeignKey(RegisterRow, on_delete=models.CASCADE, null=True, related_name="related_documents")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="related_documents")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(row__isnull=True) ^ models.Q(report__isnull=True), name="related_to_row_or_report"
            ),
            models.UniqueConstraint(fields=["document", "row"], name="one_relation_a_row"),
            models.UniqueConstraint(fields=["document", "report"], name="one_relation_a_report"),
        )

    def __str__(self) -> str:
        return f"{self.document} → {self.row or self.report}"


class ScopeEntry(models.Model):
    """A department, and one of its services or all (empty), in the scope from a day until before another (S2.5)."""

    department = models.CharField(max_length=64)
    service_code = models.CharField(max_length=64, blank=True)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)
    remark = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.department} {self.service_code}".strip()


class DataSource(models.Model):
    """A source of data by its code, with class, secrecy, place of archive and years of keeping (S6.2)."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    category = models.CharField(max_length=16)
    record_kind = models.CharField(max_length=32, blank=True)
    classification = models.CharField(max_length=40)
    archive = models.CharField(max_length=120)
    retention_years = models.PositiveIntegerField()
    custodian = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RegisterEdition(models.Model):
    """One edition of 《服务报告列表》: its rows as they stood, approved by another person (S1.42).

    ``lines``: one entry a row, the columns of the form F01 to their texts; ``state`` draft, approved or returned.
    """

    number = models.PositiveIntegerField(unique=True)
    lines = models.JSONField()
    change = models.CharField(max_length=500)
    state = models.CharField(max_length=16, default="draft")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"服务报告列表 第 {self.number} 版"

"""模板变更申请 (F05), and the versions of row templates (列表条目模板) that a change makes as well."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User


class RowTemplate(models.Model):
    """One version of what register rows start from and follow (S1.41).

    ``content`` holds ``prefix``, ``source_process``, ``name``, ``template``, ``frequency``, ``purpose``, ``audience``.
    """

    code = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    state = models.CharField(max_length=16, default="effective")
    effective_from = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["code", "version"], name="one_row_template_version"),)

    def __str__(self) -> str:
        return f"{self.code} 第 {self.version} 版"


class TemplateChange(models.Model):
    """One request to change a template, from its draft to the day from which the new version holds (S1.7).

    ``kind`` is ``template`` or ``row_template``; ``content`` is what the new version will say: for a template
    ``name``, ``blocks``, ``profiles``, ``word_sha256`` and ``word_name``, for a row template its fields.
    """

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=16, default="template")
    code = models.CharField(max_length=16)
    from_version = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    content = models.JSONField()
    effective_from = models.DateField(null=True)
    state = models.CharField(max_length=16, default="draft")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="template_changes")
    requested_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    new_version = models.PositiveIntegerField(null=True)
    edit_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["kind", "code"], name="changes_of_a_template"),)

    def __str__(self) -> str:
        return self.number


class TemplateOpinion(models.Model):
    """评审意见: what one person who is not the requester says of a submitted change."""

    change = models.ForeignKey(TemplateChange, on_delete=models.CASCADE, related_name="opinions")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    opinion = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.change} {self.reviewer}"

"""One issue of a report (F03): its frozen figures, the author's words, and the approved bytes."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.register import Obligation, RegisterRow, Template


def signed_as(person: User, for_whom: User | None) -> str:
    """Return a name as paper signs it: 甲 代 乙 where a delegate acts for somebody (S1.8, design 6)."""
    return f"{person.name} 代 {for_whom.name}" if for_whom is not None else person.name


class Report(models.Model):
    """A report for one row and period in one version; after approval its content never changes.

    ``figure_set`` is the number of the frozen figures in the measurement room, ``facts`` the breaches, exclusions,
    outages and events of the same cut-off, ``tree`` the document tree that reviewer and approver read (locked at
    submit, M14), ``edit_count`` guards against lost updates. ``escalated_*`` is the manager's part in an abnormal
    report's approval, before the system head's.
    """

    row = models.ForeignKey(RegisterRow, on_delete=models.PROTECT, related_name="reports")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, null=True, related_name="reports")
    number = models.CharField(max_length=80, unique=True)
    version = models.CharField(max_length=8, default="A/0")
    period_label = models.CharField(max_length=32)
    period_starts_at = models.DateTimeField()
    period_ends_before = models.DateTimeField()
    timezone = models.CharField(max_length=64)
    template = models.ForeignKey(Template, on_delete=models.PROTECT)
    state = models.CharField(max_length=16, default="draft")
    abnormal_because = models.CharField(max_length=300, blank=True)
    as_of = models.DateTimeField(null=True)
    snapshot = models.CharField(max_length=64, blank=True)
    figure_set = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    tree = models.TextField(blank=True)
    check_result = models.JSONField(null=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reports_written")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="reports_reviewed")
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="reports_approved")
    approved_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="reports_approved_for")
    approved_at = models.DateTimeField(null=True)
    escalated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    escalated_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    escalated_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    previous_version = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next_version")
    correction_reason = models.CharField(max_length=300, blank=True)
    edit_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["row", "period_label", "version"], name="one_report_version"),)
        indexes = (models.Index(fields=["state"]),)

    def __str__(self) -> str:
        return self.number


class SectionText(models.Model):
    """The author's prose in one block; figures in it are tokens ``[[K03:service=ERP]]``, resolved at reading."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="texts")
    block = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT)
    written_at = models.DateTimeField()
    edit_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "block"], name="one_text_per_block"),)

    def __str__(self) -> str:
        return f"{self.report} {self.block}"


class Statement(models.Model):
    """作者陈述: a number in the prose that no figure holds, with the basis that its author names."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="statements")
    block = models.CharField(max_length=40)
    value = models.CharField(max_length=64)
    basis = models.CharField(max_length=300)
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT)
    stated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.value}（{self.basis}）"


class BreachNote(models.Model):
    """Why one ticket went past its target, or one target was missed, and what is done about it (R02).

    ``subject`` is a ticket id with its clock (``INC001 resolution``) or a target row (``target ERP-P1-解决``).
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="breach_notes")
    subject = models.CharField(max_length=120)
    cause = models.CharField(max_length=500, blank=True)
    measure = models.CharField(max_length=500, blank=True)
    owner = models.CharField(max_length=64, blank=True)
    due_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, default="open")
    outcome_note = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "subject"], name="one_note_per_breach"),)

    def __str__(self) -> str:
        return self.subject


class EventNote(models.Model):
    """A significant event of the period (S1.31): major incident, new or changed service, continuity plan invoked."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="event_notes")
    event_kind = models.CharField(max_length=24)
    happened_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    detail = models.CharField(max_length=1000, blank=True)
    record_id = models.CharField(max_length=80, blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class NothingToReport(models.Model):
    """本期无: a person states that a block has nothing to tell; it is never left blank (S1.31)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="nothing_stated")
    block = models.CharField(max_length=40)
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT)
    stated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "block"], name="one_nothing_per_block"),)

    def __str__(self) -> str:
        return f"{self.block} 本期无"


class DecisionRequest(models.Model):
    """提请决策: what the recipient is asked to decide, who, by when (S1.26)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(max_length=500)
    decider = models.CharField(max_length=64)
    due_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text


class ReportFile(models.Model):
    """母本: the approved bytes in one format, kept content-addressed and never rendered again (design 5)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    file_format = models.CharField(max_length=8)
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "file_format"], name="one_file_per_format"),)

    def __str__(self) -> str:
        return self.name

"""分发、确认与反馈 (F07): who got which version, how, when, and what they said."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import Job, User
from fuwubao.reports.models.report import Report


class Delivery(models.Model):
    """One recipient of one published version by one channel; times are empty until the thing happened.

    ``state`` is one of ``domain.lifecycles.DELIVERY``. ``sent_at`` is the instant of the hand-over: accepted by the
    receiving mail server, shown in the portal, or given by a person. ``agreed`` tells whether the channel is a
    提交方式 of the row, so that the hand-over counts for K30. ``claimed_by`` and ``message_id`` are written before
    anything is sent, ``data_at`` right before the letter's content: a worker that dies in between leaves a trace.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    channel = models.CharField(max_length=16, default="portal")
    agreed = models.BooleanField(default=True)
    state = models.CharField(max_length=16, default="planned")
    address = models.EmailField(blank=True)
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_remark = models.CharField(max_length=300, blank=True)
    default_acknowledged_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    data_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=200, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    handed_by = models.CharField(max_length=64, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)
    proof_name = models.CharField(max_length=160, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(null=True)
    entered_late = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "recipient", "channel"], name="one_delivery_per_channel"),
        )
        indexes = (models.Index(fields=["state", "next_try_at"]),)

    def __str__(self) -> str:
        return f"{self.report} → {self.recipient}"


class DeliveryEvent(models.Model):
    """One line of a delivery's log: what happened to it, when, and what the other side said."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    state = models.CharField(max_length=16)
    words = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.state}"


class RecipientAddress(models.Model):
    """Where a recipient without an account gets mail; one address a person and firm."""

    customer_code = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=64)
    email = models.EmailField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["customer_code", "name"], name="one_address_per_recipient"),)

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class SilenceClause(models.Model):
    """默认确认 as agreed for a row: after so many working days without a word a report counts as acknowledged.

    Such an acknowledgement is marked as one by default and never counts in K33.
    """

    row = models.OneToOneField("reports.RegisterRow", on_delete=models.PROTECT, related_name="silence")
    working_days = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=300)
    agreed_on = models.DateField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.row} {self.working_days} 个工作日"


class CustomerLink(models.Model):
    """A link that opens one report without a log-in, until a moment or until it is revoked; each opening is kept."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="links")
    recipient = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.report} → {self.recipient}"


class LinkOpening(models.Model):
    """One opening of a customer link: when, from which address, what was read."""

    link = models.ForeignKey(CustomerLink, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)
    what = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.link} {self.at:%Y-%m-%d %H:%M}"


class Feedback(models.Model):
    """What a reader thinks of a report: useful, clear, correct (1–5 each), words, and our answer (S6.14)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="feedback")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="feedback_given")
    given_at = models.DateTimeField()
    useful = models.PositiveSmallIntegerField(null=True)
    clear = models.PositiveSmallIntegerField(null=True)
    correct = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="feedback_answered")
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.report} {self.given_by}"


class Objection(models.Model):
    """异议: a recipient holds that something in a published report is wrong; its life is ``lifecycles.OBJECTION``.

    ``due_at`` is the end of the fifth working day after it was raised; being late is computed from it.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="objections")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=16, default="raised")
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="objections_raised")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    examined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    examined_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    correction = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="answers_objections")

    def __str__(self) -> str:
        return f"{self.report} {self.subject}"

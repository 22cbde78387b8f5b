"""Who may review, how a review is held, what is checked against the source, who signs besides (F04, S6.8–S6.10)."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.report import Report
from fuwubao.reports.models.review import Review


class ReviewerEntry(models.Model):
    """评审人员名单: a service manager or expert who may review, with field, dates and the paper behind it (S6.10).

    ``capacity`` is service_manager or expert; the entry holds from ``starts_on`` until ``ends_before`` (excluded).
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviewer_entries")
    capacity = models.CharField(max_length=24)
    field = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} {self.field}"


class ReviewRound(models.Model):
    """One calling of a review group: 会签 (its members sign in turn) or 会议 (held once, with minutes)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="review_rounds")
    serial = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=8)
    called_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=100, blank=True)
    minutes = models.TextField(blank=True)
    minutes_name = models.CharField(max_length=160, blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    conclusion = models.CharField(max_length=24, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "serial"], name="one_round_per_serial"),)

    def __str__(self) -> str:
        return f"{self.report} {self.method} {self.serial}"


class ReviewSeat(models.Model):
    """One member of a review group: the place in turn, whether present at the meeting, the record once given."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    attended = models.BooleanField(null=True)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, null=True, related_name="seat")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["round", "member"], name="one_seat_per_member"),)

    def __str__(self) -> str:
        return f"{self.round} {self.member}"


class DataSample(models.Model):
    """抽样核对 (S6.9): rows behind the figures, drawn by a seed that nobody chose; the same seed draws them again.

    ``population`` counts the rows that could be drawn, ``submitted_at`` names the submission that it belongs to.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="samples")
    submitted_at = models.DateTimeField()
    snapshot = models.CharField(max_length=64)
    seed = models.CharField(max_length=32)
    size = models.PositiveSmallIntegerField()
    population = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "submitted_at"], name="one_sample_per_submission"),)

    def __str__(self) -> str:
        return f"{self.report} {self.size}/{self.population}"


class SampledRow(models.Model):
    """One row of a sample as the store holds it, and whether the source tool says the same.

    ``values`` maps column → text as it was shown; ``equal`` is empty until it was compared.
    """

    sample = models.ForeignKey(DataSample, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveSmallIntegerField()
    record_kind = models.CharField(max_length=24)
    record_id = models.CharField(max_length=120)
    source = models.CharField(max_length=64)
    batch = models.CharField(max_length=64)
    row_number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    equal = models.BooleanField(null=True)
    difference = models.CharField(max_length=300, blank=True)
    compared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    compared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sample", "place"], name="one_row_per_place"),)

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_id}"


class AbnormalRule(models.Model):
    """Whether a rule of ``abnormal_rules.RULES`` is in force; a rule without a row here is not (S1.6)."""

    code = models.CharField(max_length=32, unique=True)
    is_on = models.BooleanField(default=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.code


class AbnormalGround(models.Model):
    """Why a submitted report is an abnormal one (异常报告): the rule, and what it found."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="abnormal_grounds")
    rule = models.CharField(max_length=32)
    words = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.words


class FurtherSignature(models.Model):
    """会签 or 签发: a signature beside 批准, asked of one person, never instead of it (design 6).

    ``kind`` is countersign (open ones hold the approval back) or issue (open ones hold the publication back).
    ``sha256`` is the hash of the PDF that an issue signature was given to.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="further_signatures")
    kind = models.CharField(max_length=12)
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.report} {self.kind} {self.signer}"


class ApprovalLink(models.Model):
    """A letter's one-time way to the page where one person approves or returns; it opens nothing by itself."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="approval_links")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    mail_answer = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.report} → {self.person}"


class Submission(models.Model):
    """What was submitted, each time anew: the words by block, so that a reviewer sees what changed since."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="submissions")
    serial = models.PositiveSmallIntegerField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    snapshot = models.CharField(max_length=64, blank=True)
    texts = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "serial"], name="one_submission_per_serial"),)

    def __str__(self) -> str:
        return f"{self.report} {self.serial}"

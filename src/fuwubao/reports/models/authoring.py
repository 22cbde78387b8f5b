"""Several people at one report: who writes which block, who holds it now, what it said, what is said of it."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User
from fuwubao.reports.models.report import Report


class BlockAuthor(models.Model):
    """A block that was given to one person to write; its report's author and the manager may write it too."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="block_authors")
    block = models.CharField(max_length=40)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="blocks_given")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "block"], name="one_author_per_block"),)

    def __str__(self) -> str:
        return f"{self.report} {self.block} {self.author}"


class BlockLock(models.Model):
    """Who writes a block just now; it lapses when nothing was saved for a while, and then anyone may take it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="block_locks")
    block = models.CharField(max_length=40)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "block"], name="one_lock_per_block"),)

    def __str__(self) -> str:
        return f"{self.report} {self.block} {self.holder}"


class BlockVersion(models.Model):
    """What a block said at one time. ``kind``: saved, restored, or parked (kept beside, since another text stood).

    A parked text waits until somebody has dealt with it (``settled_at``); nothing of it was ever in the report.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="block_versions")
    block = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, default="saved")
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["report", "block"], name="block_versions_of_report"),)

    def __str__(self) -> str:
        return f"{self.report} {self.block} {self.written_at:%Y-%m-%d %H:%M}"


class BlockComment(models.Model):
    """A remark on a block, for the house alone; or a reason of return, whose mending its author confirms (F04).

    ``kind`` is comment or return; ``mentioned`` lists the log-ins of those who were told.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="comments")
    block = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, default="comment")
    text = models.CharField(max_length=1000)
    mentioned = models.JSONField(default=list)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["report", "block"], name="block_comments_of_report"),)

    def __str__(self) -> str:
        return self.text[:40]

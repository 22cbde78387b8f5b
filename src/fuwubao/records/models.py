"""What the application remembers of intake: batches, rows in quarantine, saved mappings. Records live in the store."""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import Job, User


class Batch(models.Model):
    """One load (or mending, or entry by hand); undone by one more line in the store's batch log."""

    number = models.CharField(max_length=32, unique=True)
    order = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=32)
    source = models.CharField(max_length=64)
    file = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=16, blank=True)
    delimiter = models.CharField(max_length=4, blank=True)
    header_row = models.IntegerField(null=True, blank=True)
    timezone = models.CharField(max_length=64)
    mapping = models.JSONField(null=True, blank=True)
    rows = models.BigIntegerField()
    accepted = models.BigIntegerField()
    rejected = models.BigIntegerField()
    events_accepted = models.BigIntegerField(default=0)
    events_rejected = models.BigIntegerField(default=0)
    warnings = models.JSONField(default=list)
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="batches")
    loaded_at = models.DateTimeField()
    mends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="mendings")
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="undone_batches")
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.CharField(max_length=300, blank=True)
    undo_approved_by = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (models.Index(fields=["kind", "source"]), models.Index(fields=["sha256"]))

    def __str__(self) -> str:
        return self.number


class QuarantinedRow(models.Model):
    """A rejected row as it stood in the file, with the reason; mended cells stand beside, never in its place."""

    class State(models.TextChoices):
        """Waiting to be mended or replayed; replayed rows are in the store, dropped ones were given up."""

        WAITING = "waiting"
        REPLAYED = "replayed"
        DROPPED = "dropped"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="quarantine")
    kind = models.CharField(max_length=32)
    row = models.BigIntegerField()
    field = models.CharField(max_length=255, blank=True)
    code = models.CharField(max_length=32)
    message_zh = models.TextField()
    message_en = models.TextField()
    value = models.TextField(blank=True)
    cells = models.JSONField()
    mended = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    mended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="mended_rows")
    mended_at = models.DateTimeField(null=True, blank=True)
    replayed_in = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, blank=True, related_name="replayed")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "kind", "row"], name="one_quarantine_place_a_row"),)
        indexes = (models.Index(fields=["batch", "state"]),)

    def __str__(self) -> str:
        return f"{self.batch} {self.row}"


class SavedMapping(models.Model):
    """A mapping kept under a name, offered again for files of the same kind and source."""

    name = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=32)
    source = models.CharField(max_length=64, blank=True)
    tree = models.JSONField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_mappings")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class UploadedFile(models.Model):
    """A file on its way in: kept under ``uploads/<sha256>`` while its mapping is settled; nothing is in the store yet.

    ``mapping`` is a mapping's tree, ``scores`` the likeness (0 to 100) of suggested columns, ``samples`` a cell of
    each file column, ``findings`` what the last dry run found under exactly this mapping, None before it.
    ``reading`` is what a person said of the file's form, ``found`` how it was read under that, with the names of its
    sheets. ``job`` checks or loads it in the background.
    """

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    source = models.CharField(max_length=64)
    timezone = models.CharField(max_length=64)
    mapping = models.JSONField()
    scores = models.JSONField(default=dict)
    samples = models.JSONField(default=dict)
    findings = models.JSONField(null=True, blank=True)
    reading = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="uploads")
    uploaded_at = models.DateTimeField()
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, blank=True, related_name="uploads")

    def __str__(self) -> str:
        return self.name


class ManualEntry(models.Model):
    """A value entered by hand that waits for another person; verified, it is a record of the store."""

    cells = models.JSONField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="manual_entries")
    entered_at = models.DateTimeField()
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="verified_entries"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, blank=True, related_name="manual_entries")

    def __str__(self) -> str:
        return str(self.cells.get("id", self.pk))

"""Who we promise to, what, and every revision of the promise; nothing here is ever rewritten.

A revision keeps the text as it was loaded and the national calendar that it was read with, so that reading it
again gives the same terms for ever (M13, semantics 3).
"""

from __future__ import annotations

from django.db import models

from fuwubao.accounts.models import User


class Organisation(models.Model):
    """A customer, a department of ours, or a supplier; a member of a group names its parent.

    A supplier is of a kind (S1.16); a subcontractor's parent is the lead supplier that answers for it.
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, default="customer")
    supplier_kind = models.CharField(max_length=16, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="members")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=["customer", "department", "supplier"]), name="organisation_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="supplier", supplier_kind__in=["supplier", "key_supplier", "subcontractor"])
                | (~models.Q(kind="supplier") & models.Q(supplier_kind="")),
                name="supplier_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="organisation_not_its_own_parent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Service(models.Model):
    """An entry of the service catalogue; agreements and outages speak of it by code."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CalendarVersion(models.Model):
    """One version of the national calendar, its file kept byte for byte."""

    version = models.CharField(max_length=32, unique=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=300, blank=True)
    published_through = models.DateField()
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"china {self.version}"


class Agreement(models.Model):
    """A promise with a code of its own; its content lives in its revisions."""

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16)
    customer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")

    def __str__(self) -> str:
        return self.code


class AgreementRevision(models.Model):
    """One loaded text; in force from ``holds_from`` until the next revision's or ``valid_to``, both local dates."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    file = models.CharField(max_length=200)
    terms_sha256 = models.CharField(max_length=64)
    calendar = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="revisions")
    valid_from = models.DateField()
    valid_to = models.DateField()
    holds_from = models.DateField()
    revision_from = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    services = models.ManyToManyField(Service, related_name="revisions")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agreement", "number"], name="one_revision_per_number"),
            models.UniqueConstraint(fields=["agreement", "holds_from"], name="one_revision_per_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("holds_from")), name="revision_holds_within_validity"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement.code} #{self.number}"

"""People, the roles they hold from day to day, and the chain of what was done.

A role is held by appointment with dates, so that "who held it on day X" is a query (S1.8, S2.14).
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserAccounts(BaseUserManager["User"]):
    """Django's contract for a custom user model; accounts are made by ``actions.create_user`` alone."""


class User(AbstractBaseUser):
    """One person (or the workspace operator); customers and suppliers carry their firm's code."""

    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    email = models.EmailField(blank=True)
    customer_code = models.CharField(max_length=64, blank=True)
    department_code = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserAccounts] = UserAccounts()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """任命: a person holds a role from a day until a day (exclusive), perhaps for one customer or department.

    ``evidence`` names the paper of the appointment, ``evidence_sha256`` its file where one was handed in.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=32)
    customer_code = models.CharField(max_length=64, blank=True)
    department_code = models.CharField(max_length=64, blank=True)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    evidence_name = models.CharField(max_length=160, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class Delegation(models.Model):
    """委派: the giver's powers are held by another person for a scope and a time (S1.8)."""

    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_given")
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_held")
    role = models.CharField(max_length=32)
    scope = models.CharField(max_length=200, blank=True)
    acts = models.JSONField(default=list)
    starts_at = models.DateTimeField()
    ends_before = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.holder} 代 {self.giver}"


class AuditHead(models.Model):
    """The end of the chain; locked while an entry is added, so that entries never fork."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class AuditEntry(models.Model):
    """One act: who, for whom, what, on what, before and after, when; linked to its predecessor by SHA-256."""

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor_login = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=64)
    for_login = models.CharField(max_length=64, blank=True)
    act = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=200, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    remark = models.TextField(blank=True)
    channel = models.CharField(max_length=16, default="web")
    system_user = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=["subject_kind", "subject_id"]), models.Index(fields=["at"]))

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class Notice(models.Model):
    """A message to one person inside the pages."""

    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text


class LoginFailure(models.Model):
    """A failed log-in; too many in a short time close the door for a while."""

    login = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["at"]),)

    def __str__(self) -> str:
        return f"{self.login} {self.at}"


class Job(models.Model):
    """Long work done by the worker; its progress is here, so that it survives a reload of the page.

    ``task`` is the dotted name of a function marked by ``jobs.task``; ``state`` is queued, running, done, refused
    (a rule said no; ``result`` says what) or failed (a fault of ours, number in the log).
    """

    task = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="jobs")
    state = models.CharField(max_length=16, default="queued")
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    steps_done = models.BigIntegerField(default=0)
    steps_total = models.BigIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    result = models.JSONField(null=True)
    result_url = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "not_before"]),)

    def __str__(self) -> str:
        return self.title

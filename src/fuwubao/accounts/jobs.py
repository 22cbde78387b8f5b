"""Long work in the background: a table of jobs, claimed one at a time, retried, with progress that survives a reload.

Any room marks a function with ``@task`` and enqueues it by its dotted name; ``fuwubao worker`` runs it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from fuwubao.accounts import audit
from fuwubao.accounts.errors import JobUnknown, TaskUnknown
from fuwubao.accounts.models import Job, User
from fuwubao.domain.errors import FuwubaoError, Unreachable

LEASE = timedelta(minutes=10)  # renewed by every word of progress; a worker that died loses its job after it
MOST_ATTEMPTS = 3
WAIT = timedelta(seconds=30)  # times two for each further attempt

logger = logging.getLogger("fuwubao.faults")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a task hands back: facts for the page and where its outcome is."""

    result: Mapping[str, object]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a task is given: its arguments, for whom it works, when it began, and a way to tell how far it is."""

    job_id: int
    arguments: Mapping[str, object]
    owner: User
    now: datetime

    def tell(self, done: int, total: int, words: str = "") -> None:
        """Say how far the work is; total 0 means unknown. Renews the lease."""
        Job.objects.filter(pk=self.job_id).update(
            steps_done=done, steps_total=total, words=words[:200], leased_until=timezone.now() + LEASE
        )


Task = Callable[[Work], Done]
T = TypeVar("T", bound=Task)
_MARK = "is_fuwubao_task"


def task(function: T) -> T:
    """Mark a function as work that may be enqueued by its dotted name."""
    setattr(function, _MARK, True)
    return function


def _task_called(name: str) -> Task:
    """Import a task by its dotted name. Raises: TaskUnknown."""
    module, _, attribute = name.rpartition(".")
    if not module.startswith("fuwubao."):
        raise TaskUnknown(task=name)
    found = getattr(import_module(module), attribute, None)
    if found is None or not getattr(found, _MARK, False):
        raise TaskUnknown(task=name)
    return found  # type: ignore[no-any-return]  # the mark is only given to tasks


def enqueue(
    *,
    task: str,
    title: str,
    arguments: Mapping[str, object],
    owner: User,
    now: datetime,
    not_before: datetime | None = None,
) -> Job:
    """Put work into the queue; may be called inside an action, it is seen when that commits.

    ``not_before`` keeps it waiting. Raises: TaskUnknown.
    """
    _task_called(task)
    return Job.objects.create(
        task=task, title=title, arguments=dict(arguments), owner=owner, queued_at=now, not_before=not_before or now
    )


def claim(*, now: datetime) -> Job | None:
    """Take the oldest job that is due, or one whose worker died; None when there is none."""
    waiting = Q(state="queued", not_before__lte=now)
    abandoned = Q(state="running", leased_until__lt=now)
    for job in Job.objects.filter(waiting | abandoned).order_by("queued_at", "pk")[:10]:
        mine = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts)
        # one statement decides: of two workers only one finds the row as it was
        if mine.update(state="running", attempts=job.attempts + 1, leased_until=now + LEASE):
            return Job.objects.select_related("owner").get(pk=job.pk)
    return None


def run_one(*, now: datetime) -> Job | None:
    """Claim one job and do it; return it as it ended, or None when nothing waited."""
    job = claim(now=now)
    if job is None:
        return None
    work = Work(job_id=job.pk, arguments=job.arguments, owner=job.owner, now=now)
    try:
        with audit.through("worker"):
            done = _task_called(job.task)(work)
    except Unreachable as refusal:
        _again_or(job, now, state="refused", result=_refusal(refusal))
    except FuwubaoError as refusal:
        _finish(job, state="refused", result=_refusal(refusal))
    except Exception:  # a fault of ours is numbered and logged, the worker lives on
        number = secrets.token_hex(4)
        logger.exception("fault %s in job %s %s", number, job.pk, job.task)
        _again_or(job, now, state="failed", result={"fault": number})
    else:
        _finish(job, state="done", result=done.result, url=done.url)
    job.refresh_from_db()
    return job


def _refusal(refusal: FuwubaoError) -> dict[str, object]:
    return {
        "code": refusal.code,
        "zh": [refusal.message("zh"), refusal.hint("zh")],
        "en": [refusal.message("en"), refusal.hint("en")],
    }


def _again_or(job: Job, now: datetime, *, state: str, result: Mapping[str, object]) -> None:
    """Try again later; after the last attempt end in the state."""
    if job.attempts >= MOST_ATTEMPTS:
        _finish(job, state=state, result=result)
        return
    later = now + WAIT * 2 ** (job.attempts - 1)
    Job.objects.filter(pk=job.pk).update(state="queued", not_before=later, leased_until=None, result=dict(result))


def _finish(job: Job, *, state: str, result: Mapping[str, object], url: str = "") -> None:
    Job.objects.filter(pk=job.pk).update(
        state=state, result=dict(result), result_url=url, finished_at=timezone.now(), leased_until=None
    )


def jobs_of(owner: User) -> QuerySet[Job]:
    """Return a person's jobs, newest first."""
    return Job.objects.filter(owner=owner).order_by("-queued_at", "-pk")


def job_of(owner: User, job_id: int) -> Job:
    """Return one job of a person's own. Raises: JobUnknown."""
    found = Job.objects.filter(owner=owner, pk=job_id).first()
    if found is None:
        raise JobUnknown(number=job_id)
    return found


@transaction.atomic
def forget_finished(*, before: datetime) -> int:
    """Remove jobs that ended before a moment; what they did stays in the audit chain."""
    removed, _ = Job.objects.filter(finished_at__lt=before).delete()
    return removed

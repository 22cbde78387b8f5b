"""Template changes that wait for one person's review or approval; the requester is never among them (S1.7)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fuwubao.accounts.models import User
from fuwubao.home.work import Task
from fuwubao.reports.queries.template_pages import ChangeLine, waiting_changes


def changing_tasks(reader: User, *, now: datetime) -> list[Task]:
    """Return the changes that the reader may review or approve, the one that waits longest first."""
    return [_task(line) for line in reversed(waiting_changes(reader, now=now))]


def _task(line: ChangeLine) -> Task:
    return Task(
        what=_("办理模板变更：%(template)s") % {"template": line.code},
        about=f"{line.number} · {line.requester} · {line.reason}",
        kind=_("模板变更"),
        shape=line.shape,
        state=line.state_words,
        due_on=None,
        left="—",
        is_late=False,
        url=reverse("reports:template-change", args=[line.number]),
        verb=_("办理"),
    )

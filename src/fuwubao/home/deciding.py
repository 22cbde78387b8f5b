"""Change requests that wait for one person's decision: who asked is never among them (design section 6)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fuwubao.accounts.models import User
from fuwubao.home.work import Task
from fuwubao.measurement.changes.pages import RequestLine, decidable


def deciding_tasks(reader: User, *, now: datetime) -> list[Task]:
    """Return the requests that the reader may approve or reject, the one that waits longest first."""
    return [_task(line) for line in reversed(decidable(reader, now=now))]


def _task(line: RequestLine) -> Task:
    moved = _("预览待算") if line.figures is None else _("变动数字 %(count)d 个") % {"count": line.figures}
    return Task(
        what=_("审批口径变更：%(kind)s %(subject)s") % {"kind": line.kind, "subject": line.subject},
        about=f"{line.number} · {line.requester} · {moved}",
        kind=_("口径变更"),
        shape="open",
        state=line.state,
        due_on=None,
        left="—",
        is_late=False,
        url=reverse("measurement:change", args=[line.number]),
        verb=_("办理"),
    )

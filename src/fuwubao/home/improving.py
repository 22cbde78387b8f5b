"""What improvement asks of one person: her actions, suggestions to decide, effects to verify, replies owed."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fuwubao.accounts.models import User
from fuwubao.domain.due import working_days_left
from fuwubao.home.work import Task
from fuwubao.improvement.lateness import working_calendar
from fuwubao.improvement.numbers import today_of
from fuwubao.improvement.queries.actions import ActionLine
from fuwubao.improvement.queries.lists import own_work
from fuwubao.ui.templatetags.ui import days_words


def improvement_tasks(reader: User, *, now: datetime) -> list[Task]:
    """Return the tasks of a person in the room of improvement, none for who may not read it."""
    own, today = own_work(reader=reader, now=now), today_of(now)
    verbs = {"accepted": _("制定"), "planned": _("开始"), "in_progress": _("报告完成"), "ineffective": _("重新制定")}
    tasks = [_task(line, _("落实措施：%(name)s"), verbs[line.state], today) for line in own.owned]
    tasks += [_task(line, _("决定建议：%(name)s"), _("决定"), today) for line in own.to_decide]
    tasks += [_task(line, _("验证措施：%(name)s"), _("验证"), today) for line in own.to_verify]
    return tasks + [
        Task(
            what=_("答复不符合：%(name)s") % {"name": line.description},
            about=f"{line.number} · {line.basis_words} {line.clause}".strip(),
            kind=_("不符合"),
            shape="bad" if line.flag == "overdue" else "open",
            state=_("逾期") if line.flag == "overdue" else line.state_words,
            due_on=line.reply_due_on,
            left=_left(line.reply_due_on, line.days_over, today),
            is_late=line.flag == "overdue",
            url=reverse("improvement:nonconformity", args=[line.number]),
            verb=_("答复"),
        )
        for line in own.to_reply
    ]


def _task(line: ActionLine, what: str, verb: str, today: date) -> Task:
    late = line.flag == "overdue"
    parts = [line.number, f"{line.source} {line.source_number}".strip(), line.customer]
    return Task(
        what=what % {"name": line.title},
        about=" · ".join(part for part in parts if part),
        kind=_("持续改进"),
        shape="bad" if late else line.shape,
        state=_("逾期") if late else line.state_words,
        due_on=line.due_on,
        left=_left(line.due_on, line.days_over, today),
        is_late=late,
        url=reverse("improvement:action", args=[line.number]),
        verb=verb,
    )


def _left(due_on: date | None, over: int, today: date) -> str:
    if due_on is None or (due_on < today and not over):
        return "—"
    return days_words(-over if over else working_days_left(today, due_on, working_calendar()))

"""Background work of a period run: build what is due, or act on what was selected, with progress and outcomes."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from fuwubao.accounts import jobs
from fuwubao.reports.actions.period_run import ACTS, Outcome, build_due

BUILD = "fuwubao.reports.period_tasks.build_due_reports"
ACT = "fuwubao.reports.period_tasks.act_on_selected"


@jobs.task
def build_due_reports(work: jobs.Work) -> jobs.Done:
    """Build the drafts of a period whose data is complete. Arguments: period, carry."""
    period, carry = str(work.arguments["period"]), bool(work.arguments.get("carry"))
    outcomes = build_due(period_label=period, carry=carry, actor=work.owner, now=work.now, tell=work.tell)
    return _done(work, period, outcomes)


@jobs.task
def act_on_selected(work: jobs.Work) -> jobs.Done:
    """Submit, approve or publish the selected reports. Arguments: period, act, numbers."""
    numbers = [str(number) for number in work.arguments["numbers"]]  # type: ignore[attr-defined]  # a list, as enqueued
    act = ACTS[str(work.arguments["act"])]
    outcomes = act(numbers=numbers, actor=work.owner, now=work.now, tell=work.tell)
    return _done(work, str(work.arguments["period"]), outcomes)


def _done(work: jobs.Work, period: str, outcomes: tuple[Outcome, ...]) -> jobs.Done:
    done = sum(one.done for one in outcomes)
    result = {"done": done, "refused": len(outcomes) - done, "results": [one.to_json() for one in outcomes]}
    query = urlencode({"period": period, "result": work.job_id})
    return jobs.Done(result=result, url=f"{reverse('reports:run')}?{query}")

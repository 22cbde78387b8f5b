"""Background work of the room."""

from __future__ import annotations

from django.urls import reverse

from fuwubao.accounts.jobs import Done, Work, task
from fuwubao.measurement.changes import actions


@task
def preview(work: Work) -> Done:
    """Count the figures that a request would move."""
    number = str(work.arguments["number"])
    request = actions.preview_change(number=number, now=work.now)
    found = request.preview or {}
    return Done(result={"count": found.get("count", 0)}, url=reverse("measurement:change", args=[number]))

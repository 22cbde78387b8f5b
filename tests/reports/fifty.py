"""Run as a program in a workspace of its own: publish one report to fifty recipients by mail, or tell their states.

``python -m tests.reports.fifty publish FOLDER`` and ``… states``; the test kills the worker between the two.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fuwubao.cli.workspace import open_workspace

RECIPIENTS = tuple(f"收件人{number:02d}" for number in range(50))


def publish(folder: Path) -> None:
    """Load the small world, approve its report, and publish it to fifty people with addresses."""
    from fuwubao.accounts.models import User
    from fuwubao.reports.actions.publishing import publish_report
    from fuwubao.reports.models import RegisterRow
    from tests.reports.world import DRAFT, NOW, made_world

    world = made_world(folder)
    world.approved()
    RegisterRow.objects.update(delivery=["mail"], recipients=list(RECIPIENTS))
    for number, name in enumerate(RECIPIENTS):
        User.objects.create(login=f"r{number:02d}", name=name, email=f"r{number:02d}@hd.cn", customer_code="HD")
    publish_report(number=DRAFT, actor=world.cast.manager, now=NOW)


def states() -> None:
    """Print each address with the state of its letter, and what the owner was told."""
    from fuwubao.accounts.models import Notice
    from fuwubao.reports.models import Delivery

    told = {
        "states": dict(Delivery.objects.values_list("address", "state")),
        "notices": list(Notice.objects.filter(to__login="li").values_list("text", flat=True)),
    }
    print(json.dumps(told))


def end_lease() -> None:
    """Let the lease of the dead worker be over, as ten minutes would."""
    from datetime import timedelta

    from django.utils import timezone

    from fuwubao.accounts.models import Job

    Job.objects.filter(state="running").update(leased_until=timezone.now() - timedelta(seconds=1))


if __name__ == "__main__":
    open_workspace()
    if sys.argv[1] == "publish":
        publish(Path(sys.argv[2]))
    else:
        {"states": states, "end_lease": end_lease}[sys.argv[1]]()

"""What a person's command may not do alone becomes a request with its preview (design section 6).

Django and what needs it are imported inside the functions, after the workspace is open.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fuwubao.agreements.files import text_of
from fuwubao.cli.words import counted, say

if TYPE_CHECKING:
    from fuwubao.accounts.models import User


def ask_revision(path: Path, *, actor: User, now: datetime, quiet: bool) -> dict[str, object]:
    """Ask for the revision that a file holds; return what ``agreement load --json`` prints of it."""
    from fuwubao.agreements.queries import read_as_of_now

    text = text_of(path)
    terms = read_as_of_now(text, file=str(path))
    payload: dict[str, object] = {"text": text, "file": str(path)}
    told = _asked("revision", terms.code, payload, reason=terms.revision_reason, actor=actor, now=now, quiet=quiet)
    return {"agreement": terms.code, "revision": None, "added": False, **told}


def ask_calendar(code: str, *, version: str, reason: str, actor: User, now: datetime) -> dict[str, object]:
    """Ask that an agreement count on a calendar version; the words go to the messages."""
    return _asked("calendar", code, {"version": version}, reason=reason, actor=actor, now=now, quiet=True)


def _asked(
    kind: str, subject: str, payload: dict[str, object], *, reason: str, actor: User, now: datetime, quiet: bool
) -> dict[str, object]:
    from fuwubao.measurement.changes.actions import preview_change, request_change

    made = request_change(kind=kind, subject=subject, payload=payload, reason=reason, actor=actor, now=now)
    figures = int(str((preview_change(number=made.number, now=now).preview or {})["count"]))
    text = say(
        f"{subject}：尚未生效，已提出变更申请 {made.number}，涉及 {figures} 个数字；"
        f"由他人批准：fuwubao change approve {made.number} --as …",
        f"{subject}: not in force yet; change request {made.number} is made and moves {counted(figures, 'figure')}; "
        f"another person approves: fuwubao change approve {made.number} --as …",
    )
    click.echo(text, err=quiet)
    return {"request": made.number, "figures": figures}

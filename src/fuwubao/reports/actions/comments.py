"""批注: say something at a block and name who should read it; say how it was dealt with (F04 修改确认)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.reports import rules
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.authoring_errors import BlockUnknown, CommentUnknown
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import BlockComment

MENTION = re.compile(r"(?<![\w.])@(?P<name>[\w·\-]+)")
LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A comment as it was kept, and the names in it that nobody here has."""

    comment: BlockComment
    unknown: tuple[str, ...]


@transaction.atomic(durable=True)
def comment_block(*, number: str, block: str, text: str, actor: User, now: datetime) -> Said:
    """Comment on a block; whom ``@姓名`` or ``@login`` names is told. Only the house reads comments.

    Raises: NotAllowed, ReportNotFound, BlockUnknown, ReasonMissing without words.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.comment", customer_code=report.row.customer_code, now=now)
    if block not in {entry["code"] for entry in report.template.blocks}:
        raise BlockUnknown(block=block)
    if not text.strip():
        raise ReasonMissing(act="批注", where=block, why="text")
    people, unknown = mentioned(text)
    comment = BlockComment.objects.create(
        report=report,
        block=block,
        text=text.strip()[:LONGEST],
        mentioned=[person.login for person in people],
        written_by=actor,
        written_at=now,
    )
    for person in people:
        words = {"who": actor.name, "number": number, "block": rules.block_title(report, block)}
        told = _("%(who)s 在 %(number)s 的“%(block)s”提到您") % words
        Notice.objects.create(to=person, at=now, text=told, url=f"/reports/{report.pk}/?block={block}#comments")
    after = {"block": block, "text": comment.text, "mentioned": comment.mentioned}
    audit.record("reports.comment", subject=report, actor=actor, at=now, after=after)
    return Said(comment=comment, unknown=tuple(unknown))


def mentioned(text: str) -> tuple[list[User], list[str]]:
    """Return the people of the house that a text names with @, each once, and the names that are nobody's.

    The longest name that fits counts, so that ``@张伟你好`` is 张伟.
    """
    staff = User.objects.filter(is_active=True, customer_code="").order_by("login")
    known = sorted(((name, user) for user in staff for name in (user.name, user.login)), key=lambda one: -len(one[0]))
    people: dict[int, User] = {}
    unknown: list[str] = []
    for found in MENTION.finditer(text):
        name = found["name"]
        person = next((user for called, user in known if called and name.startswith(called)), None)
        if person is None:
            unknown.append(name)
        else:
            people.setdefault(person.pk, person)
    return list(people.values()), unknown


@transaction.atomic(durable=True)
def resolve_comment(*, number: str, comment_id: int, resolution: str, actor: User, now: datetime) -> BlockComment:
    """Say how a comment was dealt with. A reason of return needs words, and one who may write (修改确认, F04).

    Raises: NotAllowed, CommentUnknown, ReasonMissing.
    """
    report = locked_report(number)
    comment = report.comments.filter(pk=comment_id, resolved_at=None).first()
    if comment is None:
        raise CommentUnknown(number=comment_id)
    act = "reports.write" if comment.kind == "return" else "reports.comment"
    permissions.refuse_unless_may(actor, act, customer_code=report.row.customer_code, now=now)
    if comment.kind == "return" and not resolution.strip():
        raise ReasonMissing(act="修改确认", where=comment.block, why="resolution")
    comment.resolved_by, comment.resolved_at, comment.resolution = actor, now, resolution.strip()[:300]
    comment.save(update_fields=["resolved_by", "resolved_at", "resolution"])
    after = {"block": comment.block, "comment": comment.pk}
    audit.record("reports.resolve_comment", subject=report, actor=actor, at=now, after=after, remark=resolution)
    return comment

"""Work of the room that takes long: the dry run and the load of a large file."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from fuwubao.accounts.jobs import Done, Work, task
from fuwubao.records import actions


@task
def check(work: Work) -> Done:
    """预检 of one upload."""
    number = int(str(work.arguments["number"]))
    work.tell(0, 0, _("预检"))
    upload = actions.check_upload(number=number, now=work.now)
    return Done(result={"upload": upload.pk}, url=reverse("records:upload", args=[number]))


@task
def load(work: Work) -> Done:
    """Load one upload as a batch."""
    number = int(str(work.arguments["number"]))
    work.tell(0, 0, _("导入"))
    loaded = actions.load_upload(number=number, actor=work.owner, now=work.now)
    batch = loaded.batch
    facts = {"batch": batch.number, "accepted": batch.accepted, "rejected": batch.rejected}
    return Done(result=facts, url=reverse("records:batch", args=[batch.number]))

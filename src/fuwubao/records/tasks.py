"""Work of the room that takes long: the dry run and the load of a large file."""

from __future__ import annotations

from django.urls import reverse

from fuwubao.accounts.jobs import Done, Work, task
from fuwubao.domain.words import Words
from fuwubao.records import actions
from fuwubao.records.progress import Tell
from fuwubao.ui.language import said

ALL = 100


@task
def check(work: Work) -> Done:
    """预检 of one upload."""
    number = int(str(work.arguments["number"]))
    upload = actions.check_upload(number=number, now=work.now, tell=_teller(work))
    return Done(result={"upload": upload.pk}, url=reverse("records:upload", args=[number]))


@task
def load(work: Work) -> Done:
    """Load one upload as a batch."""
    number = int(str(work.arguments["number"]))
    loaded = actions.load_upload(number=number, actor=work.owner, now=work.now, tell=_teller(work))
    batch = loaded.batch
    facts = {"batch": batch.number, "accepted": batch.accepted, "rejected": batch.rejected}
    return Done(result=facts, url=reverse("records:batch", args=[batch.number]))


def _teller(work: Work) -> Tell:
    """Write each step into the row of the job, which its page and the file's page show."""

    def tell(percent: int, words: Words) -> None:
        work.tell(percent, ALL, f"{percent}% · {said(words)}")

    return tell

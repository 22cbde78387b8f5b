"""Background work of the room: send the queued letters of one report, each once, whatever dies in between."""

from __future__ import annotations

import smtplib
import time
from datetime import datetime, timedelta

from fuwubao.accounts import jobs
from fuwubao.accounts.errors import MailServerSilent, MailSettingWrong, MailUnset
from fuwubao.accounts.mail import Answer, MailServer, Session, mail_server, session
from fuwubao.reports.actions import approval_links, mailing
from fuwubao.reports.approval_letters import approval_letter
from fuwubao.reports.channels import LETTERS_AT_ONCE
from fuwubao.reports.errors import FileDamaged
from fuwubao.reports.letters import letter_of
from fuwubao.reports.models import ApprovalLink, Delivery, Report


class _Watch:
    """The present moment: the job's own beginning and what has passed since."""

    def __init__(self, began: datetime) -> None:
        self._began, self._at = began, time.monotonic()

    def now(self) -> datetime:
        """Return the instant."""
        return self._began + timedelta(seconds=time.monotonic() - self._at)


@jobs.task
def send_mail(work: jobs.Work) -> jobs.Done:
    """Send what is due of one report; what is put off is queued as work of its own, so nothing here waits."""
    report = Report.objects.select_related("row", "author").get(pk=int(str(work.arguments["report"])))
    watch = _Watch(work.now)
    mailing.find_orphans(report_id=report.pk, job_id=work.job_id, owner=work.owner, now=watch.now())
    try:
        _send_due(report, mail_server(), work, watch)
    except (MailUnset, MailSettingWrong, FileDamaged) as refusal:
        mailing.fail_queued(report_id=report.pk, words=refusal.message("zh"), owner=work.owner, now=watch.now())
    except MailServerSilent as silence:
        mailing.put_off_due(report_id=report.pk, words=silence.message("zh"), owner=work.owner, now=watch.now())
    mailing.ask_again(report_id=report.pk, owner=work.owner, now=watch.now())
    counts = {state: report.deliveries.filter(channel="mail", state=state).count() for state in COUNTED}
    return jobs.Done(result=counts, url=f"/reports/{report.pk}/distribution/")


COUNTED = ("sent", "queued", "bounced", "failed", "uncertain")


def _send_due(report: Report, server: MailServer, work: jobs.Work, watch: _Watch) -> None:
    """Hand in batch after batch over one connection; a line that breaks ends the round."""
    due = report.deliveries.filter(channel="mail", state="queued", next_try_at__lte=watch.now())
    total = due.count()
    if not total:
        return
    domain = server.sender.partition("@")[2]
    done = 0
    with session(server) as line:
        while batch := mailing.claim_letters(
            report_id=report.pk,
            job_id=work.job_id,
            most=LETTERS_AT_ONCE[server.mode],
            domain=domain,
            now=watch.now(),
        ):
            if not _send_batch(report, batch, line, server, work, watch):
                return
            done += len(batch)
            work.tell(done, total)


def _send_batch(
    report: Report, batch: list[Delivery], line: Session, server: MailServer, work: jobs.Work, watch: _Watch
) -> bool:
    """Hand in one letter and keep the answers; False when the line broke."""
    by_address = {delivery.address: delivery.pk for delivery in batch}
    numbers = [delivery.pk for delivery in batch]

    def content_goes(addresses: list[str]) -> None:
        going = [by_address[address] for address in addresses]
        mailing.note_content_going(deliveries=going, now=watch.now())

    try:
        letter = letter_of(report, batch, sender=server.sender, now=watch.now())
        answers = line.hand_in(letter, sender=server.sender, recipients=list(by_address), before_content=content_goes)
    except (smtplib.SMTPException, OSError) as fault:
        words = str(fault) or type(fault).__name__
        mailing.lose_outcome(deliveries=numbers, words=words, owner=work.owner, now=watch.now())
        return False
    except FileDamaged as damage:
        mailing.lose_outcome(deliveries=numbers, words=damage.message("zh"), owner=work.owner, now=watch.now())
        raise
    told: dict[int, Answer] = {delivery.pk: answers[delivery.address] for delivery in batch}
    mailing.keep_answers(answers=told, owner=work.owner, now=watch.now())
    return True


@jobs.task
def send_approval_letter(work: jobs.Work) -> jobs.Done:
    """Send one letter with a link to approve; what the server said is kept beside the link.

    Raises: MailUnset, MailSettingWrong; MailServerSilent, which is tried again.
    """
    link = ApprovalLink.objects.select_related("report__row", "person").get(pk=int(str(work.arguments["link"])))
    server = mail_server()
    letter = approval_letter(link, approval_links.token_of(link), sender=server.sender, now=work.now)
    with session(server) as line:
        answers = line.hand_in(
            letter, sender=server.sender, recipients=[link.person.email], before_content=lambda _addresses: None
        )
    words = answers[link.person.email].words
    approval_links.note_letter(link_id=link.pk, words=words)
    return jobs.Done(result={"answer": words}, url=f"/reports/{link.report_id}/review/")

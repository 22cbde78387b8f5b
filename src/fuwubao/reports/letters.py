"""The letter that carries a report: the approved PDF, byte for byte, under a few words and its hash (S6.11)."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from fuwubao.accounts.workspace import setting
from fuwubao.render import tree as t
from fuwubao.reports import files
from fuwubao.reports.models import Delivery, Report, ReportFile


def letter_of(report: Report, batch: list[Delivery], *, sender: str, now: datetime) -> bytes:
    """Return the letter to the recipients of a batch, as it goes over the line.

    One recipient is named in it; several are not named to each other (Bcc). Raises: FileDamaged.
    """
    kept = report.files.get(file_format="pdf")
    content = files.read(kept.sha256, name=kept.name)
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = f"{report.row.name} {report.period_label}（{report.number}）"
    name = setting("SMTP_FROM_NAME", setting("ORGANISATION"))
    letter["From"] = Address(name, addr_spec=sender)
    if len(batch) == 1:
        letter["To"] = Address(batch[0].recipient, addr_spec=batch[0].address)
    else:
        letter["To"] = Address(name, addr_spec=sender)
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = batch[0].message_id
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(_words(report, kept, batch), cte="base64")
    letter.add_attachment(content, maintype="application", subtype="pdf", filename=kept.name)
    return letter.as_bytes()


def _words(report: Report, kept: ReportFile, batch: list[Delivery]) -> str:
    greeting = f"{batch[0].recipient}：\n\n" if len(batch) == 1 else ""
    corrected = f"本报告更正并替代前一版，原因：{report.correction_reason}\n" if report.previous_version_id else ""
    site = setting("SITE_URL").rstrip("/")
    where = f"在客户门户阅读、确认收到或提出异议：{site}/portal/{report.pk}/\n" if site else ""
    return (
        f"{greeting}现送上《{report.row.name}》，期间 {report.period_label}，编号 {report.number}。\n"
        f"{_verdict(report)}{corrected}\n{where}"
        f"附件为批准的文件，SHA-256：{kept.sha256}\n"
    )


def _verdict(report: Report) -> str:
    document = t.from_json(report.tree.encode("utf-8"))
    found = next((block.title for block in document.blocks if isinstance(block, t.Verdict)), "")
    return f"{found}\n" if found else ""

"""The letter with a one-time link to a report that waits for approval: words and the link, no figure, no file."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from zoneinfo import ZoneInfo

from fuwubao.accounts.workspace import setting, time_zone
from fuwubao.reports.models import ApprovalLink


def approval_letter(link: ApprovalLink, token: str, *, sender: str, now: datetime) -> bytes:
    """Return the letter as it goes over the line; the address of the site is ``FUWUBAO_SITE_URL``."""
    report = link.report
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = f"待批准：{report.row.name} {report.period_label}（{report.number}）"
    letter["From"] = Address(setting("SMTP_FROM_NAME", setting("ORGANISATION")), addr_spec=sender)
    letter["To"] = Address(link.person.name, addr_spec=link.person.email)
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    until = link.expires_at.astimezone(ZoneInfo(time_zone())).strftime("%Y-%m-%d %H:%M")
    address = f"{setting('SITE_URL').rstrip('/')}/reports/approval/{token}/"
    letter.set_content(
        f"{link.person.name}：\n\n{report.number} 等待您批准或退回。请打开下面的链接，输入您的口令后办理：\n"
        f"{address}\n\n链接只能使用一次，{until} 前有效；仅回复本邮件不构成批准。\n",
        cte="base64",
    )
    return letter.as_bytes()

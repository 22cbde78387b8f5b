"""提交方式: the ways by which a report is handed over, with their words, and how long a letter is tried (S6.11)."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop

CHANNELS = {
    "portal": gettext_noop("客户门户"),
    "mail": gettext_noop("邮件"),
    "bulletin": gettext_noop("公告栏"),
    "meeting": gettext_noop("会议"),
    "wecom": gettext_noop("企业微信"),
    "wechat": gettext_noop("微信"),
    "in_person": gettext_noop("当面"),
    "courier": gettext_noop("快递"),
    "paper": gettext_noop("纸质"),
}
# those that a person carries out and enters with a proof
OFFLINE = ("meeting", "wecom", "wechat", "in_person", "courier", "paper")
BULLETIN_READERS = "公告栏"

# after the first, second … attempt that a server put off; after the last the letter has failed
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
LETTERS_AT_ONCE = {"one": 1, "bcc": 50}


def ways_agreed(delivery: list[str]) -> tuple[str, ...]:
    """Return the agreed ways of a row, the portal where none is written."""
    return tuple(dict.fromkeys(delivery)) or ("portal",)

"""Who acts when a command is run: ``--as LOGIN``, else ``FUWUBAO_USER``, else the workspace operator.

Django is imported inside the functions, after :func:`fuwubao.cli.workspace.open_workspace` has set it up.
"""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

import click

from fuwubao.cli.words import say
from fuwubao.domain.errors import NotFound

if TYPE_CHECKING:
    from fuwubao.accounts.models import User

as_option = click.option(
    "--as",
    "login",
    metavar="LOGIN",
    help=say("以此用户的身份执行（默认：工作区操作员）", "Act as this user (default: the workspace operator)"),
)


class LoginUnknown(NotFound):
    """No active account of that login."""

    code = "cli.login_unknown"
    zh = "没有登录名为 {login} 的有效用户"
    en = "There is no active user {login}"
    hint_zh = "运行 fuwubao user list 查看用户"
    hint_en = "Run fuwubao user list to see the users"


def acting_user(login: str | None, *, now: datetime) -> User:
    """Return the account that acts. Raises LoginUnknown."""
    from fuwubao.accounts.models import User
    from fuwubao.accounts.operator import workspace_operator

    name = login or os.environ.get("FUWUBAO_USER", "")
    if not name:
        return workspace_operator(now=now)
    user = User.objects.filter(login=name, is_active=True).first()
    if user is None:
        raise LoginUnknown(login=name)
    return user

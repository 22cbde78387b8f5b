"""``fuwubao user``: add, list, appoint, reset a password. Django is imported after the workspace is open."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from fuwubao.cli.acting import acting_user
from fuwubao.cli.days import DAY
from fuwubao.cli.known import customer_codes
from fuwubao.cli.tables import table
from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace
from fuwubao.domain.roles import Role

AS = click.option("--as", "actor_login", metavar="LOGIN", help=say("以此用户的身份执行", "Act as this user"))
ROLES = click.Choice([role.value for role in Role])


@click.group(help=say("用户与角色", "Users and roles"))
def user() -> None:
    """Group of the user commands."""


@user.command(help=say("新建用户；密码随机，只显示一次", "Add a user; the random password is shown once"))
@click.argument("login")
@click.option("--name", required=True, help=say("姓名", "Name"))
@click.option("--role", "roles", multiple=True, type=ROLES, required=True, help=say("角色", "Role"))
@click.option("--customer", default="", help=say("客户代码（客户代表、供应商）", "Customer code (outsiders)"))
@click.option("--email", default="")
@AS
def add(login: str, name: str, roles: tuple[str, ...], customer: str, email: str, actor_login: str | None) -> None:
    """Make an account with its roles."""
    open_workspace()
    from fuwubao.accounts.actions import NewUser, create_user
    from fuwubao.accounts.audit import through

    now = datetime.now(UTC)
    new = NewUser(login=login, name=name, email=email, customer_code=customer)
    with through("cli"):
        _, password = create_user(new=new, roles=roles, actor=acting_user(actor_login, now=now), now=now)
    if customer and customer not in customer_codes():
        note = say(f"注意：还没有客户或供应商 {customer}", f"Note: there is no customer or supplier {customer} yet")
        click.echo(note, err=True)
    click.echo(say(f"{login} 已建立，初始密码：{password}", f"{login} added, password: {password}"))


@user.command("list", help=say("列出用户与任命", "List users and appointments"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
def list_(as_json: bool) -> None:
    """List every appointment with its dates."""
    open_workspace()
    from fuwubao.accounts.queries import appointments

    held = appointments()
    if as_json:
        rows = [
            {
                "login": h.login,
                "name": h.name,
                "role": h.role,
                "customer": h.customer_code,
                "from": h.starts_on.isoformat(),
                "until": h.ends_before.isoformat() if h.ends_before else None,
            }
            for h in held
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    heads = (say("登录名", "Login"), say("姓名", "Name"), say("角色", "Role"), say("自", "From"), say("至", "Until"))
    lines = [(h.login, h.name, say(h.role_words, h.role), str(h.starts_on), str(h.ends_before or "—")) for h in held]
    click.echo(table(heads, lines))


@user.command(help=say("任命", "Appoint"))
@click.argument("login")
@click.argument("role", type=ROLES)
@click.option("--from", "starts", type=DAY, help=say("自（日期），默认今天", "From (date), default today"))
@click.option("--until", type=DAY, help=say("至（日期，不含）", "Until (date, excluded)"))
@click.option("--evidence", default="", help=say("任命依据", "Evidence"))
@click.option(
    "--file", "path", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=say("任命文件", "Paper")
)
@AS
def appoint(
    login: str,
    role: str,
    starts: datetime | None,
    until: datetime | None,
    evidence: str,
    path: Path | None,
    actor_login: str | None,
) -> None:
    """Let a person hold a role for a time."""
    open_workspace()
    from fuwubao.accounts import actions
    from fuwubao.accounts.appointment_files import Paper
    from fuwubao.accounts.audit import through

    now = datetime.now(UTC)
    with through("cli"):
        actions.appoint(
            login=login,
            role=role,
            starts_on=starts.date() if starts else now.date(),
            ends_before=until.date() if until else None,
            evidence=evidence,
            paper=Paper(name=path.name, content=path.read_bytes()) if path else None,
            actor=acting_user(actor_login, now=now),
            now=now,
        )
    click.echo(say(f"{login} 已任命为 {role}", f"{login} appointed {role}"))


@user.command(help=say("重设密码；只显示一次", "Reset a password; shown once"))
@click.argument("login")
@AS
def password(login: str, actor_login: str | None) -> None:
    """Give an account a new random password."""
    open_workspace()
    from fuwubao.accounts.actions import reset_password
    from fuwubao.accounts.audit import through

    now = datetime.now(UTC)
    with through("cli"):
        fresh = reset_password(login=login, actor=acting_user(actor_login, now=now), now=now)
    click.echo(say(f"{login} 的新密码：{fresh}", f"New password of {login}: {fresh}"))

"""``fuwubao demo``: make the demo organisation and serve it (design section 7).

Django and what needs it are imported inside the command, after the workspace is open.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from fuwubao.cli.tables import table
from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace


@click.command(help=say("建立演示组织并启动网站", "Make the demo organisation and serve it"))
@click.option("--serve/--no-serve", "serving", default=True, help=say("建立后启动网站", "Serve when it is made"))
@click.option("--port", default=8000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help=say("输出网址与登录名（JSON）", "Print url and log-ins as JSON"))
def demo(serving: bool, port: int, as_json: bool) -> None:
    """Build what is missing, print the log-ins at the first run, then serve."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.demo.building import build_demo, logins_path

    first = not logins_path().exists()
    with through("cli"):
        logins = build_demo(now=datetime.now(UTC), tell=lambda words: click.echo(f"· {words}", err=True))
    url = f"http://127.0.0.1:{port}/"
    if as_json:
        click.echo(json.dumps({"url": url, "logins": logins, "file": str(logins_path())}, ensure_ascii=False))
    else:
        if first:
            heads = (say("角色", "Role"), say("姓名", "Name"), say("登录名", "Login"), say("密码", "Password"))
            click.echo(table(heads, [(e["role"], e["name"], e["login"], e["password"]) for e in logins]))
        click.echo(say(f"登录名与密码：{logins_path()}", f"Log-ins: {logins_path()}"))
        click.echo(say(f"网址：{url}", f"Address: {url}"))
    if serving:
        from fuwubao.cli.serve import run_server

        run_server(host="127.0.0.1", port=port, with_worker=True)

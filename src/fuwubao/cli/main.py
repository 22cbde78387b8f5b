"""The command ``fuwubao``: groups are imported only when called, so that any command starts in a second.

Exit codes: 0 done, 1 refused, 2 usage, 3 unreachable, 70 a fault of ours (design section 7).
"""

from __future__ import annotations

import gettext
import logging
import os
import secrets
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from fuwubao import __version__
from fuwubao.cli.words import say, terminal_language
from fuwubao.domain.errors import FuwubaoError
from fuwubao.domain.foreign_words import system_words

# name → (module, attribute, help in Chinese, help in English)
COMMANDS: dict[str, tuple[str, str, str, str]] = {
    "worktime": ("fuwubao.cli.worktime", "worktime", "工作时间计算", "Working-time arithmetic"),
    "intake": ("fuwubao.cli.intake", "intake", "数据采集：预检、导入、撤销", "Intake: dry run, load, undo"),
    "agreement": (
        "fuwubao.cli.agreement",
        "agreement",
        "服务协议：校验、载入、导出",
        "Agreements: validate, load, dump",
    ),
    "sla": ("fuwubao.cli.sla", "sla", "SLA 判定与计时说明", "SLA verdicts and clock explanations"),
    "change": (
        "fuwubao.cli.change",
        "change",
        "口径变更申请：列出、批准、驳回",
        "Change requests: list, approve, reject",
    ),
    "figures": ("fuwubao.cli.figures", "figures", "指标数字", "Figures"),
    "report": ("fuwubao.cli.report", "report", "服务报告", "Service reports"),
    "register": ("fuwubao.cli.register", "register", "服务报告列表", "The report register"),
    "supplier": ("fuwubao.cli.supplier", "supplier", "供应商报告与评价", "Suppliers' reports and evaluation"),
    "template": ("fuwubao.cli.template", "template", "报告模板与变更", "Report templates and their changes"),
    "action": ("fuwubao.cli.improvement", "action", "改进措施", "Improvement actions"),
    "nonconformity": ("fuwubao.cli.improvement", "nonconformity", "不符合", "Nonconformities"),
    "audit": ("fuwubao.cli.audit", "audit", "审计链", "The audit chain"),
    "store": ("fuwubao.cli.store", "store", "记录库", "The record store"),
    "user": ("fuwubao.cli.user", "user", "用户与角色", "Users and roles"),
    "demo": ("fuwubao.cli.demo", "demo", "演示组织", "The demo organisation"),
    "serve": ("fuwubao.cli.serve", "serve", "启动网站", "Start the web server"),
    "worker": ("fuwubao.cli.serve", "worker", "启动后台任务", "Start the worker"),
    "doctor": ("fuwubao.cli.doctor", "doctor", "环境检查", "Check the installation"),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all command names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, or None when there is none of that name."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command = getattr(import_module(entry[0]), entry[1])
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any of them."""
        rows = [(name, say(zh, en)) for name, (_, _, zh, en) in COMMANDS.items()]
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl(rows)


@click.command(cls=LazyGroup, help=say("服务报：服务报告管理", "Fuwubao: service report management"))
@click.version_option(
    __version__,
    prog_name="fuwubao",
    message=say("%(prog)s 版本 %(version)s", "%(prog)s, version %(version)s"),
    help=say("显示版本", "Show the version and exit."),
)
def cli() -> None:
    """Root of the command line."""


def speak() -> None:
    """Let click's own words follow the terminal's language too."""
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    os.environ["LANGUAGE"] = terminal_language()


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and turn every outcome into the contract's exit codes."""
    speak()
    try:
        code = cli.main(args=arguments, prog_name="fuwubao", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo(say("已中断", "Interrupted"), err=True)
        sys.exit(1)
    except click.FileError as unopened:
        if not isinstance(unopened.__cause__, OSError):
            _end_with_fault()
        _say_unusable(unopened.__cause__)
        sys.exit(1)
    except click.ClickException as misuse:
        misuse.show()
        sys.exit(misuse.exit_code)
    except FuwubaoError as refusal:
        language = terminal_language()
        click.echo(f"{refusal.code}: {refusal.message(language)}", err=True)
        click.echo(f"→ {refusal.hint(language)}", err=True)
        sys.exit(refusal.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as refused:
        if refused.filename is None:
            _end_with_fault()
        _say_unusable(refused)
        sys.exit(1)
    except Exception:  # the last net: a fault of ours gets a number, never a traceback
        _end_with_fault()


def _say_unusable(refused: OSError) -> None:
    """Say that a path can be neither read nor written, and why."""
    path, why = refused.filename, system_words(refused)
    click.echo(say(f"{path}：无法读写（{why.zh}）", f"{path}: cannot be read or written ({why.en})"), err=True)
    click.echo(say("→ 请核对路径、权限和磁盘空间", "→ Check the path, its rights and the space on the disk"), err=True)


def _end_with_fault() -> NoReturn:
    """Log the exception being handled under a number, say the number, end with 70."""
    number = secrets.token_hex(4)
    _log_fault(number)
    click.echo(say(f"内部错误，编号 {number}，详见日志", f"Internal fault {number}, see the log"), err=True)
    sys.exit(70)


def run() -> None:
    """Run as a program of its own: end the process at once when the command is done.

    Threads of the storage libraries may still be ending; waiting for the interpreter to take them down has been
    seen to abort the process after its work was done.
    """
    code = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or 1
    os._exit(code)


def _log_fault(number: str) -> None:
    """Write the traceback to ``$FUWUBAO_HOME/log/faults.log``; where that cannot be, say so and nothing more.

    Where Django has been set up, its settings have given the logger that file already.
    """
    logger = logging.getLogger("fuwubao.faults")
    if logger.handlers:
        logger.exception("fault %s", number)
        return
    from fuwubao.accounts.workspace import home_folder

    folder = home_folder() / "log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "faults.log", encoding="utf-8")
    except OSError as refused:
        _say_unusable(refused)
        return
    logger.addHandler(handler)
    logger.exception("fault %s", number)
    logger.removeHandler(handler)
    handler.close()

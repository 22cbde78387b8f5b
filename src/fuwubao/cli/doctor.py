"""``fuwubao doctor``: is this installation sound? Each finding is OK or says how to mend it.

What a check needs is imported inside it: a broken part must not keep the others from being looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from fuwubao.accounts.workspace import home_folder, setting, time_zone
from fuwubao.cli.words import say, terminal_language
from fuwubao.cli.workspace import open_workspace
from fuwubao.domain.foreign_words import system_words
from fuwubao.domain.words import Words

SOUND_SQLITE = (3, 51, 3)  # before it a WAL checkpoint can be lost when two processes race
LEAST_FREE = 2 * 1024**3  # a year of records and reports of one firm, with room for a compaction
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # a clock before this product was made is wrong
MENDS = {
    "database": Words("核对 FUWUBAO_DATABASE_URL 和数据库服务", "Check FUWUBAO_DATABASE_URL and the database server"),
    "sqlite": Words("安装 pysqlite3：pip install 'pysqlite3>=0.6'", "Install pysqlite3: pip install 'pysqlite3>=0.6'"),
    "store": Words("让运行用户可写 FUWUBAO_HOME", "Let the user that runs this write to FUWUBAO_HOME"),
    "fonts": Words("重新安装 fuwubao：安装包自带字体", "Reinstall fuwubao: the fonts come with the package"),
    "assets": Words("重新安装 fuwubao：安装包自带页面资源", "Reinstall fuwubao: the assets come with the package"),
    "engine": Words("重新安装 duckdb：pip install -I duckdb", "Reinstall duckdb: pip install -I duckdb"),
    "typst": Words("重新安装 typst：pip install -I typst", "Reinstall typst: pip install -I typst"),
    "mail": Words("核对 FUWUBAO_SMTP_HOST、PORT、SECURITY、CA", "Check FUWUBAO_SMTP_HOST, PORT, SECURITY and CA"),
    "clock": Words("校准系统时间，核对 FUWUBAO_TIME_ZONE", "Set the system clock, check FUWUBAO_TIME_ZONE"),
    "disk": Words("清理磁盘，或将 FUWUBAO_HOME 移到更大的磁盘", "Free the disk, or move FUWUBAO_HOME to a larger one"),
}  # fmt: skip


class Unsound(Exception):
    """A check found something that must be mended; carries what it found."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found; ``mend`` is there when it is not sound."""

    name: str
    sound: bool
    found: Words
    mend: Words | None

    def to_json(self, language: str) -> dict[str, object]:
        """Return the finding as ``doctor --json`` prints it."""
        mend = self.mend.say(language) if self.mend else None
        return {"name": self.name, "ok": self.sound, "found": self.found.say(language), "mend": mend}


def database() -> Words:
    """The database answers and has the present schema."""
    open_workspace()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        raise Unsound(f"还有 {waiting} 项迁移未执行", f"{waiting} migrations are not applied")
    return Words(f"{connection.vendor}，迁移已执行", f"{connection.vendor}, migrations applied")


def sqlite() -> Words:
    """The SQLite in use has no known way to lose a checkpoint; of no matter with PostgreSQL."""
    from fuwubao.accounts.sound_sqlite import use_sound_sqlite

    use_sound_sqlite()
    version = _sqlite_in_use()
    text = ".".join(str(part) for part in version)
    if setting("DATABASE_URL"):
        return Words(f"未使用（{text}）", f"not used ({text})")
    if version < SOUND_SQLITE:
        raise Unsound(
            f"SQLite {text} 早于 3.51.3，并发写入可能丢失", f"SQLite {text} is before 3.51.3: writes can be lost"
        )
    return Words(text, text)


def _sqlite_in_use() -> tuple[int, ...]:
    """The version that a fresh import sees: pysqlite3 may have taken the standard library's place."""
    from importlib import import_module

    found = import_module("sqlite3").sqlite_version_info
    return tuple(found) if isinstance(found, tuple) else sqlite3.sqlite_version_info


def store() -> Words:
    """The record store's folder can be written to."""
    folder = home_folder() / "store"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as fault:
        why = system_words(fault)
        raise Unsound(f"{folder} 不可写：{why.zh}", f"{folder} cannot be written: {why.en}") from fault
    return Words(f"{folder} 可写", f"{folder} can be written")


def fonts() -> Words:
    """The fonts that documents embed lie in the package."""
    from fuwubao.render.fonts import FOLDER, refuse_if_missing

    refuse_if_missing()
    count = len(list(FOLDER.glob("*.ttf")))
    return Words(f"{count} 个字体文件", f"{count} font files")


def assets() -> Words:
    """What pages load lies in the package."""
    import fuwubao.ui

    folder = Path(fuwubao.ui.__file__).parent / "static"
    wanted = ("vendor/tabler.min.css", "vendor/htmx.min.js", "vendor/icons.svg", "ui/fuwubao.css", "ui/ui.js")
    missing = [name for name in wanted if not (folder / name).is_file()]
    if missing:
        raise Unsound(f"缺少 {'、'.join(missing)}", f"missing: {', '.join(missing)}")
    return Words(f"{len(wanted)} 项齐全", f"all {len(wanted)} are there")


def engine() -> Words:
    """DuckDB counts."""
    import duckdb

    with duckdb.connect() as connected:
        answer = connected.execute("select sum(n) from range(1, 1001) as t(n)").fetchone()
    if answer is None or int(answer[0]) != 500_500:
        raise Unsound(f"DuckDB 算错：{answer}", f"DuckDB counts wrongly: {answer}")
    return Words(f"DuckDB {duckdb.__version__}", f"DuckDB {duckdb.__version__}")


def typst() -> Words:
    """Typst sets one line of Chinese with the shipped fonts only."""
    import typst as compiler

    from fuwubao.render.fonts import document_fonts

    made = compiler.compile(
        '#set text(font: "Noto Sans SC", lang: "zh")\n服务报告'.encode(), font_paths=document_fonts()
    )
    if not bytes(made).startswith(b"%PDF"):
        raise Unsound("Typst 没有生成 PDF", "Typst made no PDF")
    return Words(f"PDF {len(made)} 字节", f"PDF of {len(made)} bytes")


def mail() -> Words:
    """The mail server answers, its certificate is trusted and it takes the log-in, when one is named."""
    from fuwubao.accounts.errors import MailServerSilent, MailSettingWrong
    from fuwubao.accounts.mail import mail_server, session

    if not setting("SMTP_HOST"):
        return Words("未设置，报告不能用邮件发送", "not set: reports cannot be sent by mail")
    try:
        server = mail_server()
        with session(server):
            pass
    except (MailServerSilent, MailSettingWrong) as fault:
        raise Unsound(fault.message("zh"), fault.message("en")) from fault
    return Words(f"{server.place}（{server.security}）可用", f"{server.place} ({server.security}) answers")


def clock() -> Words:
    """The clock is plausible and the zone is known."""
    now = datetime.now(UTC)
    if now < EARLIEST:
        raise Unsound(f"系统时间为 {now:%Y-%m-%d}", f"the system clock says {now:%Y-%m-%d}")
    local = now.astimezone(ZoneInfo(time_zone()))
    return Words(f"{local:%Y-%m-%d %H:%M}，{time_zone()}", f"{local:%Y-%m-%d %H:%M}, {time_zone()}")


def disk() -> Words:
    """There is room for what comes."""
    free = shutil.disk_usage(_nearest(home_folder())).free
    amount = f"{free / 1024**3:.1f} GB"
    if free < LEAST_FREE:
        raise Unsound(f"只剩 {amount}", f"only {amount} are free")
    return Words(f"剩余 {amount}", f"{amount} free")


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above that is there."""
    return next(place for place in (folder, *folder.parents) if place.exists())


CHECKS: tuple[Callable[[], Words], ...] = (
    sqlite, database, store, fonts, assets, engine, typst, mail, clock, disk,
)  # fmt: skip


def examined(check: Callable[[], Words]) -> Finding:
    """Run one check; whatever it raises is its finding, so that the others are still run."""
    name = check.__name__
    try:
        return Finding(name=name, sound=True, found=check(), mend=None)
    except Unsound as fault:
        return Finding(name=name, sound=False, found=fault.words, mend=MENDS[name])
    except Exception as fault:  # a part that cannot even be loaded is what this command is for
        words = Words(f"{type(fault).__name__}：{fault}", f"{type(fault).__name__}: {fault}")
        return Finding(name=name, sound=False, found=words, mend=MENDS[name])


@click.command(help=say("环境检查：每项正常，或说明如何修复", "Check the installation: each part OK or how to mend it"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
def doctor(as_json: bool) -> None:
    """Look at every part; exit 1 when one must be mended."""
    findings = [examined(check) for check in CHECKS]
    language = terminal_language()
    if as_json:
        told = {"ok": all(f.sound for f in findings), "checks": [f.to_json(language) for f in findings]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(_line(finding, language))
    if not all(finding.sound for finding in findings):
        raise click.exceptions.Exit(1)


def _line(finding: Finding, language: str) -> str:
    """One finding for people, with what to do in a line of its own."""
    sign = "OK  " if finding.sound else "!!  "
    line = f"{sign}{finding.name:<9} {finding.found.say(language)}"
    return line if finding.mend is None else f"{line}{os.linesep}    → {finding.mend.say(language)}"

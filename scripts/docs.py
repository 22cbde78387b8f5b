"""Write the generated pages of docs/: errors, commands, measures, record columns, permissions, the map of rooms.

python scripts/docs.py           rewrite them
python scripts/docs.py --check   fail when one is stale
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PACKAGE = ROOT / "src" / "fuwubao"
STAR = " \\*"
ROOMS = (
    "project", "cli", "home", "reports", "improvement", "measurement", "records", "agreements", "accounts", "ui",
    "engine", "render", "domain",
)  # fmt: skip


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table; bars inside cells are escaped."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )


def errors() -> str:
    """Every refusal: its code, what it says, what to do."""
    import fuwubao
    from fuwubao.domain import errors as roots

    for module in pkgutil.walk_packages(fuwubao.__path__, "fuwubao."):
        if ".migrations" not in module.name and not module.name.endswith(".wsgi"):
            importlib.import_module(module.name)
    waiting: list[type[roots.FuwubaoError]] = [roots.FuwubaoError]
    found: dict[str, type[roots.FuwubaoError]] = {}
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        found.setdefault(kind.code, kind)
    rows = [
        (f"`{code}`", str(k.http_status), k.zh, k.hint_zh, k.en, k.source or "") for code, k in sorted(found.items())
    ]
    return "# 拒绝与错误\n\n" + table(("代码", "HTTP", "说明", "怎么办", "English", "依据"), rows)


def commands() -> str:
    """Every command with its options, from the command tree itself."""
    import click

    from fuwubao.cli.main import COMMANDS, cli

    parts = ["# 命令\n\n由命令本身生成。退出码：0 完成，1 拒绝，2 用法，3 无法连接，70 内部错误。"]

    def describe(command: click.Command, path: str) -> None:
        context = click.Context(command, info_name=path)
        rows = []
        for parameter in command.get_params(context):
            if "--help" in parameter.opts:
                continue
            record = parameter.get_help_record(context)
            name = record[0] if record else f"`{parameter.human_readable_name}`"
            rows.append((name, record[1] if record else ""))
        parts.append(f"\n## `{path}`\n\n{command.help or ''}\n")
        if rows:
            parts.append(table(("参数", "说明"), rows))
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                if child is not None:
                    describe(child, f"{path} {name}")

    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        describe(command, f"fuwubao {name}")
    return "\n".join(parts)


def measures() -> str:
    """The measure catalogue in words."""
    from fuwubao.engine.measures.catalogue import CATALOGUE

    rows = [
        (f"{m.id} v{m.version}", m.words.zh, m.definition.zh, m.unit.value, str(m.minimum_sample), m.source, m.words.en)
        for m in CATALOGUE
    ]
    return "# 指标目录\n\n" + table(("编号", "指标", "口径", "单位", "最小样本", "依据", "English"), rows)


def columns() -> str:
    """Every record kind with its columns."""
    from fuwubao.domain.records import KINDS

    parts = ["# 记录的列"]
    for kind in KINDS.values():
        rows = [
            (
                f"`{c.name}`{STAR if c.required else ''}",
                c.zh,
                c.type.value,
                "、".join(c.choices),
                "、".join(c.synonyms[:8]),
            )
            for c in kind.columns
        ]
        parts.append(
            f"\n## {kind.zh} `{kind.code}`\n\n" + table(("列（\\* 必填）", "名称", "类型", "取值", "识别的表头"), rows)
        )
    return "\n".join(parts)


def permissions() -> str:
    """Who may do what."""
    from fuwubao.accounts.rules import MAY, ROLE_WORDS

    rows = [(f"`{act}`", "、".join(ROLE_WORDS[role].zh for role in roles)) for act, roles in sorted(MAY.items())]
    return "# 权限\n\n不在表中的办理一律拒绝；职责分离另由各室的规则把关。\n\n" + table(("办理", "角色"), rows)


def house_map() -> str:
    """The rooms from top to bottom, each by the first lines of its README."""
    parts = ["# Map of the house\n\nImports go down this list only; `lint-imports` holds it.\n"]
    for room in ROOMS:
        lines = (PACKAGE / room / "README.md").read_text(encoding="utf-8").splitlines()
        text = [line for line in lines[1:] if line.strip()][:3]
        parts.append(f"## [{room}](../src/fuwubao/{room}/README.md)\n\n" + "\n".join(text) + "\n")
    return "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "errors.md": errors,
    "commands.md": commands,
    "measures.md": measures,
    "records.md": columns,
    "permissions.md": permissions,
    "map.md": house_map,
}


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each generated page with its text as it should be."""
    for name, make in PAGES.items():
        yield DOCS / name, make().rstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or say which are stale."""
    os.environ.setdefault("FUWUBAO_HOME", tempfile.mkdtemp(prefix="fuwubao-docs-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "fuwubao.project.settings"
    os.environ["LANG"] = "zh_CN.UTF-8"
    os.environ.pop("LC_ALL", None)
    import django

    django.setup()
    from fuwubao.cli.main import speak

    speak()
    stale = [path for path, text in pages() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        print("\n".join(f"stale: {path.relative_to(ROOT)} (make docs)" for path in stale) or "docs are up to date")
        return int(bool(stale))
    for path, text in pages():
        path.write_text(text, encoding="utf-8")
    print(f"{len(stale)} pages rewritten")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

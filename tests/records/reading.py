"""Check a file, or text made into one, as a dry run at the fixed moment of import."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fuwubao.records.checks.outcome import Outcome
from fuwubao.records.examination import Examined, examine
from fuwubao.records.mapping import Mapping, read_mapping

SHANGHAI = ZoneInfo("Asia/Shanghai")
IMPORTED_AT = datetime(2026, 10, 8, 9, 0, tzinfo=SHANGHAI)
HEADER = "工单编号,标题,服务,优先级,状态,登记时间,解决时间,关闭时间,处理组"


def examined(
    path: Path, kind: str = "ticket", mapping: Mapping | str | None = None, zone: str = "Asia/Shanghai"
) -> Examined:
    """Examine a file without a workspace."""
    told = read_mapping(mapping, file="map.yaml") if isinstance(mapping, str) else mapping
    return examine(path, kind, now=IMPORTED_AT, timezone=zone, mapping=told)


def checked(
    path: Path, kind: str = "ticket", mapping: Mapping | str | None = None, zone: str = "Asia/Shanghai"
) -> Outcome:
    """Return the outcome for the kind asked for."""
    return examined(path, kind, mapping, zone).outcome


def written(folder: Path, content: str | bytes, name: str = "data.csv") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def tickets(folder: Path, *rows: str, header: str = HEADER) -> Path:
    """Write a CSV of tickets with the usual Chinese header."""
    return written(folder, "\n".join([header, *rows]) + "\n")


def problems(outcome: Outcome) -> list[tuple[int, str]]:
    """Return (row, code) of the rejected rows."""
    return [(problem.row, problem.code) for problem in outcome.problems]


def warnings(outcome: Outcome) -> list[tuple[int, str]]:
    """Return (row, code) of the warnings."""
    return [(warning.row, warning.code) for warning in outcome.warnings]


def local(outcome: Outcome, column: str) -> list[str]:
    """Return the instants of a column as Shanghai's clock shows them."""
    cells = outcome.accepted[column].to_pylist()
    return [cell.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if cell else "" for cell in cells]

"""Intake against bare parsing: 1 000 000 rows of CSV to pandas.read_csv, 200 000 rows of XLSX to openpyxl read_only.

Two workbooks: ``inline.xlsx`` holds its words in the cells and times as text, as report tools write it;
``shared.xlsx`` holds shared words, times as date cells and a column of formulas, as Excel saves it.

Each measurement runs in a process of its own, after its imports; rounds are interleaved and the medians printed.
``python -m benchmarks.intake [ROWS_CSV ROWS_XLSX ROUNDS]``
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

HEADER = ("工单编号", "标题", "客户", "服务", "优先级", "状态", "登记时间", "响应时间", "解决时间", "处理组")
MATTERS = ("二车间工位终端无法扫码", "报表打不开，提示权限不足", "接口返回错误 500", "打印机离线", "申请开通远程访问")
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def rows(count: int) -> list[tuple[str, ...]]:
    """Return ticket rows of ten columns with Chinese text; every row sound, times without a zone."""
    chance = random.Random(7)
    begins = datetime(2026, 1, 1)  # noqa: DTZ001 - times of the file are walls of its zone
    made: list[tuple[str, ...]] = []
    for number in range(count):
        opened = begins + timedelta(seconds=chance.randrange(280 * 86_400))
        responded = opened + timedelta(seconds=chance.randrange(3600))
        resolved = responded + timedelta(seconds=chance.randrange(86_400))
        made.append(
            (
                f"INC{number:08d}", f"{chance.choice(MATTERS)}（{number % 97}）", f"C{number % 20:02d}",
                ("ERP", "MES", "DESK")[number % 3], f"P{1 + number % 4}", "已解决", f"{opened:%Y-%m-%d %H:%M:%S}",
                f"{responded:%Y-%m-%d %H:%M:%S}", f"{resolved:%Y-%m-%d %H:%M:%S}", ("一线", "二线")[number % 2],
            )
        )  # fmt: skip
    return made


def files(folder: Path, csv_rows: int, xlsx_rows: int) -> None:
    """Write both files."""
    import xlsxwriter

    text = folder / "tickets.csv"
    made = rows(csv_rows)
    with text.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADER)
        writer.writerows(made)
    with xlsxwriter.Workbook(str(folder / "inline.xlsx"), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEADER, *made[:xlsx_rows]]):
            sheet.write_row(at, 0, row)
    with xlsxwriter.Workbook(str(folder / "shared.xlsx")) as book:
        sheet, moment = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_row(0, 0, HEADER)
        for at, row in enumerate(made[:xlsx_rows], start=1):
            sheet.write_row(at, 0, row[:6])
            for column in (6, 7, 8):
                sheet.write_datetime(at, column, datetime.fromisoformat(row[column]), moment)
            sheet.write_formula(at, 9, '=IF(MOD(ROW(),2),"二线","一线")', None, row[9])


def _pandas(path: Path) -> Callable[[], object]:
    import pandas

    return lambda: pandas.read_csv(path)


def _openpyxl(path: Path) -> Callable[[], object]:
    import openpyxl  # type: ignore[import-untyped]  # openpyxl ships no types

    def read() -> int:
        sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
        return sum(1 for _ in sheet.iter_rows(values_only=True))

    return read


def _examine(path: Path) -> Callable[[], object]:
    from fuwubao.records.examination import examine

    def check() -> object:
        found = examine(path, "ticket", now=NOW, timezone="Asia/Shanghai").outcome
        assert not found.problems, found.problems[:3]
        return found

    return check


def _load(path: Path) -> Callable[[], object]:
    os.environ["FUWUBAO_HOME"] = tempfile.mkdtemp(prefix="fuwubao-bench-", dir=path.parent)
    from fuwubao.cli.workspace import open_workspace

    open_workspace()
    from fuwubao.accounts.operator import workspace_operator
    from fuwubao.records.actions import load_file

    actor = workspace_operator(now=NOW)
    return lambda: load_file(path=path, kind="ticket", source="bench", timezone="Asia/Shanghai", actor=actor, now=NOW)


WORK = {"pandas": _pandas, "openpyxl": _openpyxl, "examine": _examine, "load": _load}


def measured(name: str, path: Path) -> dict[str, float]:
    """Run one piece of work in a process of its own: wall and CPU seconds, peak MB of the process."""
    command = [sys.executable, "-m", "benchmarks.intake", "--one", name, str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return told


def one(name: str, path: Path) -> None:
    """Do the work and print what it took."""
    work = WORK[name](path)
    before, begins = time.process_time(), time.perf_counter()
    kept = work()
    wall, cpu = time.perf_counter() - begins, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    del kept
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak}))


def main(csv_rows: int, xlsx_rows: int, rounds: int) -> None:
    """Print medians and ratios."""
    with tempfile.TemporaryDirectory(prefix="fuwubao-bench-") as folder:
        text, inline, shared = (Path(folder) / name for name in ("tickets.csv", "inline.xlsx", "shared.xlsx"))
        # in a process of its own: the peak of a child is never told lower than that of its parent
        command = [sys.executable, "-m", "benchmarks.intake", "--files", folder, str(csv_rows), str(xlsx_rows)]
        subprocess.run(command, check=True)
        print(f"{csv_rows} rows of CSV, {text.stat().st_size >> 20} MB; {xlsx_rows} rows of XLSX")
        for path, floor in ((text, "pandas"), (inline, "openpyxl"), (shared, "openpyxl")):
            runs: dict[str, list[dict[str, float]]] = {name: [] for name in (floor, "examine", "load")}
            for _ in range(rounds):
                for name, taken in runs.items():
                    taken.append(measured(name, path))
            told = {
                name: {key: statistics.median(run[key] for run in taken) for key in ("wall", "cpu", "peak")}
                for name, taken in runs.items()
            }
            for name, took in told.items():
                wall, cpu = (took[key] / told[floor][key] for key in ("wall", "cpu"))
                seconds = f"wall {took['wall']:.2f} CPU {took['cpu']:.2f}"
                print(
                    f"{path.name} {name:9} {seconds} MB {took['peak']:.0f} to {floor}: {wall:.3f} / {cpu:.3f}",
                    flush=True,
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--files"]:
        files(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        numbers = [int(text) for text in sys.argv[1:4]]
        main(*(numbers + [1_000_000, 200_000, 3][len(numbers) :]))

"""Ten million tickets with eight million pauses: the clock kernel against a mere scan, and against a library.

    .venv/bin/python benchmarks/clock_kernel.py [--tickets 10000000] [--rounds 3] [--folder DIR]

Makes Parquet files of plain lives, then lets DuckDB scan and sum their columns (the floor) and the kernel judge
them (gross, net, due, two verdicts), in turn and each in a process of its own. Prints wall and CPU seconds, peak
memory, the ratios, and the rows a second of ``businesstimedelta`` and of a walk by minutes on the same calendars.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter, process_time

import businesstimedelta
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytz

from fuwubao.domain.calendars import ALWAYS, Shift, WorkCalendar
from fuwubao.domain.terms import AgreementTerms, ClockKind, ClockTarget, ServiceTerms
from fuwubao.engine.duck import JudgedBatch, connection, stream
from fuwubao.engine.lives import Legend, lives_table
from fuwubao.engine.plain import NOT_YET, PlainLives
from fuwubao.engine.promises import Promises, promises

HOUR, DAY = 3600, 86_400
FIRST, MONTHS = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp()), 30
AS_OF = FIRST + (MONTHS + 2) * 30 * DAY
GROUP = 122_880
LIBRARY_SAMPLE = 500
WALK_SAMPLE = 100
TARGETS = {
    "P1": (900, 4 * HOUR, "always"),
    "P2": (1800, 8 * HOUR, "long"),
    "P3": (2 * HOUR, 24 * HOUR, "office"),
    "P4": (4 * HOUR, 40 * HOUR, "office"),
}
OFFICE = (Shift(9 * HOUR, 12 * HOUR), Shift(13 * HOUR, 18 * HOUR))
ZONE = "Asia/Shanghai"
HOLIDAYS = frozenset(date(year, 10, day) for year in range(2024, 2032) for day in range(1, 8))
CALENDARS = {
    "office": WorkCalendar(timezone=ZONE, weekly=(OFFICE,) * 5 + ((),) * 2, holidays=HOLIDAYS),
    "long": WorkCalendar(timezone=ZONE, weekly=((Shift(8 * HOUR, 20 * HOUR),),) * 6 + ((),), holidays=HOLIDAYS),
    "always": ALWAYS(ZONE),
}
CUSTOMERS = tuple(f"C{number:03}" for number in range(100))


def agreement(customer: str) -> AgreementTerms:
    """The same promises for every customer."""
    rows = tuple(
        ClockTarget(
            id=f"{priority}-{clock}",
            clock=clock,
            applies=(("priority", priority),),
            calendar=name,
            within_seconds=seconds,
        )
        for priority, (answer, solve, name) in TARGETS.items()
        for clock, seconds in ((ClockKind.RESPONSE, answer), (ClockKind.RESOLUTION, solve))
    )
    return AgreementTerms(
        code=f"SLA-{customer}",
        kind="sla",
        customer_code=customer,
        customer_name=customer,
        valid_from=date(2023, 1, 1),
        valid_to=date(2027, 12, 31),
        timezone=ZONE,
        calendars=CALENDARS,
        services=(ServiceTerms(code="ERP", name="ERP", targets=rows),),
        pending_reasons=frozenset(["waiting_customer"]),
    )


def make(folder: Path, tickets: int) -> list[Path]:
    """Write the lives, one file a quarter of them, opened in order of time as months are."""
    random = np.random.default_rng(20260101)
    kinds = tuple((customer, "ERP", priority) for customer in CUSTOMERS for priority in TARGETS)
    legend = Legend(("service", "priority"), kinds, ("waiting_customer", "waiting_supplier"))
    files = []
    for part in range(4):
        file = folder / f"lives-{part}.parquet"
        span = MONTHS * 30 * DAY // 4
        with pq.ParquetWriter(file, lives(random, 1, part * span, 1, legend, 0).schema, compression="zstd") as writer:
            for since in range(0, tickets // 4, GROUP):
                count = min(GROUP, tickets // 4 - since)
                begin = part * span + span * since // max(tickets // 4, 1)
                writer.write_table(lives(random, count, begin, span * count // max(tickets // 4, 1), legend, since))
        files.append(file)
    return files


def lives(random: np.random.Generator, count: int, begin: int, span: int, legend: Legend, number: int) -> pa.Table:
    """Some tickets: eight in ten wait once on average, one in two hundred is still open."""
    opened = FIRST + begin + np.sort(random.integers(0, max(span, 1), count))
    waits = random.poisson(0.8, count)
    first = np.append(0, np.cumsum(waits))
    gaps = random.integers(300, DAY, first[-1] * 2)
    owner = np.repeat(np.arange(count), waits)
    edges = np.cumsum(gaps)
    edges += np.repeat(opened - np.append(0, edges)[2 * first[:-1]], 2 * waits)
    latest = np.where(waits > 0, np.append(edges, 0)[2 * first[1:] - 1], opened)
    resolved = latest + random.exponential(6 * HOUR, count).astype(np.int64) + 1
    resolved[random.random(count) < 0.005] = NOT_YET
    life = PlainLives(
        opened_at=opened,
        responded_at=np.minimum(opened + random.exponential(HOUR / 2, count).astype(np.int64), resolved),
        resolved_at=resolved,
        first=first,
        wait_from=edges[0::2],
        wait_until=edges[1::2],
        reason=(random.random(len(owner)) < 0.1).astype(np.int32),
        reasons=legend.reasons,
    )
    ids = pa.array(np.arange(number, number + count)).cast(pa.string())
    return lives_table(ids, random.integers(0, len(legend.kinds), count).astype(np.int32), life, legend)


def scan(files: list[Path]) -> dict[str, int]:
    """The floor: read every column that the kernel reads, and sum it; unnesting lists is quicker than list_sum."""
    columns = "sum(kind), sum(opened_at), sum(responded_at), sum(resolved_at), count(ticket), count(*)"
    lists = "select unnest(wait_from) a, unnest(wait_until) b, unnest(wait_reason) c from read_parquet($files)"
    names = {"files": [str(file) for file in files]}
    with connection() as connected:
        row = connected.execute(f"select {columns} from read_parquet($files)", names).fetchall()[0]
        waits = connected.execute(f"select sum(a), sum(b), sum(c), count(*) from ({lists})", names).fetchall()[0]
    return {"tickets": int(row[-1]), "waits": int(waits[-1])}


def judge(files: list[Path]) -> dict[str, int]:
    """Gross, net and due summed, met verdicts of both clocks counted."""
    made: Promises = promises([agreement(customer) for customer in CUSTOMERS])
    sums: dict[str, int] = {}
    for part in stream(files, made, AS_OF, totals):
        for name, value in part.items():
            sums[name] = sums.get(name, 0) + value
    return sums


def totals(batch: JudgedBatch) -> dict[str, int]:
    """What one batch adds."""
    solved, answered = batch.resolution, batch.response
    ends = np.where(solved.stopped_at > 0, solved.stopped_at, AS_OF)
    met = [(run.stopped_at > 0) & (run.breached_at < 0) for run in (answered, solved)]
    return {
        "tickets": len(batch.kind),
        "gross": int((ends - batch.opened_at).sum()),
        "net": int(solved.elapsed.sum()),
        "due": int(np.maximum(solved.due_at, 0).sum() + np.maximum(answered.due_at, 0).sum()),
        "met_response": int(met[0].sum()),
        "met_resolution": int(met[1].sum()),
    }


def library_rows_a_second(file: Path) -> float:
    """The same figures of some of the tickets by businesstimedelta, a CPU second.

    In its favour: one calendar for all, and no holidays, which make it twenty times slower.
    """
    shifts = [
        businesstimedelta.WorkDayRule(
            start_time=time(since), end_time=time(until), working_days=[0, 1, 2, 3, 4], tz=pytz.timezone(ZONE)
        )
        for since, until in ((9, 12), (13, 18))
    ]
    rules = businesstimedelta.Rules(shifts)
    answer, solve = (businesstimedelta.BusinessTimeDelta(rules, hours=hours) for hours in (2, 24))
    some = pq.ParquetFile(file).read_row_group(0).slice(0, LIBRARY_SAMPLE).to_pylist()
    began = process_time()
    for row in some:
        opened, responded, resolved = (_instant(row[f"{name}_at"]) for name in ("opened", "responded", "resolved"))
        assert (opened + answer >= responded) is not None
        rules.difference(opened, responded)
        net, due = rules.difference(opened, resolved), opened + solve
        for since, until in zip(row["wait_from"], row["wait_until"], strict=True):
            waited = rules.difference(_instant(since), _instant(until))
            net, due = net - waited, due + waited if _instant(since) < due else due
        assert (due < resolved) is not None
    return len(some) / (process_time() - began)


def walk_rows_a_second(file: Path) -> float:
    """Net time and due instant of some of the tickets by a walk by minutes, as helpdesks do it, a CPU second.

    In its favour: one calendar for all, no holidays, no zones, and the response clock is left out.
    """
    some = pq.ParquetFile(file).read_row_group(0).slice(0, WALK_SAMPLE).to_pylist()
    began = process_time()
    for row in some:
        waits = list(zip(row["wait_from"], row["wait_until"], strict=True))
        until = AS_OF if row["resolved_at"] is None else row["resolved_at"]
        net, due, minute = 0, None, row["opened_at"]
        while minute < until or due is None:
            days, second = divmod(minute + 8 * HOUR, DAY)
            works = (days + 3) % 7 < 5 and any(shift.starts <= second < shift.ends for shift in OFFICE)
            if works and not any(since <= minute < until for since, until in waits):
                net += 60
                if net == 24 * HOUR:
                    due = minute
            minute += 60
    return len(some) / (process_time() - began)


def _instant(second: int | None) -> datetime:
    return datetime.fromtimestamp(AS_OF if second is None else second, UTC)


WORK: dict[str, Callable[[list[Path]], dict[str, int]]] = {"scan": scan, "judge": judge}


def timed(name: str, files: list[Path]) -> None:
    """Do one piece of work and print what it took; it runs in a process of its own."""
    before, began = process_time(), perf_counter()
    result = WORK[name](files)
    wall, cpu = perf_counter() - began, process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": wall, "cpu": cpu, "peak_mb": peak, "result": result}))


def apart(name: str, files: list[Path]) -> dict[str, float]:
    """Run one piece of work in its own process."""
    command = [sys.executable, __file__, "--work", name, *map(str, files)]
    told: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def main() -> None:
    """Make the lives, measure in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--work", choices=WORK)
    parser.add_argument("files", type=Path, nargs="*")
    asked = parser.parse_args()
    if asked.work:
        timed(asked.work, asked.files)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.folder or Path(scratch)
        files = sorted(folder.glob("lives-*.parquet")) or make(folder, asked.tickets)
        rounds = [{name: apart(name, files) for name in WORK} for _ in range(asked.rounds)]
        report(rounds, library_rows_a_second(files[0]), walk_rows_a_second(files[0]))


def report(rounds: list[dict[str, dict[str, float]]], library: float, walk: float) -> None:
    """Print the medians and the ratios."""
    middle = {
        (name, what): float(np.median([one[name][what] for one in rounds]))
        for name in WORK
        for what in ("wall", "cpu", "peak_mb")
    }
    for name in WORK:
        print(
            f"{name:6} wall {middle[name, 'wall']:6.2f} s  cpu {middle[name, 'cpu']:6.2f} s  "
            f"peak {middle[name, 'peak_mb']:5.0f} MB  {rounds[0][name]['result']}"
        )
    tickets = rounds[0]["judge"]["result"]["tickets"]  # type: ignore[index]  # results are plain JSON
    rate = tickets / middle["judge", "cpu"]
    ratios = {what: middle["judge", what] / middle["scan", what] for what in ("wall", "cpu")}
    print(f"kernel / floor: wall {ratios['wall']:.2f}, cpu {ratios['cpu']:.2f}")
    print(f"a CPU second: kernel {rate:,.0f} tickets, businesstimedelta {library:,.0f}; ratio {rate / library:,.0f}")
    print(f"a walk by minutes {walk:,.0f}; ratio {rate / walk:,.0f}")


if __name__ == "__main__":
    main()

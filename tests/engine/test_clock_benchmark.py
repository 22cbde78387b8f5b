"""What the benchmark judges is judged as the kernel judges it, and its files hold what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks import clock_kernel as benchmark
from fuwubao.domain.terms import ClockKind
from fuwubao.engine.clocks import run_clock
from fuwubao.engine.columns import numbers
from fuwubao.engine.lives import Legend, lives_of, transitions_of_lives
from fuwubao.engine.promises import promises


def test_the_sums_of_the_benchmark_are_those_of_the_flat_clocks(tmp_path: Path) -> None:
    files = benchmark.make(tmp_path, 4000)
    made = promises([benchmark.agreement(customer) for customer in benchmark.CUSTOMERS])
    net = met = 0
    for file in files:
        table = pq.read_table(file)
        batch, legend = table.combine_chunks().to_batches()[0], Legend.of(table.schema.metadata)
        lives = lives_of(batch, legend)
        told = transitions_of_lives(lives, np.arange(len(table))).known_by(benchmark.AS_OF)
        rows = made.rows_of_kinds(numbers(batch.column("kind")), legend.kinds, lives.opened_at)[ClockKind.RESOLUTION]
        dense = made.tables.covering(int(lives.opened_at.min()), benchmark.AS_OF)
        spread = np.repeat(rows, np.diff(told.first))
        run = run_clock(ClockKind.RESOLUTION, told, spread, made, dense, benchmark.AS_OF)
        net += int(run.elapsed.sum())
        met += int(((run.stopped_at > 0) & (run.breached_at < 0)).sum())
    sums = benchmark.judge(files)
    assert (sums["tickets"], sums["net"], sums["met_resolution"]) == (4000, net, met)
    assert benchmark.scan(files)["tickets"] == 4000

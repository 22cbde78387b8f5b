"""Count the rows of a frame once for all customers, periods and slices: integers in, integers out (M11).

Each row falls in exactly one slice of a dimension (semantics 7), so one grouping by all dimensions together answers
every sum of the frame: its few groups are added up again under each dimension. Only quantiles, which do not add up,
look at the rows once for each dimension.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc
from narwhals import col, lit

from fuwubao.domain.figures import BLANK_KEY
from fuwubao.engine.measures.frames import Rows
from fuwubao.engine.measures.measure import Kind, Measure, Part

WHOLE = ""  # the dimension of a customer's total
GROUP = ("customer", "part", "dimension", "key", "agreement_key")


@dataclass(frozen=True, slots=True, order=True)
class Slice:
    """One customer's rows of one period, whole or of one key of a dimension."""

    customer: str
    part: int
    dimension: str
    key: str
    agreement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one part of a measure sums to in one slice.

    ``quantile`` is set instead of sums to divide. ``targets`` are the least and greatest (agreement, row) of the
    counted rows, ``opened`` the span of their first instants: they tell whether all share one target.
    """

    numerator: int
    denominator: int
    quantile: int | None = None
    targets: tuple[tuple[str, str], tuple[str, str]] | None = None
    opened: tuple[int, int] | None = None


def tallies(
    rows: Rows, measures: Sequence[Measure], dimensions: Sequence[str]
) -> Iterator[tuple[Measure, int, Slice, Tally]]:
    """Yield (measure, number of its part, slice, tally) of all measures of one frame; empty slices are absent."""
    sums = [(m, n, p) for m in measures for n, p in enumerate(m.parts) if p.kind is not Kind.QUANTILE]
    judged = any(m.judged_by_rows for m in measures)
    yield from _sums(rows, sums, dimensions, judged=judged)
    for measure in measures:
        for clock in dict.fromkeys(p.variant.clock for p in measure.parts if p.kind is Kind.QUANTILE):
            parts = [
                (measure, n, p)
                for n, p in enumerate(measure.parts)
                if p.kind is Kind.QUANTILE and p.variant.clock == clock
            ]
            yield from _quantiles(rows, parts, dimensions)


def sliced(rows: Rows, columns: Sequence[str], dimensions: Sequence[str]) -> Rows:
    """Return the rows once for the total and once for each dimension, as (dimension, key, agreement_key)."""
    agreement = col("agreement") if "agreement" in rows.collect_schema().names() else lit("")
    keep = [col(name) for name in ("customer", "part", *columns)]
    nothing = [lit(WHOLE).alias("dimension"), lit("").alias("key"), lit("").alias("agreement_key")]
    views = [rows.select(*keep, *nothing)]
    for name in dimensions:
        key = nw.when(col(name).fill_null("") == "").then(lit(BLANK_KEY)).otherwise(col(name))
        owner = agreement.fill_null("") if name == "target" else lit("")
        views.append(rows.select(*keep, lit(name).alias("dimension"), key.alias("key"), owner.alias("agreement_key")))
    return nw.concat(views, how="vertical")


def whole(expression: nw.Expr) -> nw.Expr:
    """Return a row's contribution as an integer; nothing known contributes nothing."""
    return expression.cast(nw.Int64).fill_null(0)


def summed(
    rows: Rows, sums: Mapping[str, nw.Expr], dimensions: Sequence[str], *, spans: Mapping[str, nw.Expr] | None = None
) -> list[dict[str, Any]]:
    """Return for the total and each slice, as (*GROUP), the sums of rows' integers and the least and most of spans.

    A span called ``o`` comes as ``o_least`` and ``o_most``, null where no row has a value.
    """
    made = {**sums, **(spans or {})}
    owner = ["agreement"] if "target" in dimensions and "agreement" in rows.collect_schema().names() else []
    keys = ["customer", "part", *dimensions, *(name for name in owner if name not in dimensions)]
    totals = [col(name).sum().cast(nw.Int64).alias(name) for name in sums]
    for name in spans or {}:
        totals += [col(name).min().alias(f"{name}_least"), col(name).max().alias(f"{name}_most")]
    groups = rows.select(*keys, *(made[name].alias(name) for name in made)).group_by(*keys).agg(*totals)
    table: pa.Table = groups.collect("pyarrow").to_native()
    edges = [(f"{name}_{edge}", how) for name in spans or {} for edge, how in (("least", "min"), ("most", "max"))]
    wanted = [(name, "sum") for name in sums] + edges
    return [row for name in (WHOLE, *dimensions) for row in _under(table, name, wanted, bool(owner))]


def _under(table: pa.Table, dimension: str, wanted: Sequence[tuple[str, str]], owned: bool) -> list[dict[str, Any]]:
    """Add groups up under one dimension; keys that nobody gave are one slice."""
    key, owner = pa.repeat("", len(table)), pa.repeat("", len(table))
    if dimension != WHOLE:
        key = pc.fill_null(table[dimension], "")
        key = pc.if_else(pc.equal(key, ""), BLANK_KEY, key)
    if dimension == "target" and owned:
        owner = pc.fill_null(table["agreement"], "")
    place = {"customer": table["customer"], "part": table["part"], "key": key, "agreement_key": owner}
    groups = pa.table({**place, **{name: table[name] for name, _ in wanted}})
    found = groups.group_by(list(place), use_threads=False).aggregate(list(wanted))
    named = found.rename_columns([*place, *(name for name, _ in wanted)])
    return [{**row, "dimension": dimension} for row in named.to_pylist()]


def _sums(
    rows: Rows, parts: Sequence[tuple[Measure, int, Part]], dimensions: Sequence[str], *, judged: bool
) -> Iterator[tuple[Measure, int, Slice, Tally]]:
    sums: dict[str, nw.Expr] = {}
    spans: dict[str, nw.Expr] = {}
    for number, (measure, _, part) in enumerate(parts):
        sums[f"n{number}"], sums[f"d{number}"] = whole(part.numerator), whole(part.denominator)
        if measure.judged_by_rows:
            counted = nw.when(part.denominator)
            spans[f"t{number}"] = counted.then(
                nw.concat_str([col("agreement"), lit("\x1f"), col("target")], ignore_nulls=False)
            )
            spans[f"o{number}"] = counted.then(col("opened_at"))
    for found in summed(rows, sums, dimensions, spans=spans):
        place = place_of(found)
        for number, (measure, index, _) in enumerate(parts):
            tally = Tally(
                numerator=int(found[f"n{number}"] or 0),
                denominator=int(found[f"d{number}"] or 0),
                targets=_targets(found, number) if judged and measure.judged_by_rows else None,
                opened=_opened(found, number) if judged and measure.judged_by_rows else None,
            )
            yield measure, index, place, tally


def _quantiles(
    rows: Rows, parts: Sequence[tuple[Measure, int, Part]], dimensions: Sequence[str]
) -> Iterator[tuple[Measure, int, Slice, Tally]]:
    """The smallest value with at least p·n values at or below it; no interpolation (semantics 7)."""
    first = parts[0][2]
    counted = rows.filter(first.denominator).with_columns(amount=whole(first.numerator))
    cut = sliced(counted, ["amount", "ticket"], dimensions)
    ranked = cut.with_columns(
        rank=col("amount").cum_count().over(*GROUP, order_by=["amount", "ticket"]),
        size=col("amount").count().over(*GROUP),
    )
    reached = {
        f"q{number}": nw.when(col("rank") * share.denominator >= col("size") * share.numerator).then(col("amount"))
        for number, share in enumerate(_share(part) for _, _, part in parts)
    }
    totals = [col(name).min().alias(name) for name in reached]
    grouped = ranked.with_columns(**reached).group_by(*GROUP).agg(*totals, col("size").max().alias("size"))
    for found in collected(grouped):
        for number, (measure, index, _) in enumerate(parts):
            size = int(found["size"])
            yield (
                measure,
                index,
                place_of(found),
                Tally(numerator=0, denominator=size, quantile=int(found[f"q{number}"])),
            )


def _share(part: Part) -> Fraction:
    assert part.quantile is not None, "a quantile part states its share"
    return part.quantile


def collected(frame: Rows) -> list[dict[str, Any]]:
    """Run the frame and return its rows; values are as the engine gives them (sums may be decimals)."""
    rows: list[dict[str, Any]] = frame.collect("pyarrow").to_native().to_pylist()
    return rows


def place_of(found: dict[str, Any]) -> Slice:
    """Return the slice that a grouped row speaks of."""
    return Slice(
        customer=str(found["customer"]),
        part=int(found["part"]),
        dimension=str(found["dimension"]),
        key=str(found["key"]),
        agreement=str(found["agreement_key"]),
    )


def _targets(found: dict[str, Any], number: int) -> tuple[tuple[str, str], tuple[str, str]] | None:
    least, most = found[f"t{number}_least"], found[f"t{number}_most"]
    if least is None or most is None:
        return None
    return _pair(str(least)), _pair(str(most))


def _opened(found: dict[str, Any], number: int) -> tuple[int, int] | None:
    least, most = found[f"o{number}_least"], found[f"o{number}_most"]
    return None if least is None or most is None else (int(least), int(most))


def _pair(text: str) -> tuple[str, str]:
    agreement, _, target = text.partition("\x1f")
    return agreement, target

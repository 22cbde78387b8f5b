"""``fuwubao figures``: figures of a period, and the rows behind one of them (design section 7).

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from fuwubao.cli.figures_proof import verify_frozen
from fuwubao.cli.tables import table
from fuwubao.cli.words import counted, say, terminal_language
from fuwubao.cli.workspace import open_workspace
from fuwubao.domain.figures import Dimension, Figure, FigureStatus, FigureVerdict, Variant, decimal_text
from fuwubao.domain.instants import parse_instant
from fuwubao.domain.words import Words

if TYPE_CHECKING:
    from fuwubao.measurement.queries import Figures

STATUSES = {
    FigureStatus.OK: Words("", ""),
    FigureStatus.NOT_APPLICABLE: Words("不适用", "not applicable"),
    FigureStatus.UNAVAILABLE: Words("数据不可用", "unavailable"),
    FigureStatus.SMALL_SAMPLE: Words("样本不足", "small sample"),
}
VERDICTS = {
    FigureVerdict.MET: Words("达标", "met"),
    FigureVerdict.NOT_MET: Words("未达标", "not met"),
    None: Words("", ""),
}
DIMENSIONS = {
    Dimension.SERVICE: Words("服务", "service"),
    Dimension.PRIORITY: Words("优先级", "priority"),
    Dimension.CLASS: Words("类别", "class"),
    Dimension.TARGET: Words("目标", "target"),
    Dimension.TEAM: Words("处理组", "team"),
    Dimension.SUPPLIER: Words("供应商", "supplier"),
}
_CATALOGUED = re.compile(r"[Kk]\d+[MmRrUu]?")
_ENTERED = Words("（手工登记）", "(entered by hand)")
SLICES = click.Choice([dimension.value for dimension in Dimension])


@click.group(invoke_without_command=True, help=say("指标数字", "Figures"))
@click.option("--customer", help=say("客户代码，默认逐个列出", "Customer, default each in turn"))
@click.option("--service", help=say("只看一个服务", "One service only"))
@click.option("--period", help="2026-09 | 2026Q3 | 2026 | 2026-09-15/2026-10-02")
@click.option("--measure", default="", help=say("指标，逗号分隔，默认全部", "Measures by comma, default all"))
@click.option("--as-of", help=say("数据截至（ISO），默认现在", "Data as of (ISO), default now"))
@click.option("--by", "slices", type=SLICES, multiple=True, help=say("分组方式", "Slices to show"))
@click.option("--snapshot", help=say("快照，默认最新", "Snapshot, default the latest"))
@click.option("--verify", is_flag=True, help=say("重算所有冻结数字", "Compute every frozen figure again"))
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", help=say("计算引擎", "Engine"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
@click.pass_context
def figures(
    context: click.Context,
    customer: str | None,
    service: str | None,
    period: str | None,
    measure: str,
    as_of: str | None,
    slices: tuple[str, ...],
    snapshot: str | None,
    verify: bool,
    engine: str,
    as_json: bool,
) -> None:
    """Print every figure of a period, or of the measures, customer and service asked for."""
    if context.invoked_subcommand is not None:
        return
    if verify:
        open_workspace()
        verify_frozen(as_json=as_json)
        return
    if period is None:
        raise click.UsageError(say("缺少 --period", "--period is missing"))
    open_workspace()
    from fuwubao.engine.measures.computing import USUAL
    from fuwubao.measurement.errors import EngineMissing
    from fuwubao.measurement.known_slices import refuse_unknown_slice
    from fuwubao.measurement.queries import figures_for

    if engine != "duckdb":
        raise EngineMissing(engine=engine, where="--engine", why=engine, installed=find_spec("pyspark") is not None)
    asked = _instant(as_of)
    if service is not None:
        refuse_unknown_slice(customer, Dimension.SERVICE, service, as_of=asked, snapshot=snapshot)
    answer = figures_for(
        customer=customer,
        service=service,
        period=period,
        as_of=asked,
        measures=_names(measure),
        dimensions=tuple(Dimension(name) for name in slices) or USUAL,
        snapshot=snapshot,
    )
    click.echo(json.dumps(answer.to_json(), ensure_ascii=False) if as_json else _for_people(answer))


@figures.command("rows", help=say("列出一个数字背后的记录", "List the rows behind one figure"))
@click.argument("measure")
@click.option("--customer", required=True, help=say("客户代码", "Customer"))
@click.option("--period", required=True, help="2026-09 | 2026Q3 | 2026 | 2026-09-15/2026-10-02")
@click.option("--service", help=say("只看一个服务", "One service only"))
@click.option("--slice", "cut", help=say("一个分组，如 priority=P1", "One slice, such as priority=P1"))
@click.option("--clock", default="", help="response | resolution")
@click.option("--statistic", default="", help="mean | median | p90 | mtrs | mtbf | mtbsi")
@click.option("--bucket", default="", help="0-1 | 2-3 | 4-7 | 8-14 | 15-30 | >30")
@click.option("--part", type=click.Choice(["numerator", "denominator"]), default="denominator")
@click.option("--as-of", help=say("数据截至（ISO），默认现在", "Data as of (ISO), default now"))
@click.option("--snapshot", help=say("快照，默认最新", "Snapshot, default the latest"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
def rows(
    measure: str,
    customer: str,
    period: str,
    service: str | None,
    cut: str | None,
    clock: str,
    statistic: str,
    bucket: str,
    part: str,
    as_of: str | None,
    snapshot: str | None,
    as_json: bool,
) -> None:
    """Print the rows that the numerator or denominator of one figure counts."""
    dimension, key = _slice(service, cut)
    open_workspace()
    from fuwubao.engine.measures.lineage import Side
    from fuwubao.measurement.known_slices import refuse_unknown_slice
    from fuwubao.measurement.queries import one_figure, rows_behind

    asked = _instant(as_of)
    if dimension is not None:
        refuse_unknown_slice(customer, dimension, key, as_of=asked, snapshot=snapshot)
    figure = one_figure(
        measure=measure,
        customer=customer,
        period=period,
        as_of=asked,
        dimension=dimension,
        key=key,
        variant=Variant(clock=clock, statistic=statistic, bucket=bucket),
        snapshot=snapshot,
    )
    found = rows_behind(figure, Side(part), snapshot=snapshot)
    told = [_row(row) for row in found.rows]
    if as_json:
        click.echo(json.dumps({"figure": figure.to_json(), "part": part, "rows": told}, ensure_ascii=False))
        return
    click.echo(table(found.columns, [[str(row.get(name, "")) for name in found.columns] for row in told]))
    click.echo(say(f"共 {len(told)} 行", counted(len(told), "row")), err=True)


def _for_people(answer: Figures) -> str:
    from fuwubao.engine.measures.catalogue import measure_called

    language = terminal_language()
    headers = [say(*pair) for pair in _HEADERS]
    lines = []
    for figure in answer.figures:
        named = _ENTERED.say(language) if figure.entry else measure_called(figure.measure).words.say(language)
        tags = [STATUSES[figure.status].say(language), VERDICTS[figure.verdict].say(language)]
        lines.append(
            [
                figure.scope.customer,
                _scope(figure, language),
                f"{figure.measure} {named}",
                " ".join(figure.variant.to_json().values()),
                figure.display,
                "" if figure.denominator is None else f"{figure.numerator or '—'}/{figure.denominator}",
                "" if figure.target is None else f"{figure.target.operator.value} {decimal_text(figure.target.value)}",
                " ".join(tag for tag in tags if tag),
            ]
        )
    top = say(
        f"期间 {answer.period.label}（{answer.period.timezone}）  数据截至 {answer.as_of:%Y-%m-%d %H:%M:%S}Z",
        f"Period {answer.period.label} ({answer.period.timezone})  as of {answer.as_of:%Y-%m-%d %H:%M:%S}Z",
    )
    return top + "\n" + table(headers, lines, right={4, 5})


_HEADERS = (
    ("客户", "customer"),
    ("范围", "scope"),
    ("指标", "measure"),
    ("", ""),
    ("数值", "value"),
    ("分子/分母", "n/d"),
    ("目标", "target"),
    ("判定", "verdict"),
)


def _scope(figure: Figure, language: str) -> str:
    if figure.scope.dimension is None:
        return "合计" if language == "zh" else "total"
    return f"{DIMENSIONS[figure.scope.dimension].say(language)} {figure.scope.key}"


def _instant(text: str | None) -> datetime:
    from fuwubao.accounts.workspace import time_zone

    return parse_instant(text, time_zone()) if text else datetime.now(UTC).replace(microsecond=0)


def _names(text: str) -> tuple[str, ...]:
    """Read names by comma; numbers of the catalogue in either case, names of entered values as they are."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    return tuple(name.upper() if _CATALOGUED.fullmatch(name) else name for name in names)


def _slice(service: str | None, cut: str | None) -> tuple[Dimension | None, str]:
    if service is not None and cut is not None:
        raise click.UsageError(say("--service 和 --slice 只能给一个", "Give --service or --slice, not both"))
    if service is not None:
        return Dimension.SERVICE, service
    if cut is None:
        return None, ""
    name, _, key = cut.partition("=")
    if name not in {dimension.value for dimension in Dimension} or not key:
        raise click.UsageError(say(f"看不懂 --slice {cut}", f"Cannot read --slice {cut}"))
    return Dimension(name), key


def _row(row: dict[str, object]) -> dict[str, object]:
    from fuwubao.engine.measures.lineage import INSTANTS

    return {
        name: f"{datetime.fromtimestamp(int(str(value)), tz=UTC):%Y-%m-%dT%H:%M:%SZ}"
        if name in INSTANTS and value is not None
        else value
        for name, value in row.items()
    }

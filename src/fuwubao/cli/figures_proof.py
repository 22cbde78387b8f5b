"""``fuwubao figures --verify``: every frozen figure computed again from its own snapshot (M14).

Django and what needs it are imported inside the function, after the workspace is open.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from fuwubao.cli.words import say
from fuwubao.domain.figures import Figure

if TYPE_CHECKING:
    from fuwubao.measurement.verifying import Deviation, VerifiedSet


def verify_frozen(*, as_json: bool) -> None:
    """Print each frozen set with what came out otherwise.

    Raises: FrozenFiguresDiffer, when anything did or could not be computed any more.
    """
    from fuwubao.measurement.errors import FrozenFiguresDiffer
    from fuwubao.measurement.verifying import verified_sets

    told, broken = [], []
    for one in verified_sets():
        if not as_json:
            click.echo(_line(one))
        told.append(_json(one))
        names = [_name(deviation.frozen) for deviation in one.deviations] or [one.lost] * (not one.holds)
        broken += [f"{one.purpose} {name}" for name in names]
    figures = sum(int(str(one["figures"])) for one in told)
    if as_json:
        click.echo(json.dumps({"sets": told, "figures": figures, "differences": len(broken)}, ensure_ascii=False))
    if broken:
        raise FrozenFiguresDiffer(count=len(broken), first=broken[0], what=broken[0])
    if not as_json:
        click.echo(
            say(
                f"{len(told)} 组 {figures} 个冻结数字，重算后全部一致",
                f"Frozen figures computed again: {figures} in {len(told)} sets, all equal",
            )
        )


def _line(one: VerifiedSet) -> str:
    if one.holds:
        return say(f"一致    {one.purpose}  {one.figures} 个", f"equal   {one.purpose}  {one.figures}")
    if one.lost:
        return say(
            f"无法重算 {one.purpose}：缺少 {one.lost}", f"lost    {one.purpose}: {one.lost} is not there any more"
        )
    lines = [f"  {_name(each.frozen)}: {_base(each.frozen)} → {_now(each)}" for each in one.deviations]
    head = say(f"不一致  {one.purpose}  {len(lines)} 个", f"differs {one.purpose}  {len(lines)}")
    return "\n".join((head, *lines))


def _name(figure: Figure) -> str:
    """Name a figure as nobody else is named: measure, part, customer, slice, period."""
    scope, cut = figure.scope, ""
    if scope.dimension is not None:
        cut = f"{scope.dimension.value}={f'{scope.agreement}/' if scope.agreement else ''}{scope.key}"
    parts = (figure.measure, *figure.variant.to_json().values(), scope.customer, cut, figure.period.label)
    return " ".join(part for part in parts if part)


def _base(figure: Figure) -> str:
    return figure.display if figure.denominator is None else f"{figure.numerator or '—'}/{figure.denominator}"


def _now(deviation: Deviation) -> str:
    told = "—" if deviation.now is None else _base(deviation.now)
    return f"{told} {say('（依据的记录已变）', '(its rows differ)')}" if deviation.rows_differ else told


def _json(one: VerifiedSet) -> dict[str, object]:
    return {
        "set": one.number,
        "purpose": one.purpose,
        "figures": one.figures,
        "lost": one.lost,
        "differences": [
            {
                "figure": _name(each.frozen),
                "frozen": each.frozen.to_json(),
                "now": None if each.now is None else each.now.to_json(),
                "rows_differ": each.rows_differ,
            }
            for each in one.deviations
        ],
    }

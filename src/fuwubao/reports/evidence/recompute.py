"""Compute every figure of a pack again from its records and agreements, in the workspace that is open.

The command opens an empty one, so that nothing but the pack can give the numbers.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fuwubao.accounts.models import User
from fuwubao.agreements.actions import load_agreement
from fuwubao.domain.figures import Dimension
from fuwubao.domain.foreign_words import system_words
from fuwubao.domain.words import Words
from fuwubao.measurement.queries import figures_for
from fuwubao.records.actions.load import load_file
from fuwubao.reports.errors import PackUnreadable

Told = dict[str, object]
KEYS = ("measure", "version", "scope", "clock", "statistic", "bucket")
SAME = ("numerator", "denominator", "value", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """How many figures were computed again, and each that differs as (name, told, now)."""

    computed: int
    by_hand: int
    differing: tuple[tuple[str, str, str], ...]


def recompute(pack: Path, *, actor: User, now: datetime) -> Recomputed:
    """Load what the pack holds and ask its questions again. Raises: PackUnreadable and what loading refuses."""
    try:
        with zipfile.ZipFile(pack) as opened:
            files = {name: opened.read(name) for name in opened.namelist()}
        listed = [json.loads(files[name]) for name in INDEXES]
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as fault:
        raise PackUnreadable(file=pack.name, why=_why(fault)) from fault
    agreements, records, told = listed
    for line in agreements["files"]:
        load_agreement(text=files[line["file"]].decode("utf-8"), file=line["file"], actor=actor, now=now)
    _load_records(records["files"], files, actor=actor, now=now)
    return _compared(told["figures"])


def _why(fault: Exception) -> Words:
    if isinstance(fault, OSError):
        return system_words(fault)
    if isinstance(fault, KeyError):
        return Words(f"缺少 {fault.args[0]}", f"{fault.args[0]} is missing")
    return Words("不是 zip 文件，或已损坏", "not a zip file, or damaged")


INDEXES = ("agreements/agreements.json", "records/records.json", "figures/figures.json")


def _load_records(lines: list[dict[str, str]], files: dict[str, bytes], *, actor: User, now: datetime) -> None:
    with tempfile.TemporaryDirectory(prefix="fuwubao-pack-") as folder:
        for line in lines:
            path = Path(folder) / Path(line["file"]).name
            path.write_bytes(files[line["file"]])
            load_file(path=path, kind=line["kind"], source=line["source"], actor=actor, now=now, timezone="UTC")


def _compared(figures: list[Told]) -> Recomputed:
    by_hand = [figure for figure in figures if figure.get("entry")]
    counted = [figure for figure in figures if not figure.get("entry")]
    answers: dict[tuple[str, str, str], dict[str, Told]] = {}
    differing = []
    for figure in counted:
        scope, period = figure["scope"], figure["period"]
        assert isinstance(scope, dict)
        assert isinstance(period, dict)
        place = (str(scope["customer"]), str(period["label"]), str(figure["as_of"]))
        if place not in answers:
            answers[place] = _answer(*place)
        again = answers[place].get(_name(figure))
        if again is None or any(again[name] != figure[name] for name in SAME):
            shown = "—" if again is None else str(again["display"])
            differing.append((f"{_name(figure)} {period['label']}", str(figure["display"]), shown))
    return Recomputed(computed=len(counted), by_hand=len(by_hand), differing=tuple(differing))


def _answer(customer: str, label: str, as_of: str) -> dict[str, Told]:
    found = figures_for(
        period=label, as_of=datetime.fromisoformat(as_of), customer=customer, dimensions=tuple(Dimension)
    )
    return {_name(told): told for told in (figure.to_json() for figure in found.figures)}


def _name(figure: Told) -> str:
    return json.dumps([figure.get(key) for key in KEYS], ensure_ascii=False)

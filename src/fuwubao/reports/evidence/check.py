"""核对证据包 / Check an evidence pack with nothing but Python:  python3 check.py [pack.zip]

Reads the pack that it lies in (unpacked) or the zip that is named, and checks: every file against manifest.json, the
approved files against their approval, the audit chain's hashes and links, and each figure against its own rows.
Exit 0 when all of it holds, else 1. Standard library only; no network.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import zipfile
from datetime import datetime, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any


def read_all(place: Path) -> dict[str, bytes]:
    """Return the files of a pack by path, from a zip or from an unpacked folder."""
    if place.is_file():
        with zipfile.ZipFile(place) as pack:
            return {name: pack.read(name) for name in pack.namelist()}
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def check_manifest(files: dict[str, bytes]) -> list[str]:
    """Each file of the manifest is there, unchanged, and nothing else is."""
    manifest = json.loads(files["manifest.json"])["files"]
    faults = [f"{path}: 缺失 missing" for path in manifest if path not in files]
    for path, content in files.items():
        if path == "manifest.json":
            continue
        if path not in manifest:
            faults.append(f"{path}: 不在清单中 not in the manifest")
        elif hashlib.sha256(content).hexdigest() != manifest[path]:
            faults.append(f"{path}: 内容已改 changed")
    return faults


def check_approved(files: dict[str, bytes]) -> list[str]:
    """The approved files have the hashes that the approval kept."""
    faults = []
    for kept in json.loads(files["report/files.json"]):
        content = files.get(f"report/{kept['name']}")
        if content is None:
            faults.append(f"report/{kept['name']}: 缺失 missing")
        elif hashlib.sha256(content).hexdigest() != kept["sha256"]:
            faults.append(f"report/{kept['name']}: 不是批准的字节 not the approved bytes")
    return faults


def entry_hash(entry: dict[str, Any]) -> str:
    """The hash of an entry as the product computes it."""
    content = {
        "number": entry["number"],
        "at": datetime.fromisoformat(entry["at"]).astimezone(timezone.utc).isoformat(timespec="microseconds"),  # noqa: UP017  a stranger may have an older Python
        "actor": [entry["actor"], entry["actor_name"], entry["for"]],
        "act": entry["act"],
        "subject": entry["subject"],
        "before": entry["before"],
        "after": entry["after"],
        "remark": entry["remark"],
        "channel": entry["channel"],
        "previous": entry["previous_hash"],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check_chain(files: dict[str, bytes]) -> list[str]:
    """Whole entries have their hash, every entry follows the one before, the last is the head."""
    faults = []
    previous: dict[str, Any] | None = None
    for line in files["audit/chain.jsonl"].decode("utf-8").splitlines():
        entry = json.loads(line)
        if "act" in entry and entry_hash(entry) != entry["hash"]:
            faults.append(f"audit #{entry['number']}: 哈希不符 hash differs")
        if previous and (entry["number"], entry["previous_hash"]) != (previous["number"] + 1, previous["hash"]):
            faults.append(f"audit #{entry['number']}: 断链 does not follow")
        previous = entry
    head = json.loads(files["audit/head.json"])
    if previous and (previous["number"], previous["hash"]) != (head["number"], head["hash"]):
        faults.append("audit: 链头不符 head differs")
    return faults


def recomputed(figure: dict[str, Any], files: dict[str, bytes]) -> tuple[object, object] | None:
    """Return (what the rows give, what the figure says); None when the figure is not a plain sum of its rows."""
    kind = figure.get("rule", {}).get("kind")
    if kind not in ("ratio", "count", "limit", "quantile") or figure["status"] == "unavailable":
        return None
    rows = list(csv.DictReader(io.StringIO(files[figure["rows"]].decode("utf-8"))))
    numerator = sum(int(row["numerator"]) for row in rows)
    denominator = sum(int(row["denominator"]) for row in rows)
    told = None if figure["exact"] is None else Fraction(figure["exact"])
    if kind == "ratio":
        return (Fraction(numerator, denominator) if denominator else None), told
    if kind == "count":
        return Fraction(numerator), told
    if kind == "limit":
        return numerator, figure["numerator"]
    ranked = sorted(int(row["numerator"]) for row in rows if int(row["denominator"]))
    if not ranked:
        return None, told
    rank = -(-Fraction(figure["rule"]["quantile"]) * len(ranked) // 1)
    return Fraction(ranked[max(int(rank), 1) - 1]), told


def check_figures(files: dict[str, bytes]) -> tuple[list[str], int, int]:
    """Return what differs, how many figures were computed again from their rows, and how many there are."""
    faults, done = [], 0
    figures = json.loads(files["figures/figures.json"])["figures"]
    for figure in figures:
        pair = recomputed(figure, files)
        if pair is None:
            continue
        done += 1
        if pair[0] != pair[1]:
            name = " ".join([figure["measure"], *map(str, figure["scope"].values()), figure["period"]["label"]])
            faults.append(f"{name}: {pair[0]} ≠ {pair[1]}")
    return faults, done, len(figures)


def main(arguments: list[str]) -> int:
    """Check and tell."""
    files = read_all(Path(arguments[0]) if arguments else Path(__file__).resolve().parent)
    faults = check_manifest(files) + check_approved(files) + check_chain(files)
    differing, done, all_figures = check_figures(files)
    faults += differing
    for fault in faults:
        print(fault)
    print(
        f"文件 files {len(files)} · 审计条目 audit entries {len(files['audit/chain.jsonl'].splitlines())} · "
        f"数字 figures {done}/{all_figures} · 不符 faults {len(faults)}"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

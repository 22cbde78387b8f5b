"""The part of the audit chain that speaks of one report, with the links that tie it to the head.

Entries about the report are whole, so that their hashes can be computed again. Entries about other things are told
by number and hashes alone: they hold the place without telling other customers' business.
"""

from __future__ import annotations

import json

from fuwubao.accounts.models import AuditEntry
from fuwubao.accounts.queries import audit_entries
from fuwubao.reports.evidence.numbers import Files, json_bytes
from fuwubao.reports.models import Report

LINK = ("number", "previous_hash", "hash")


def chain_files(report: Report) -> Files:
    """Return the chain from the report's first entry to the present head, and that head."""
    own = {
        entry.number
        for entry in AuditEntry.objects.filter(subject_label__contains=report.number).only("number", "subject_label")
        if _speaks_of(entry.subject_label, report.number)
    }
    own |= set(
        AuditEntry.objects.filter(subject_kind="reports.report", subject_id=str(report.pk)).values_list(
            "number", flat=True
        )
    )
    first = min(own, default=0)
    lines, head = [], {"number": 0, "hash": ""}
    for entry in audit_entries():
        number = int(str(entry["number"]))
        if number < first:
            continue
        told = entry if number in own else {name: entry[name] for name in LINK}
        lines.append(json.dumps(told, ensure_ascii=False))
        head = {"number": number, "hash": str(entry["hash"])}
    return {
        "audit/chain.jsonl": ("\n".join(lines) + "\n").encode("utf-8"),
        "audit/head.json": json_bytes(head),
    }


def _speaks_of(label: str, number: str) -> bool:
    """Whether a label names just this version: A/1 is not A/10."""
    rest = label.partition(number)[2]
    return not rest[:1].isdigit()

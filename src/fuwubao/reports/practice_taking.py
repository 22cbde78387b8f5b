"""Which facts each template of a practice takes beside figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fuwubao.reports.annual_facts import plan_told, year_told
from fuwubao.reports.practice_facts import Asked, Json, changes, majors, outages, planned, problems, warnings
from fuwubao.reports.supplier_facts import suppliers


def taken_for(template: str, asked: Asked) -> Json:
    """Return what the template tells beside figures; nothing for templates that tell figures alone."""
    return {name: take(asked) for name, take in TAKEN.get(template, {}).items()}


TAKEN: Mapping[str, Mapping[str, Callable[[Asked], list[Json]]]] = {
    "R03": {"outages": outages},
    "R04": {"outages": outages},
    "R06": {"problems": problems},
    "R07": {"majors": majors},
    "R08": {"warnings": warnings},
    "R09": {"planned": planned},
    "R10": {"changes": changes},
    "R13": {"suppliers": suppliers},
    "R14": {"plan": plan_told},
    "R15": {"year": year_told},
}

"""The automatic checks of a draft (report linter): rules as data, findings that say what is wrong and how to mend it.

A ``must`` finding stops the report; a ``warn`` finding may be let pass with a reason that the approver sees.
Everything is a function of the material and the template's blocks, so page, command and submit agree.
"""

from __future__ import annotations

from fuwubao.reports.checks.catalogue import RULES, findings, rule_called
from fuwubao.reports.checks.finding import Draft, Finding, Moved, Rule, Severity, Sight, target_called

__all__ = [
    "RULES",
    "Draft",
    "Finding",
    "Moved",
    "Rule",
    "Severity",
    "Sight",
    "findings",
    "rule_called",
    "target_called",
]

"""Read an agreement file (design section 8) into its terms; every fault names file, line and key.

Knows no Django: ``fuwubao agreement validate``, the web form and loading share this one reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fuwubao.agreements import china as national
from fuwubao.agreements.calendar_reading import read_work_calendar
from fuwubao.agreements.duty_reading import read_duties
from fuwubao.agreements.errors import SpanUnreadable, ValueMissing
from fuwubao.agreements.notations import choice, code, day, flag, span, words, zone
from fuwubao.agreements.target_reading import read_services
from fuwubao.agreements.yaml_tree import Findings, Value, parse
from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.terms import AgreementTerms, DutyTerms, Reopen, ServiceTerms

KINDS = ("sla", "ola", "contract", "commitment", "uc")
COHORTS = ("decided_in", "resolved_in")
KEYS = (
    "agreement",
    "kind",
    "customer",
    "valid",
    "revision",
    "timezone",
    "calendars",
    "pending_reasons",
    "pause_response",
    "pause_days",
    "reopen",
    "attainment_cohort",
    "services",
    "reports",
)
REQUIRED = ("agreement", "kind", "customer", "valid", "timezone", "calendars", "services")


def read_agreement(text: str, *, file: str, china: national.NationalCalendar | None = None) -> AgreementTerms:
    """Read one revision of one agreement; ``china`` is the national calendar to use, by default the newest shipped.

    Raises an AgreementFault: the first by line, with all further ones in its ``others``.
    Source: S1.27, S1.29; design section 8; semantics 3.
    """
    root = parse(text, file=file)
    findings = Findings()
    fields: Mapping[str, Value] = {}
    with findings.gathering():
        fields = root.fields(KEYS, required=REQUIRED)
    if not fields:
        findings.raise_if_any()
    terms = _Reading(fields, findings, china or national.shipped()).terms()
    findings.raise_if_any()
    assert terms is not None  # no finding means that every part was read
    return terms


class _Reading:
    """One pass over the top-level keys; each faulty part is noted and replaced by nothing."""

    def __init__(self, fields: Mapping[str, Value], findings: Findings, china: national.NationalCalendar) -> None:
        self.fields = fields
        self.findings = findings
        self.china = china

    def terms(self) -> AgreementTerms | None:
        """Put the parts together; None when one of the head's values could not be read."""
        with self.findings.gathering():
            agreement_code, kind = code(self.fields["agreement"]), choice(self.fields["kind"], KINDS)
            customer_code, customer_name = self._customer()
            valid_from, valid_to = span(self.fields["valid"])
            revision_from, revision_reason = self._revision(valid_from, valid_to)
            timezone = zone(self.fields["timezone"])
            pending, reopen, cohort, pause_response, pause_days = self._policies()
            return AgreementTerms(
                code=agreement_code,
                kind=kind,
                customer_code=customer_code,
                customer_name=customer_name,
                valid_from=valid_from,
                valid_to=valid_to,
                timezone=timezone,
                calendars=self._calendars(timezone),
                services=self._services(),
                revision_from=revision_from,
                revision_reason=revision_reason,
                pending_reasons=pending,
                pause_response=pause_response,
                pause_days=pause_days,
                reopen=reopen,
                attainment_cohort=cohort,
                reports=self._duties(),
            )
        self._calendars("UTC")
        self._services()
        self._duties()
        return None

    def _customer(self) -> tuple[str, str]:
        fields = self.fields["customer"].fields(("code", "name"), required=("code", "name"))
        return code(fields["code"]), words(fields["name"])

    def _revision(self, valid_from: date, valid_to: date) -> tuple[date | None, str]:
        if "revision" not in self.fields:
            return None, ""
        fields = self.fields["revision"].fields(("from", "reason"), required=("from", "reason"))
        begins = day(fields["from"])
        if not valid_from <= begins <= valid_to:
            raise fields["from"].fault(SpanUnreadable, value=f"{begins} ∉ {valid_from}/{valid_to}")
        return begins, words(fields["reason"], most=300)

    def _policies(self) -> tuple[frozenset[str], Reopen, str, bool, bool]:
        fields = self.fields
        reasons = fields["pending_reasons"].as_list() if "pending_reasons" in fields else ()
        return (
            frozenset(item.as_text() for item in reasons),
            Reopen(choice(fields["reopen"], tuple(Reopen))) if "reopen" in fields else Reopen.TOTAL,
            choice(fields["attainment_cohort"], COHORTS) if "attainment_cohort" in fields else COHORTS[0],
            flag(fields["pause_response"]) if "pause_response" in fields else False,
            flag(fields["pause_days"]) if "pause_days" in fields else False,
        )

    def _calendars(self, timezone: str) -> dict[str, WorkCalendar]:
        calendars: dict[str, WorkCalendar] = {}
        with self.findings.gathering():
            for name, value in self.fields["calendars"].as_map().items():
                with self.findings.gathering():
                    calendars[name] = read_work_calendar(value, timezone=timezone, china=self.china)
        return calendars

    def _services(self) -> tuple[ServiceTerms, ...]:
        defined = self.fields["calendars"].entries or {}
        with self.findings.gathering():
            value = self.fields["services"]
            if not value.as_list():
                raise value.fault(ValueMissing)
            return read_services(value, calendars=tuple(defined), findings=self.findings)
        return ()

    def _duties(self) -> tuple[DutyTerms, ...]:
        if "reports" in self.fields:
            with self.findings.gathering():
                return read_duties(self.fields["reports"], self.findings)
        return ()

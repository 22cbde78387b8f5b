"""Deny by default: every address of the site names its act, and nobody gets in whom the role table does not let in.

The walk starts from the URL resolver, so a new page is walked without being written down here. A page that outsiders
may open and that names an object must say in ``SOMEBODY_ELSES`` how another firm's object is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from fuwubao.accounts import jobs
from fuwubao.accounts.models import Job, User
from fuwubao.accounts.rules import MAY
from fuwubao.domain.roles import Role
from fuwubao.reports.models import Duty, Feedback, RegisterRow, Report, SupplierReport, Template
from tests.accounts.conftest import NOW, Appoint

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
SAMPLES: dict[str, object] = {
    "IntConverter": 999_999,
    "StringConverter": "nobody",
    "SlugConverter": "nobody",
    "PathConverter": "nobody",
    "UUIDConverter": UUID(int=0),
}
OUTSIDE = (Role.CUSTOMER, Role.SUPPLIER)


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the site with the act that its view names."""

    name: str
    converters: tuple[tuple[str, str], ...]
    act: str

    def path(self) -> str:
        """The address with values that name nothing."""
        return reverse(self.name, kwargs={key: SAMPLES[kind] for key, kind in self.converters})


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            converters = tuple((key, type(value).__name__) for key, value in entry.pattern.converters.items())
            yield Route(f"{prefix}{entry.name}", converters, getattr(entry.callback, "act", ""))


ROUTES = sorted(_walk(get_resolver()), key=lambda route: route.name)
GUARDED = [route for route in ROUTES if route.act not in ("", "public")]
PUBLIC = {
    "portal:link",
    "portal:link-document",
    "portal:link-file",
    "accounts:log_in",
    "accounts:sign_on",
    "accounts:signed_on",
    "accounts:log_out",
    "accounts:language",
    "ui:patterns",
    "reports:feed-file",
    "reports:approval-link",
}


def test_the_walk_finds_the_site() -> None:
    assert {"accounts:log_in", "accounts:audit", "agreements:list"} <= {route.name for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_route_names_an_act_of_the_table(route: Route) -> None:
    assert route.act in MAY or route.name in PUBLIC, f"{route.name} has no rule: give its view @requires(...)"


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
def test_who_is_not_logged_in_is_sent_to_the_log_in_page(db: None, client: Client, route: Route) -> None:
    for method in METHODS:
        answer = client.generic(method, route.path())
        assert answer.status_code in (302, 405), (method, answer.status_code)
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/login/?next=")


@pytest.fixture
def people(appoint: Appoint) -> list[tuple[User, Role]]:
    """One person of each role: insiders also for one department, outsiders of two firms."""
    everyone = []
    for role in Role:
        if role in OUTSIDE:
            everyone += [(appoint(f"{role}-{firm}", role, customer_code=firm), role) for firm in ("HD", "NF")]
        else:
            everyone += [(appoint(f"{role}-{part or 'all'}", role, department_code=part), role) for part in ("", "D1")]
    return everyone


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
def test_each_role_gets_in_exactly_where_the_table_lets_it(
    client: Client, people: list[tuple[User, Role]], route: Route
) -> None:
    client.raise_request_exception = True
    for user, role in people:
        client.force_login(user)
        for method in METHODS:
            answer = client.generic(method, route.path())
            told = (route.name, method, user.login, answer.status_code)
            if answer.status_code == 405:
                continue
            if role in MAY[route.act]:
                assert answer.status_code < 500, told
                assert b'data-code="accounts.role_missing"' not in b"".join(answer), told
            else:
                assert answer.status_code == 403, told


Maker = Callable[[User], dict[str, object]]


def _job_of(user: User) -> dict[str, object]:
    job = Job.objects.create(task="fuwubao.none", title="别人的任务", owner=user, queued_at=NOW, not_before=NOW)
    return {"job_id": job.pk}


def _report_of(user: User) -> dict[str, object]:
    """A published report for the firm of the user."""
    row = RegisterRow.objects.create(
        number="SLM-01", source_process="SLM", name="SLA执行情况报告", customer_code=user.customer_code,
        frequency="quarterly", template_code="R02", state="active", changed_at=NOW,
    )  # fmt: skip
    report = Report.objects.create(
        row=row, number="SLM-01-2026Q3-A0", period_label="2026Q3", period_starts_at=NOW, period_ends_before=NOW,
        timezone="Asia/Shanghai", state="published", author=user, created_at=NOW, published_at=NOW,
        template=Template.objects.create(code="R02", version=99, name="SLA", effective_from=NOW.date()),
    )  # fmt: skip
    return {"report_id": report.pk}


def _supplier_report_of(user: User) -> dict[str, object]:
    """A report that the user's firm owes."""
    duty = Duty.objects.create(
        kind="supplier_report_owed", subject="UC-1/M", title="月报", customer_code=user.customer_code,
        period_label="2026-09", due_at=NOW, created_at=NOW,
    )  # fmt: skip
    report = SupplierReport.objects.create(
        duty=duty,
        supplier_code=user.customer_code,
        supplier_name="甲",
        agreement_code="UC-1",
        row_number="M",
        name="月报",
    )  # fmt: skip
    return {"report_id": report.pk}


SOMEBODY_ELSES: dict[str, Maker] = {
    "accounts:job": _job_of,
    "portal:acknowledge": _report_of,
    "portal:document": _report_of,
    "portal:feedback": _report_of,
    "portal:object": _report_of,
    "portal:file": lambda user: {**_report_of(user), "file_format": "pdf"},
    "portal:hand-in": _supplier_report_of,
    "portal:report": _report_of,
    "portal:supplier-file": lambda user: {**_supplier_report_of(user), "serial": 1},
}

FILLED_IN = {"useful": "5", "clear": "5", "correct": "5", "text": "好"}
OPEN_OUTSIDE = [route for route in GUARDED if route.converters and set(MAY[route.act]) & set(OUTSIDE)]


@pytest.mark.parametrize("route", OPEN_OUTSIDE, ids=lambda route: route.name)
def test_no_outsider_reaches_an_object_of_another_firm(client: Client, appoint: Appoint, route: Route) -> None:
    assert route.name in SOMEBODY_ELSES, f"say in SOMEBODY_ELSES how an object of {route.name} is made"
    own, other = (appoint(f"c-{firm}", Role.CUSTOMER, customer_code=firm) for firm in ("HD", "NF"))
    named = SOMEBODY_ELSES[route.name](own)
    client.force_login(other)

    path = reverse(route.name, kwargs=named)
    answers = [getattr(client, method.lower())(path, follow=True) for method in METHODS]
    answers.append(client.post(path, FILLED_IN, follow=True))
    # a form that is not filled in may lead back to its page, which must then be refused
    assert {answer.status_code for answer in answers} <= {403, 404, 405}
    assert not Feedback.objects.exists()


def test_work_of_ones_own_is_found(client: Client, manager: User) -> None:
    client.force_login(manager)

    assert client.get(reverse("accounts:job", kwargs=_job_of(manager))).status_code == 200
    assert jobs.jobs_of(manager).count() == 1

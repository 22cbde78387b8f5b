"""Addresses whose views refuse or break, beside the site's own handlers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from fuwubao.domain.errors import BadInput, NotAllowed, NotFound, Refused, Unreachable
from fuwubao.domain.words import Words
from fuwubao.project.urls import handler400, handler403, handler404, handler500


class ReportLocked(Refused):
    """A refusal with facts in both languages."""

    code = "tests.report_locked"
    zh = "《{title}》已锁定，状态为{state}"
    en = "“{title}” is locked, its state is {state}"
    hint_zh = "先撤回评审"
    hint_en = "Recall it from review first"
    source = "S1.5"


REFUSALS = {
    "locked": ReportLocked(title="九月月报", state=Words("评审中", "in review"), days=3),
    "not_allowed": NotAllowed(act="reports.approve"),
    "missing": NotFound(what="SLM-99"),
    "bad": BadInput(where="第 412 行", why="优先级“特急”不在对应表"),
    "away": Unreachable(what="smtp"),
}


def refuse(request: HttpRequest, name: str) -> HttpResponse:
    """Refuse as the address says."""
    raise REFUSALS[name]


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours with words that no reader may see."""
    raise RuntimeError("secret inner words")


urlpatterns = [
    path("refuse/<str:name>/", refuse),
    path("broken/", broken),
    path("ui/", include("fuwubao.ui.urls")),
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

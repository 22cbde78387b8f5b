"""The left navigation as data: home, then the five verbs; an entry shows when its address leads somewhere.

A room that gains a page adds a row here; nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the navigation: its word, its address, its icon and the lines below it."""

    words: str | Promise
    path: str
    icon: str = ""
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry as one page shows it."""

    words: str | Promise
    path: str
    icon: str
    is_current: bool
    below: tuple[Line, ...]


ENTRIES = (
    Entry(words=_("首页"), path="/", icon="home"),
    Entry(
        words=_("服务协议"),
        path="/agreements/",
        icon="file-text",
        below=(
            Entry(words=pgettext_lazy("navigation", "协议"), path="/agreements/"),
            Entry(words=_("客户与供应商"), path="/agreements/organisations/"),
            Entry(words=_("服务目录"), path="/agreements/services/"),
        ),
    ),
    Entry(
        words=_("服务数据"),
        path="/records/",
        icon="inbox",
        below=(
            Entry(words=_("数据采集"), path="/records/"),
            Entry(words=_("手工登记指标"), path="/records/manual/"),
        ),
    ),
    Entry(
        words=pgettext_lazy("navigation", "指标"),
        path="/measures/",
        icon="ruler-measure",
        below=(
            Entry(words=_("指标数字"), path="/measures/"),
            Entry(words=_("超时清单"), path="/measures/breaches/"),
            Entry(words=_("并行核对"), path="/measures/reconciliation/"),
            Entry(words=pgettext_lazy("navigation", "口径"), path="/measures/catalogue/"),
            Entry(words=_("口径变更申请"), path="/measures/changes/"),
        ),
    ),
    Entry(
        words=pgettext_lazy("navigation", "服务报告"),
        path="/reports/",
        icon="clipboard-data",
        below=(
            Entry(words=pgettext_lazy("navigation", "报告"), path="/reports/"),
            Entry(words=_("本期批次"), path="/reports/run/"),
            Entry(words=_("服务报告列表"), path="/reports/register/"),
            Entry(words=_("年度报告计划"), path="/reports/year/"),
            Entry(words=_("应办事项"), path="/reports/duties/"),
            Entry(words=_("预警"), path="/reports/warnings/"),
            Entry(words=_("重大事件"), path="/reports/incidents/"),
            Entry(words=_("报告申请"), path="/reports/requests/"),
            Entry(words=_("报告模板"), path="/reports/templates/"),
            Entry(words=_("检查规则"), path="/reports/rules/"),
            Entry(words=_("评审人员名单"), path="/reports/reviewers/"),
            Entry(words=pgettext_lazy("navigation", "供应商报告"), path="/reports/suppliers/"),
            Entry(words=_("年度评审与总结"), path="/reports/annual/"),
            Entry(words=_("服务报告管理流程"), path="/reports/process/"),
        ),
    ),
    Entry(
        words=_("持续改进"),
        path="/improvement/",
        icon="progress-check",
        below=(
            Entry(words=_("改进措施"), path="/improvement/"),
            Entry(words=_("改进建议"), path="/improvement/suggestions/"),
            Entry(words=pgettext_lazy("navigation", "不符合"), path="/improvement/nonconformities/"),
            Entry(words=_("服务改进计划"), path="/improvement/plan/"),
        ),
    ),
)

PERSONAL = (
    Entry(words=_("修改密码"), path="/accounts/password/", icon="lock"),
    Entry(words=_("用户与角色"), path="/accounts/users/", icon="users"),
    Entry(words=_("委派"), path="/accounts/delegations/", icon="send"),
    Entry(words=_("某日任职"), path="/accounts/roles/", icon="user"),
    Entry(words=_("审计链"), path="/accounts/audit/", icon="history"),
)

MayOpen = Callable[[str], bool]


def opens(path: str, may_open: MayOpen | None) -> bool:
    """Tell whether the address leads to a page that this reader may open."""
    try:
        act = getattr(resolve(path).func, "act", "")
    except Resolver404:
        return False
    return may_open is None or act in ("", "public") or may_open(act)


def above(path: str, *, may_open: MayOpen | None = None) -> Line | None:
    """Return the line that the page at ``path`` lies below, the nearest one; none for a page that is a line itself."""
    found: Line | None = None
    for line in lines((*ENTRIES, *PERSONAL), path=path, may_open=may_open):
        if line.is_current:
            inner = next((sub for sub in line.below if sub.is_current), line)
            found = inner if inner.path != path else line if line.path != path else None
    return found


def lines(entries: tuple[Entry, ...], *, path: str, may_open: MayOpen | None = None) -> tuple[Line, ...]:
    """Return what the navigation shows on the page at ``path``; the longest fitting address is the current one."""
    shown = [entry for entry in entries if opens(entry.path, may_open)]
    fitting = [
        entry.path for entry in shown if path == entry.path or (entry.path != "/" and path.startswith(entry.path))
    ]
    current = max(fitting, key=len, default="")
    return tuple(
        Line(
            words=entry.words,
            path=entry.path,
            icon=entry.icon,
            is_current=entry.path == current,
            below=lines(entry.below, path=path, may_open=may_open),
        )
        for entry in shown
    )

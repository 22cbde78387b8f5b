"""Every refusal and fault as the reader asked for it: a page, an htmx fragment or JSON; never a traceback."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from fuwubao.domain.errors import FuwubaoError
from fuwubao.domain.words import Words
from fuwubao.ui.language import reader_language

log = logging.getLogger("fuwubao.faults")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What the reader is told: a stable code, what, what to do next."""

    code: str
    status: int
    message: str
    hint: str
    source: str = ""
    back: str = ""
    facts: dict[str, str | int | bool | None] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The heading of the page, by status."""
        titles = {
            403: _("没有权限"),
            404: _("没有找到"),
            409: _("现在不能办理"),
            422: _("输入有误"),
            503: _("连接不上"),
        }
        return titles.get(self.status, _("没有办成"))


class TellRefusals:
    """Middleware that answers a refusal of ours; anything else goes on to the fault page of the site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request pass; caches keep fragments and pages of one address apart."""
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a FuwubaoError with its own status and words in the reader's language."""
        if not isinstance(exception, FuwubaoError):
            return None
        language = reader_language()
        fault = Fault(
            code=exception.code,
            status=exception.http_status,
            message=exception.message(language),
            hint=exception.hint(language),
            source=exception.source,
            facts={name: _plain(fact, language) for name, fact in exception.facts.items()},
        )
        return answer(request, fault)


def answer(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Tell a fault as a fragment for the messages area, as JSON or as a page."""
    if request.headers.get("HX-Request") == "true":
        fragment = render(request, "ui/fault_note.html", {"fault": fault}, status=fault.status)
        fragment.headers["HX-Retarget"] = "#messages"
        fragment.headers["HX-Reswap"] = "innerHTML show:top"
        return fragment
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        body: dict[str, object] = {
            "code": fault.code,
            "message": fault.message,
            "hint": fault.hint,
            "source": fault.source,
        }
        body["facts"] = fault.facts
        return JsonResponse(body, status=fault.status, json_dumps_params={"ensure_ascii": False})
    return render(request, "ui/fault.html", {"fault": replace(fault, back=_came_from(request))}, status=fault.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself cannot be read."""
    message, hint = _("无法读懂这个请求"), _("请回到原页面重新提交")
    return answer(request, Fault(code="ui.bad_request", status=400, message=message, hint=hint))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: this person may not see this."""
    message, hint = _("没有查看这一页的权限"), _("请由具备相应角色或有效委派的人员办理")
    return answer(request, Fault(code="ui.not_allowed", status=403, message=message, hint=hint))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token does not fit the session; what was typed is not applied."""
    message, hint = _("这个表单已过期，内容没有提交"), _("请回到原页面，刷新后重新提交")
    return answer(request, Fault(code="ui.form_expired", status=403, message=message, hint=hint))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing has this address."""
    message, hint = _("没有这个页面"), _("请核对地址，或从首页进入")
    return answer(request, Fault(code="ui.not_found", status=404, message=message, hint=hint))


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; its number stands on the page and, with the traceback, in the log."""
    number = secrets.token_hex(4)
    log.error("fault %s at %s %s", number, request.method, request.path, exc_info=sys.exc_info())
    message = _("内部错误，编号 %(number)s") % {"number": number}
    hint = _("数据没有改动。请把编号告诉管理员，日志里有详情")
    return answer(request, Fault(code="ui.fault", status=500, message=message, hint=hint))


def _plain(fact: object, language: str) -> str | int | bool | None:
    """A fact as machines read it: numbers and flags as they are, texts in the language, the rest as text."""
    if isinstance(fact, Words):
        return fact.say(language)
    return fact if fact is None or isinstance(fact, str | int | bool) else str(fact)


def _came_from(request: HttpRequest) -> str:
    """The page of ours that the request came from, so that one can go back; empty when it came from elsewhere."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.headers.get("Host") or (came.path == request.path and request.method == "GET"):
        return ""
    return came.path + (f"?{came.query}" if came.query else "")

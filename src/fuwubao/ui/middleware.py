"""Turn refusals of ours into a page, a fragment or JSON with their own status; views hold no ``try``."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fuwubao.domain.errors import FuwubaoError

logger = logging.getLogger("fuwubao.faults")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A refusal in the reader's language, as pages and machines get it."""

    code: str
    title: str
    message: str
    hint: str
    source: str
    status: int


class Refusals:
    """Middleware: a FuwubaoError that leaves a view is told to who asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; htmx and plain answers of one address are kept apart by caches."""
        response = self.get_response(request)
        if isinstance(response, HttpResponse):
            patch_vary_headers(response, ["HX-Request"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a refusal of ours; any other exception goes on to the fault page."""
        if not isinstance(exception, FuwubaoError):
            return None
        return tell(request, told(exception))


def told(refusal: FuwubaoError) -> Told:
    """Put a refusal into the words of the request's language."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return Told(
        code=refusal.code,
        title=title_of(refusal.http_status),
        message=refusal.message(language),
        hint=refusal.hint(language),
        source=refusal.source,
        status=refusal.http_status,
    )


def title_of(status: int) -> str:
    """The heading of a refusal page."""
    titles = {403: _("没有权限"), 404: _("没有找到"), 409: _("现在不能办理"), 422: _("输入有误"), 503: _("连接不上")}
    return titles.get(status, _("没有办成"))


def tell(request: HttpRequest, refusal: Told) -> HttpResponse:
    """Answer as the request wants: JSON for machines, a note at the page's head for htmx, else a page."""
    if request.headers.get("HX-Request"):
        answer = render(request, "ui/refusal_note.html", {"refusal": refusal}, status=refusal.status)
        answer.headers["HX-Retarget"] = "#said"
        answer.headers["HX-Reswap"] = "innerHTML show:top"
        return answer
    if wants_json(request):
        body = {"code": refusal.code, "message": refusal.message, "hint": refusal.hint, "source": refusal.source}
        return JsonResponse(body, status=refusal.status, json_dumps_params={"ensure_ascii": False})
    return render(request, "ui/refusal.html", {"refusal": refusal, "back": back_of(request)}, status=refusal.status)


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the asker names JSON and not HTML."""
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def back_of(request: HttpRequest) -> str:
    """The page that the request came from, when it is one of ours."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host():
        return ""
    return came.path + (f"?{came.query}" if came.query else "")


def page_missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page at this address."""
    return tell(request, plain("page.missing", 404, _("没有这个页面"), _("核对地址，或从首页进入")))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django itself refused."""
    return tell(request, plain("page.not_allowed", 403, _("没有权限打开此页"), _("请由具备相应角色的人员办理")))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not fit: the page was open too long, or came from elsewhere."""
    return tell(request, plain("page.form_expired", 403, _("页面已过期，没有提交"), _("返回并刷新页面后重试")))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be read."""
    return tell(request, plain("page.bad_request", 400, _("请求无法识别"), _("返回上一页重试")))


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a number for the reader, the traceback for the log."""
    number = secrets.token_hex(4)
    logger.error("fault %s at %s", number, request.path, exc_info=True)
    words = _("内部错误，编号 %(number)s") % {"number": number}
    return tell(request, plain("fault", 500, words, _("操作没有完成；请将编号告知管理员，详情已写入日志")))


def plain(code: str, status: int, message: str, hint: str) -> Told:
    """A refusal that no room raised."""
    return Told(code=code, title=title_of(status), message=message, hint=hint, source="", status=status)

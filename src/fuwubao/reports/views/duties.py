"""Pages of the duties: list, wall of a year, stages, chase list, one duty with its trail, and the calendar feed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fuwubao.accounts import permissions
from fuwubao.accounts.permissions import AuthedRequest, public, requires
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain import icalendar
from fuwubao.reports import files, forms
from fuwubao.reports.actions import duty_dates, duty_feed, duty_keeping
from fuwubao.reports.duty_kinds import KINDS
from fuwubao.reports.errors import DutyNotFound
from fuwubao.reports.models import Consent, FeedToken
from fuwubao.reports.queries import duty_pages
from fuwubao.reports.queries.duties import DueFlag, duty_lines, kept
from fuwubao.ui.templatetags.ui import due_words


def _year_asked(request: AuthedRequest) -> int:
    asked = request.GET.get("year", "")
    is_year = asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100
    return int(asked) if is_year else timezone.localdate().year


@require_GET
@requires("reports.read")
def duties(request: AuthedRequest) -> HttpResponse:
    """应办事项: every duty of a year by date; filters live in the address."""
    year, kind = _year_asked(request), request.GET.get("kind", "")
    now, zone = timezone.now(), ZoneInfo(time_zone())
    lines = duty_lines(
        reader=request.user,
        now=now,
        due_from=date(year, 1, 1),
        due_to=date(year, 12, 31),
        kinds=(kind,) if kind in KINDS else tuple(KINDS),
    )
    owners = sorted({line.author for line in lines if line.author})
    flag, owner = request.GET.get("flag", ""), request.GET.get("owner", "")
    k30 = kept(
        reader=request.user,
        starts_at=datetime(year, 1, 1, tzinfo=zone),
        ends_before=datetime(year + 1, 1, 1, tzinfo=zone),
        now=now,
    )
    facts = {
        "year": year,
        "lines": duty_pages.filtered(lines, flag=flag, owner=owner),
        "kinds": [(code, _(kind_.words)) for code, kind_ in KINDS.items()],
        "flags": [(flag_.value, due_words(flag_.value)) for flag_ in DueFlag],
        "owners": owners,
        "owner": owner,
        "k30": k30,
    }
    return render(request, "reports/duties.html", facts)


@require_GET
@requires("reports.read")
def wall(request: AuthedRequest) -> HttpResponse:
    """The wall calendar of a year, to look at and to print."""
    year = _year_asked(request)
    months = duty_pages.year_wall(reader=request.user, year=year, now=timezone.now())
    facts = {"year": year, "months": months, "days": range(1, 32), "total": sum(month.count for month in months)}
    return render(request, "reports/wall.html", facts)


@require_GET
@requires("reports.read")
def stages(request: AuthedRequest) -> HttpResponse:
    """The stages of the reports due in a month, side by side."""
    asked = request.GET.get("month", "")
    try:
        first = datetime.strptime(asked, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        first = timezone.localdate().replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    drawing = duty_pages.stage_gantt(
        reader=request.user, due_from=first, due_to=following - timedelta(days=1), now=timezone.now()
    )
    before = (first - timedelta(days=1)).replace(day=1)
    return render(
        request, "reports/stages.html", {"gantt": drawing, "month": first, "before": before, "following": following}
    )


@require_GET
@requires("reports.read")
def chase(request: AuthedRequest) -> HttpResponse:
    """催办清单 by data owner."""
    groups = duty_pages.chase_list(reader=request.user, now=timezone.now())
    return render(request, "reports/chase.html", {"groups": groups, "total": sum(len(lines) for _, lines in groups)})


@require_GET
@requires("reports.read")
def duty(request: AuthedRequest, key: str) -> HttpResponse:
    """One duty with its stages, its trail and what may be done."""
    return _duty_page(request, key, waiver=None, delay=None)


def _duty_page(
    request: AuthedRequest, key: str, *, waiver: forms.DutyWaiver | None, delay: forms.DutyDelay | None
) -> HttpResponse:
    now = timezone.now()
    trail = duty_pages.trail_of(key, reader=request.user, now=now)
    code = trail.line.customer_code
    manages = permissions.may(request.user, "reports.waive_duty", customer_code=code, now=now)
    can_settle = trail.is_open and key[0] == "D" and (manages or trail.line.responsible_id == request.user.pk)
    facts = {
        "trail": trail,
        "line": trail.line,
        "manages": manages and trail.is_open,
        "can_settle": can_settle,
        "waiver": waiver or forms.DutyWaiver(prefix="w"),
        "delay": delay or forms.DutyDelay(prefix="p"),
    }
    return render(request, "reports/duty.html", facts, status=422 if waiver or delay else 200)


def _agreed(form: forms.DutyWaiver) -> duty_dates.Agreed | None:
    given = form.cleaned_data
    if not (given["consented_by"] and given["consented_on"] and given["evidence"]):
        return None
    upload = given["evidence"]
    return duty_dates.Agreed(
        by=given["consented_by"], on=given["consented_on"], file_name=upload.name, content=upload.read()
    )


@require_POST
@requires("reports.waive_duty")
def waive(request: AuthedRequest, key: str) -> HttpResponse:
    """免报."""
    form = forms.DutyWaiver(request.POST, request.FILES, prefix="w")
    if not form.is_valid():
        return _duty_page(request, key, waiver=form, delay=None)
    duty_dates.waive_duty(
        key=key,
        reason=form.cleaned_data["reason"],
        consent=_agreed(form),
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("已登记免报"))
    return redirect("reports:duty", key=key)


@require_POST
@requires("reports.postpone_duty")
def postpone(request: AuthedRequest, key: str) -> HttpResponse:
    """延期 to the end of a day."""
    form = forms.DutyDelay(request.POST, request.FILES, prefix="p")
    if not form.is_valid():
        return _duty_page(request, key, waiver=None, delay=form)
    day_after = form.cleaned_data["new_due_on"] + timedelta(days=1)
    duty_dates.postpone_duty(
        key=key,
        new_due_at=datetime.combine(day_after, time(), ZoneInfo(time_zone())),
        reason=form.cleaned_data["reason"],
        consent=_agreed(form),
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("已登记延期"))
    return redirect("reports:duty", key=key)


@require_POST
@requires("reports.fulfil_duty")
def settle(request: AuthedRequest, key: str) -> HttpResponse:
    """办结."""
    remark = request.POST.get("remark", "")
    duty_keeping.fulfil_duty(key=key, remark=remark, actor=request.user, now=timezone.now())
    messages.info(request, _("已办结"))
    return redirect("reports:duty", key=key)


@require_POST
@requires("reports.remind_duty")
def remind(request: AuthedRequest, key: str) -> HttpResponse:
    """催办: tell who is responsible."""
    duty_keeping.remind_of(key=key, actor=request.user, now=timezone.now())
    messages.info(request, _("已提醒责任人"))
    return redirect("reports:duty", key=key)


@require_GET
@requires("reports.read")
def consent_file(request: AuthedRequest, key: str, consent_id: int) -> HttpResponse:
    """The file that shows a consent, exactly as it was uploaded; its hash is checked."""
    trail = duty_pages.trail_of(key, reader=request.user, now=timezone.now())
    found: list[Consent] = [consent for consent in trail.consents if consent.pk == consent_id]
    if not found:
        raise DutyNotFound(key=f"{key}/{consent_id}")
    content = files.read(found[0].sha256, name=found[0].file_name)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found[0].file_name)}"
    return answer


@require_http_methods(["GET", "POST"])
@requires("reports.read")
def feed(request: AuthedRequest) -> HttpResponse:
    """Make or revoke the address of one's calendar; the secret is shown once."""
    address = ""
    if request.method == "POST" and request.POST.get("act") == "revoke":
        duty_feed.revoke_feed(actor=request.user, now=timezone.now())
        messages.info(request, _("订阅地址已收回"))
    elif request.method == "POST":
        secret = duty_feed.make_feed(actor=request.user, now=timezone.now())
        address = request.build_absolute_uri(reverse("reports:feed-file", args=[secret]))
    live = FeedToken.objects.filter(user=request.user, revoked_at=None).first()
    return render(request, "reports/feed.html", {"address": address, "live": live})


@require_GET
@public
def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever holds the secret address; revoked or unknown ones are not found."""
    reader, now = duty_pages.reader_of_feed(secret), timezone.now()
    if reader is None or not permissions.may(reader, "reports.read", now=now):
        raise Http404
    events = duty_pages.feed_events(
        reader=reader,
        all_duties=permissions.may(reader, "reports.waive_duty", now=now),
        base=request.build_absolute_uri("/").rstrip("/"),
        now=now,
    )
    text = icalendar.written(events, name=f"服务报 {reader.name}")
    answer = HttpResponse(text.encode("utf-8"), content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

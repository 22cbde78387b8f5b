"""检查规则: every rule with why, how to mend, its noise, and its switch."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports.actions import checking
from fuwubao.reports.queries.checking import rule_lines, switches
from fuwubao.reports.queries.reports import report_with_id


@require_GET
@requires("reports.read")
def rules(request: AuthedRequest) -> HttpResponse:
    """All rules of the checks with their switches."""
    return render(request, "reports/check_rules.html", {"lines": rule_lines(), "switches": switches()})


@require_POST
@requires("reports.write")
def recheck(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Run the checks on a draft with the newest rows, so that its author sees what moved."""
    report = report_with_id(report_id, reader=request.user)
    found = checking.check_report(number=report.number, actor=request.user, now=timezone.now())
    messages.info(request, _("已重新检查，共 %(count)s 项") % {"count": len(found)})
    return redirect("reports:report", report_id=report_id)


@require_POST
@requires("reports.switch_check")
def switch_rule(request: AuthedRequest, rule: str) -> HttpResponse:
    """Switch a rule off or on again, with the reason."""
    is_on = request.POST.get("on") == "1"
    reason = request.POST.get("reason", "")
    done = checking.switch_rule(rule=rule, is_on=is_on, reason=reason, actor=request.user, now=timezone.now())
    if done is not None:
        messages.info(request, _("规则已启用，已记入审计链") if is_on else _("规则已关闭，已记入审计链"))
    return redirect("reports:check-rules")

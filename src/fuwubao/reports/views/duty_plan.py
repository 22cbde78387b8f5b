"""催办与阶段: who is told of late duties, when the stages of a row end, who sees to its data."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.domain.stages import STAGES
from fuwubao.reports.actions import duty_plan as acts
from fuwubao.reports.actions.duty_keeping import name_data_owner
from fuwubao.reports.queries import duty_plan as pages


@require_GET
@requires("reports.read")
def plan(request: AuthedRequest) -> HttpResponse:
    """The ladder, and every live row with its stages and data owners."""
    return render(request, "reports/duty_plan.html", {"page": pages.duty_plan()})


@require_POST
@requires("reports.edit_register")
def ladder(request: AuthedRequest) -> HttpResponse:
    """Set the rungs; a line without days is left out."""
    pairs = zip(request.POST.getlist("days"), request.POST.getlist("who"), strict=False)
    rungs = [(_count(days), who) for days, who in pairs if days.strip()]
    acts.set_ladder(rungs=rungs, actor=request.user, now=timezone.now())
    messages.info(request, _("催办阶梯已保存"))
    return redirect("reports:duty-plan")


@require_GET
@requires("reports.read")
def row(request: AuthedRequest, number: str) -> HttpResponse:
    """One row's stages and data owners."""
    facts = {"page": pages.row_plan(number), "people": pages.people()}
    return render(request, "reports/row_plan.html", facts)


@require_POST
@requires("reports.edit_register")
def stages(request: AuthedRequest, number: str) -> HttpResponse:
    """Set how many working days before the due day each stage ends."""
    days = {stage: _count(request.POST.get(stage, "")) for stage in STAGES}
    acts.plan_stages(number=number, days=days, actor=request.user, now=timezone.now())
    messages.info(request, _("阶段已保存，未到期的期次随之重算"))
    return redirect("reports:row-plan", number=number)


@require_POST
@requires("reports.edit_register")
def owner(request: AuthedRequest, number: str) -> HttpResponse:
    """Name who sees to one source, or take the source off."""
    source = request.POST.get("source", "").strip()[:64]
    named = next((one for one in pages.people() if str(one.pk) == request.POST.get("owner", "")), None)
    if named is None:
        acts.drop_data_owner(number=number, source=source, actor=request.user, now=timezone.now())
    else:
        name_data_owner(number=number, source=source, owner=named, actor=request.user, now=timezone.now())
    messages.info(request, _("数据责任人已保存"))
    return redirect("reports:row-plan", number=number)


def _count(text: str) -> int:
    """Read a whole number; what is none becomes one that every rule refuses."""
    return int(text) if text.strip().isdecimal() else -1

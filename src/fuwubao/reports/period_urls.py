"""Addresses of the period run, carried words, late data, and the plan of reminders, stages and data owners."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports.views import duty_plan, period_run

urlpatterns = [
    path("run/", period_run.run, name="run"),
    path("run/export/<slug:file_format>/", period_run.export, name="run-export"),
    path("run/build/", period_run.build, name="run-build"),
    path("run/submit/", period_run.submit, name="run-submit"),
    path("run/approve/", period_run.approve, name="run-approve"),
    path("run/publish/", period_run.publish, name="run-publish"),
    path("run/carried/", period_run.carried, name="run-carried"),
    path("run/carried/confirm/", period_run.confirm, name="run-confirm"),
    path("run/summary/<int:report_id>/", period_run.summary, name="run-summary"),
    path("plan/", duty_plan.plan, name="duty-plan"),
    path("plan/ladder/", duty_plan.ladder, name="set-ladder"),
    path("plan/<str:number>/", duty_plan.row, name="row-plan"),
    path("plan/<str:number>/stages/", duty_plan.stages, name="plan-stages"),
    path("plan/<str:number>/owner/", duty_plan.owner, name="plan-owner"),
    path("<int:report_id>/carry/", period_run.carry, name="carry"),
    path("<int:report_id>/late/", period_run.late, name="late"),
    path("<int:report_id>/late/choose/", period_run.choose_late, name="choose-late"),
]

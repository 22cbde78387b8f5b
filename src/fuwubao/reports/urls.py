"""Addresses of the room below /reports/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports import authoring_urls, distribution_urls, period_urls, review_urls, supplier_urls, warning_urls
from fuwubao.reports.views import closing, duties, evidence, register, report

app_name = "reports"
urlpatterns = [
    path("", register.issues, name="issues"),
    path("new/", register.new_report, name="new"),
    path("register/", register.register_page, name="register"),
    path("register/print/", register.register_print, name="register-print"),
    path("register/export/", register.register_export, name="register-export"),
    path("register/new/", register.new_row, name="new-row"),
    path("register/<str:number>/", register.row, name="row"),
    path("register/<str:number>/agree/", register.agree_row, name="agree-row"),
    path("register/<str:number>/activate/", register.activate_row, name="activate-row"),
    path("register/<str:number>/move/<slug:act>/", register.move_row, name="move-row"),
    path("year/", register.year, name="year"),
    path("duties/", duties.duties, name="duties"),
    path("duties/wall/", duties.wall, name="wall"),
    path("duties/stages/", duties.stages, name="stages"),
    path("duties/chase/", duties.chase, name="chase"),
    path("duties/feed/", duties.feed, name="feed"),
    path("duties/feed/<str:secret>/duties.ics", duties.feed_file, name="feed-file"),
    path("duties/<slug:key>/", duties.duty, name="duty"),
    path("duties/<slug:key>/waive/", duties.waive, name="waive-duty"),
    path("duties/<slug:key>/postpone/", duties.postpone, name="postpone-duty"),
    path("duties/<slug:key>/settle/", duties.settle, name="settle-duty"),
    path("duties/<slug:key>/remind/", duties.remind, name="remind-duty"),
    path("duties/<slug:key>/consent/<int:consent_id>/", duties.consent_file, name="consent-file"),
    path("<int:report_id>/", report.report, name="report"),
    path("<int:report_id>/preview/", report.preview, name="preview"),
    path("<int:report_id>/evidence/", evidence.take, name="evidence"),
    path("<int:report_id>/file/<slug:file_format>/", report.file, name="file"),
    path("<int:report_id>/cite/<slug:block>/", report.cite, name="cite"),
    path("<int:report_id>/state/<slug:block>/", report.state, name="state"),
    path("<int:report_id>/nothing/<slug:block>/", report.nothing, name="nothing"),
    path("<int:report_id>/explain/", report.explain, name="explain"),
    path("<int:report_id>/decision/", report.decision, name="decision"),
    path("<int:report_id>/event/", report.event, name="event"),
    path("<int:report_id>/follow-up/<int:note_id>/", report.follow_up, name="follow-up"),
    path("<int:report_id>/waive/", report.waive, name="waive"),
    path("<int:report_id>/retake/", report.retake, name="retake"),
    path("<int:report_id>/submit/", report.submit, name="submit"),
    path("<int:report_id>/revise/", report.revise, name="revise"),
    path("<int:report_id>/escalate/", report.escalate, name="escalate"),
    path("<int:report_id>/approve/", report.approve, name="approve"),
    path("<int:report_id>/publish/", report.publish, name="publish"),
    path("<int:report_id>/correct/", report.correct, name="correct"),
    path("<int:report_id>/followed-up/", closing.follow_up, name="followed-up"),
    path("<int:report_id>/archive/", closing.archive, name="archive"),
    path("<int:report_id>/feedback/<int:feedback_id>/answer/", report.answer, name="answer"),
    *period_urls.urlpatterns,
    *supplier_urls.urlpatterns,
    *distribution_urls.urlpatterns,
    *review_urls.urlpatterns,
    *authoring_urls.urlpatterns,
    *warning_urls.urlpatterns,
]

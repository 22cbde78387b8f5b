"""Addresses of the process itself, below /reports/process/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports.views import process, service_reviews

urlpatterns = [
    path("process/", process.process, name="process"),
    path("process/terms/", process.terms, name="process-terms"),
    path("process/compliance/", process.compliance, name="compliance"),
    path("process/scope/add/", process.add_scope, name="add-scope"),
    path("process/scope/<int:entry_id>/end/", process.end_scope, name="end-scope"),
    path("process/sources/keep/", process.keep_source, name="keep-source"),
    path("process/documents/new/", process.new_document, name="new-process-document"),
    path("process/documents/<str:number>/", process.document, name="process-document"),
    path("process/documents/<str:number>/draft/", process.draft_version, name="draft-document-version"),
    path("process/documents/<str:number>/<int:version>/decide/", process.decide, name="decide-document-version"),
    path("process/documents/<str:number>/<int:version>/read/", process.read, name="confirm-reading"),
    path("process/documents/<str:number>/<int:version>/file/", process.document_file, name="document-file"),
    path("process/relate/row/<str:number>/", process.relate_row, name="relate-row"),
    path("process/relate/report/<int:report_id>/", process.relate_report, name="relate-report"),
    path("process/relate/<int:relation_id>/part/", process.part, name="part-document"),
    path("process/register/", process.editions, name="register-editions"),
    path("process/register/issue/", process.issue, name="issue-register"),
    path("process/register/<int:number>/", process.edition, name="register-edition"),
    path("process/register/<int:number>/decide/", process.decide_edition, name="decide-edition"),
    path("process/register/<int:number>/export/", process.edition_export, name="edition-export"),
    path("process/meetings/", service_reviews.meetings, name="service-reviews"),
    path("process/meetings/new/<int:report_id>/", service_reviews.new, name="new-service-review"),
    path("process/meetings/<str:number>/", service_reviews.meeting, name="service-review"),
    path("process/meetings/<str:number>/file/", service_reviews.meeting_file, name="service-review-file"),
    path("process/meetings/<str:number>/action/", service_reviews.decide_action, name="decide-meeting-action"),
    path("process/meetings/<str:number>/change/", service_reviews.decide_change, name="decide-meeting-change"),
    path("process/meetings/<str:number>/evaluate/", service_reviews.evaluate, name="evaluate-service"),
]

"""Addresses of review and approval, below /reports/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports.views import approval, review_rules, reviewing

urlpatterns = [
    path("reviewers/", review_rules.reviewers, name="reviewers"),
    path("reviewers/add/", review_rules.add, name="add-reviewer"),
    path("reviewers/<int:entry_id>/end/", review_rules.end, name="end-reviewer"),
    path("review-rules/", review_rules.rules, name="review-rules"),
    path("review-rules/<slug:code>/", review_rules.switch, name="switch-review-rule"),
    path("approval/<str:token>/", approval.approval, name="approval-link"),
    path("<int:report_id>/review/", reviewing.review_form, name="review"),
    path("<int:report_id>/return/", reviewing.return_, name="return"),
    path("<int:report_id>/review/group/", reviewing.call, name="call-review"),
    path("<int:report_id>/review/meeting/", reviewing.meeting, name="record-meeting"),
    path("<int:report_id>/review/minutes/<int:serial>/", reviewing.minutes, name="minutes"),
    path("<int:report_id>/review/sample/", reviewing.draw, name="draw-sample"),
    path("<int:report_id>/review/sample/compare/", reviewing.compare, name="compare-sample"),
    path("<int:report_id>/review/signatures/", reviewing.ask_signature, name="ask-signature"),
    path("<int:report_id>/review/signatures/<slug:kind>/sign/", reviewing.sign, name="give-signature"),
    path(
        "<int:report_id>/review/signatures/<int:signature_id>/withdraw/",
        reviewing.withdraw_signature,
        name="withdraw-signature",
    ),
    path("<int:report_id>/review/mail/", reviewing.mail_approval, name="mail-approval"),
]

"""Addresses of a report's distribution, copies and voices, below /reports/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports.views import copies, distribution, voices

urlpatterns = [
    path("objections/", voices.objections, name="objections"),
    path("<int:report_id>/distribution/", distribution.distribution, name="distribution"),
    path("<int:report_id>/distribution/hand-over/", distribution.hand_over, name="hand-over"),
    path("<int:report_id>/distribution/address/", distribution.address, name="mail-address"),
    path("<int:report_id>/distribution/silence/", distribution.agree_silence, name="agree-silence"),
    path("<int:report_id>/distribution/by-default/", distribution.by_default, name="by-default"),
    path("<int:report_id>/distribution/withdraw/", distribution.withdraw, name="withdraw"),
    path("<int:report_id>/distribution/links/", distribution.make_link, name="make-link"),
    path("<int:report_id>/distribution/links/<int:link_id>/revoke/", distribution.revoke_link, name="revoke-link"),
    path("<int:report_id>/distribution/<int:delivery_id>/resend/", distribution.resend, name="resend"),
    path("<int:report_id>/distribution/<int:delivery_id>/settle/", distribution.settle, name="settle"),
    path("<int:report_id>/distribution/<int:delivery_id>/bounce/", distribution.bounce, name="bounce"),
    path("<int:report_id>/distribution/<int:delivery_id>/proof/", distribution.proof, name="proof"),
    path("<int:report_id>/copies/", copies.copies, name="copies"),
    path("<int:report_id>/copies/issue/", copies.issue, name="issue-copy"),
    path("<int:report_id>/copies/seal/", copies.request_seal, name="request-seal"),
    path("<int:report_id>/copies/seal/<int:use_id>/decide/", copies.decide_seal, name="decide-seal"),
    path("<int:report_id>/copies/seal/<int:use_id>/register/", copies.register_seal, name="register-seal"),
    path("<int:report_id>/copies/scan/", copies.register_scan, name="register-scan"),
    path("<int:report_id>/copies/scan/<int:scan_id>/", copies.scan_file, name="scan"),
    path("<int:report_id>/copies/<int:serial>/", copies.copy_file, name="copy"),
    path("<int:report_id>/copies/<int:serial>/<slug:act>/", copies.end_copy, name="end-copy"),
    path("<int:report_id>/voices/", voices.voices, name="voices"),
    path("<int:report_id>/voices/<int:objection_id>/examine/", voices.examine, name="examine-objection"),
    path("<int:report_id>/voices/<int:objection_id>/decide/", voices.decide, name="decide-objection"),
    path("<int:report_id>/voices/<int:objection_id>/answer/", voices.answer, name="answer-objection"),
]

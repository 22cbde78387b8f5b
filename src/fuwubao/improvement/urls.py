"""Addresses of the room below /improvement/."""

from __future__ import annotations

from django.urls import path

from fuwubao.improvement.views import action, lists, nonconformity

app_name = "improvement"
urlpatterns = [
    path("", lists.actions, name="actions"),
    path("export/<slug:file_format>/", lists.actions_export, name="actions-export"),
    path("new/", lists.new_action, name="new-action"),
    path("suggestions/", lists.suggestions, name="suggestions"),
    path("plan/", lists.plan, name="plan"),
    path("plan/print/", lists.plan_print, name="plan-print"),
    path("nonconformities/", lists.nonconformities, name="nonconformities"),
    path("nonconformities/export/<slug:file_format>/", lists.nonconformities_export, name="nonconformities-export"),
    path("nonconformities/new/", lists.new_nonconformity, name="new-nonconformity"),
    path("nonconformities/<str:number>/", nonconformity.page, name="nonconformity"),
    path("nonconformities/<str:number>/notify/", nonconformity.notify, name="notify"),
    path("nonconformities/<str:number>/reply/", nonconformity.reply, name="reply"),
    path("nonconformities/<str:number>/correct/", nonconformity.correct, name="correct"),
    path("nonconformities/<str:number>/verify/", nonconformity.verify, name="verify-nonconformity"),
    path("nonconformities/<str:number>/close/", nonconformity.close, name="close-nonconformity"),
    path("nonconformities/<str:number>/attach/", nonconformity.attach, name="attach-nonconformity"),
    path("evidence/<str:number>/<int:evidence_id>/", action.evidence, name="evidence"),
    path("<str:number>/", action.page, name="action"),
    path("<str:number>/accept/", action.accept, name="accept"),
    path("<str:number>/decline/", action.decline, name="decline"),
    path("<str:number>/plan/", action.plan, name="plan-action"),
    path("<str:number>/start/", action.start, name="start"),
    path("<str:number>/done/", action.done, name="done"),
    path("<str:number>/verify/", action.verify, name="verify"),
    path("<str:number>/close/", action.close, name="close"),
    path("<str:number>/cancel/", action.cancel, name="cancel"),
    path("<str:number>/move/", action.ask_move, name="ask-move"),
    path("<str:number>/move/decide/", action.decide_move, name="decide-move"),
    path("<str:number>/attach/", action.attach, name="attach"),
]

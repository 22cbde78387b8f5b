"""Addresses of templates, their changes and the rules of the checks below /reports/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports.views import checking, template_changes, templates

urlpatterns = [
    path("rules/", checking.rules, name="check-rules"),
    path("rules/<slug:rule>/switch/", checking.switch_rule, name="switch-rule"),
    path("<int:report_id>/check/", checking.recheck, name="recheck"),
    path("templates/", templates.templates, name="templates"),
    path("templates/changes/<str:number>/", template_changes.change, name="template-change"),
    path("templates/changes/<str:number>/print/", template_changes.change_print, name="template-change-print"),
    path("templates/changes/<str:number>/edit/", template_changes.edit, name="edit-template-change"),
    path("templates/changes/<str:number>/add/", template_changes.add_block, name="add-block"),
    path("templates/changes/<str:number>/word/", template_changes.word_preview, name="word-template"),
    path("templates/changes/<str:number>/word/set/", template_changes.word_template, name="set-word-template"),
    path("templates/changes/<str:number>/opinion/", template_changes.opine, name="opine-on-change"),
    path("templates/changes/<str:number>/approve/", template_changes.approve, name="approve-template-change"),
    path("templates/changes/<str:number>/reject/", template_changes.reject, name="reject-template-change"),
    path("templates/changes/<str:number>/withdraw/", template_changes.withdraw, name="withdraw-template-change"),
    path("templates/<slug:code>/", templates.template, name="template"),
    path("templates/<slug:code>/compare/", templates.compare, name="compare-templates"),
    path("templates/<slug:code>/preview/<int:report_id>/", templates.template_preview, name="template-preview"),
    path("templates/<slug:code>/change/<slug:kind>/", template_changes.begin, name="begin-template-change"),
    path("<int:report_id>/editions/", templates.editions, name="editions"),
    path("<int:report_id>/editions/<slug:audience>/", templates.edition, name="edition"),
    path("<int:report_id>/template/", templates.move_report, name="move-report"),
]

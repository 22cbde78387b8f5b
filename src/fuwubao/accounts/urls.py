"""Addresses of log-in, users, delegations, audit, notices and jobs."""

from __future__ import annotations

from django.urls import path

from fuwubao.accounts import views

app_name = "accounts"

urlpatterns = [
    path("login/", views.log_in, name="log_in"),
    path("login/provider/", views.sign_on, name="sign_on"),
    path("login/provider/back/", views.signed_on, name="signed_on"),
    path("logout/", views.log_out, name="log_out"),
    path("language/", views.language, name="language"),
    path("accounts/password/", views.password, name="password"),
    path("accounts/users/", views.users, name="users"),
    path("accounts/users/new/", views.new_user, name="new_user"),
    path("accounts/users/<str:login>/", views.user, name="user"),
    path("accounts/users/<str:login>/appoint/", views.appoint, name="appoint"),
    path("accounts/users/<str:login>/reset/", views.reset_password, name="reset_password"),
    path("accounts/users/<str:login>/active/", views.set_active, name="set_active"),
    path("accounts/appointments/<int:appointment_id>/end/", views.end_appointment, name="end_appointment"),
    path("accounts/appointments/<int:appointment_id>/file/", views.appointment_file, name="appointment_file"),
    path("accounts/roles/", views.roles, name="roles"),
    path("accounts/delegations/", views.delegations, name="delegations"),
    path("accounts/delegations/give/", views.delegate, name="delegate"),
    path("accounts/delegations/<int:delegation_id>/revoke/", views.revoke, name="revoke"),
    path("accounts/audit/", views.audit_chain, name="audit"),
    path("accounts/audit/export/", views.audit_export, name="audit_export"),
    path("accounts/notices/", views.notices, name="notices"),
    path("jobs/<int:job_id>/", views.job, name="job"),
]

"""Pages of the room: log-in, users, delegations, audit, notices, work in the background."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language

from fuwubao.accounts import actions, appointment_files, audit, audit_files, forms, jobs, queries, single_sign_on
from fuwubao.accounts.appointment_files import Paper
from fuwubao.accounts.models import User
from fuwubao.accounts.permissions import AuthedRequest, public, requires

ROWS = 50


@never_cache
@require_http_methods(["GET", "POST"])
@public
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in; the address that was asked for comes next, if it is one of ours."""
    form = forms.LogIn(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = actions.try_login(
            login=form.cleaned_data["login"],
            password=form.cleaned_data["password"],
            address=request.META.get("REMOTE_ADDR", ""),
            now=timezone.now(),
        )
        if user is not None:
            start_session(request, user)
            return redirect(_next(request))
        form.add_error(None, _("登录名或密码不对；忘记时请管理员重设密码"))
    asked_for = request.GET.get("next", request.POST.get("next", ""))
    facts = {"form": form, "next": asked_for, "provider": single_sign_on.name_of_provider()}
    return render(request, "accounts/log_in.html", facts, status=422 if form.is_bound else 200)


@never_cache
@require_GET
@public
def sign_on(request: HttpRequest) -> HttpResponse:
    """Go to the firm's identity provider; the address that was asked for is kept for the way back."""
    request.session[single_sign_on.CALLBACK_SESSION_KEY] = _next(request)
    return single_sign_on.send_to_provider(request, back=request.build_absolute_uri(reverse("accounts:signed_on")))


@never_cache
@require_GET
@public
def signed_on(request: HttpRequest) -> HttpResponse:
    """Come back from the identity provider and start the session of the account that it names."""
    login = single_sign_on.login_told_by_provider(request)
    wanted = request.session.get(single_sign_on.CALLBACK_SESSION_KEY, "/")
    user = actions.enter_by_sign_on(login=login, now=timezone.now())
    start_session(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(wanted)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


@require_POST
@public
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    end_session(request)
    return redirect("accounts:log_in")


@require_POST
@public
def language(request: HttpRequest) -> HttpResponseBase:
    """Keep the reader's language, by cookie and for a person also in the account, and go back to the page."""
    user = getattr(request, "user", None)
    if isinstance(user, User):
        actions.choose_language(language=request.POST.get("language", ""), actor=user)
    return set_language(request)


@require_http_methods(["GET", "POST"])
@requires("accounts.own")
def password(request: AuthedRequest) -> HttpResponse:
    """Change one's own password; the session stays."""
    form = forms.Password(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = actions.change_password(
            present=form.cleaned_data["present"],
            password=form.cleaned_data["password"],
            actor=request.user,
            now=timezone.now(),
        )
        update_session_auth_hash(request, user)
        messages.success(request, _("密码已更改"))
        return redirect("/")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@requires("accounts.manage")
def users(request: AuthedRequest) -> HttpResponse:
    """Everybody with an account, and whether a second approver exists."""
    today = timezone.localdate()
    facts = {"rows": queries.user_rows(on=today), "lonely": queries.second_approver_missing(on=today)}
    return render(request, "accounts/users.html", facts)


@never_cache
@require_http_methods(["GET", "POST"])
@requires("accounts.manage")
def new_user(request: AuthedRequest) -> HttpResponse:
    """Make an account; its random password is shown once."""
    form = forms.NewUser(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = actions.NewUser(**{name: given[name] for name in NEW_USER_FIELDS})
        user, secret = actions.create_user(new=new, roles=tuple(given["roles"]), actor=request.user, now=timezone.now())
        return render(request, "accounts/secret.html", {"login": user.login, "name": user.name, "secret": secret})
    return render(request, "accounts/new_user.html", {"form": form}, status=422 if form.is_bound else 200)


NEW_USER_FIELDS = ("login", "name", "email", "customer_code", "department_code")


@require_GET
@requires("accounts.manage")
def user(request: AuthedRequest, login: str) -> HttpResponse:
    """One account with its appointments."""
    facts = {"page": queries.user_page(login), "appoint": forms.Appoint(), "end": forms.EndAppointment()}
    return render(request, "accounts/user.html", facts)


@require_POST
@requires("accounts.manage")
def appoint(request: AuthedRequest, login: str) -> HttpResponse:
    """Let a person hold a role."""
    form = forms.Appoint(request.POST, request.FILES)
    if not form.is_valid():
        facts = {"page": queries.user_page(login), "appoint": form, "end": forms.EndAppointment()}
        return render(request, "accounts/user.html", facts, status=422)
    given = form.cleaned_data
    actions.appoint(
        login=login,
        role=given["role"],
        starts_on=given["starts_on"],
        ends_before=given["ends_before"],
        evidence=given["evidence"],
        paper=Paper(name=given["paper"].name, content=given["paper"].read()) if given["paper"] else None,
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("任命已登记"))
    return redirect("accounts:user", login=login)


@require_GET
@requires("accounts.read_roles")
def appointment_file(request: AuthedRequest, appointment_id: int) -> HttpResponse:
    """The paper of an appointment, to be saved, never shown: it came from outside."""
    name, digest = queries.appointment_paper(appointment_id)
    media = appointment_files.KINDS[appointment_files.extension_of(name)][1]
    answer = HttpResponse(appointment_files.read(digest, name=name), content_type=media)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@requires("accounts.manage")
def end_appointment(request: AuthedRequest, appointment_id: int) -> HttpResponse:
    """End an appointment from a day on."""
    form = forms.EndAppointment(request.POST)
    ends_before = form.cleaned_data["ends_before"] if form.is_valid() else timezone.localdate()
    held = actions.end_appointment(
        appointment_id=appointment_id, ends_before=ends_before, actor=request.user, now=timezone.now()
    )
    messages.success(request, _("任命自 %(day)s 起结束") % {"day": held.ends_before})
    return redirect("accounts:user", login=held.user.login)


@never_cache
@require_POST
@requires("accounts.manage")
def reset_password(request: AuthedRequest, login: str) -> HttpResponse:
    """Give an account a new random password, shown once."""
    secret = actions.reset_password(login=login, actor=request.user, now=timezone.now())
    name = queries.user_page(login).name
    return render(request, "accounts/secret.html", {"login": login, "name": name, "secret": secret})


@require_POST
@requires("accounts.manage")
def set_active(request: AuthedRequest, login: str) -> HttpResponse:
    """Close or reopen an account."""
    user = actions.set_active(
        login=login, active=request.POST.get("active") == "1", actor=request.user, now=timezone.now()
    )
    messages.success(request, _("账号已启用") if user.is_active else _("账号已停用"))
    return redirect("accounts:user", login=login)


@require_GET
@requires("accounts.read_roles")
def roles(request: AuthedRequest) -> HttpResponse:
    """Who held a role on a day, by appointment or by delegation; role and day stay in the address."""
    form = forms.RoleOnDay(request.GET or None)
    on, role = form.asked()
    page = queries.role_page(role, on=on, zone=timezone.get_current_timezone())
    return render(request, "accounts/roles.html", {"form": form, "page": page})


@require_GET
@requires("accounts.read_roles")
def delegations(request: AuthedRequest) -> HttpResponse:
    """Delegations that were given; the process manager gives new ones here."""
    return _delegations(request, forms.Delegate())


def _delegations(request: AuthedRequest, form: forms.Delegate, status: int = 200) -> HttpResponse:
    page = queries.delegation_page(request.user, now=timezone.now())
    return render(request, "accounts/delegations.html", {"page": page, "form": form}, status=status)


@require_POST
@requires("accounts.delegate")
def delegate(request: AuthedRequest) -> HttpResponse:
    """Give one's powers to another for a time."""
    form = forms.Delegate(request.POST)
    if not form.is_valid():
        return _delegations(request, form, status=422)
    terms = actions.DelegationTerms(
        holder=form.cleaned_data["holder"],
        starts_at=form.instant("starts_on"),
        ends_before=form.instant("ends_before"),
        reason=form.cleaned_data["reason"],
        scope=form.cleaned_data["scope"],
        acts=tuple(form.cleaned_data["acts"]),
    )
    given = actions.delegate(terms=terms, actor=request.user, now=timezone.now())
    messages.success(request, _("已委派给%(name)s") % {"name": given.holder.name})
    return redirect("accounts:delegations")


@require_POST
@requires("accounts.delegate")
def revoke(request: AuthedRequest, delegation_id: int) -> HttpResponse:
    """Take a delegation back."""
    actions.revoke_delegation(
        delegation_id=delegation_id, reason=request.POST.get("reason", ""), actor=request.user, now=timezone.now()
    )
    messages.success(request, _("委派已撤回"))
    return redirect("accounts:delegations")


@require_GET
@requires("accounts.read_audit")
def audit_chain(request: AuthedRequest) -> HttpResponse:
    """The audit chain, newest first, filtered; the whole is verified when asked."""
    form = forms.AuditFilter(request.GET)
    found = _filtered(form)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    check = audit.verify() if request.GET.get("verify") == "1" else None
    return render(request, "accounts/audit.html", {"page": page, "form": form, "check": check})


def _filtered(form: forms.AuditFilter) -> queries.AuditEntries:
    given = form.cleaned_data if form.is_valid() else {}
    day = given.get("since")
    since = timezone.make_aware(datetime.combine(day, datetime.min.time())) if day else None
    return queries.audit_page(
        subject_kind=given.get("kind", ""), subject_id=given.get("id", ""), actor=given.get("actor", ""), since=since
    )


@require_GET
@requires("accounts.read_audit")
def audit_export(request: AuthedRequest) -> HttpResponseBase:
    """The whole chain, oldest first, with its hashes: JSON lines, or CSV with ``?format=csv``."""
    if request.GET.get("format") == "csv":
        answer = StreamingHttpResponse(audit_files.csv_lines(), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
        return answer
    answer = StreamingHttpResponse(audit_files.json_lines(), content_type="application/x-ndjson; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="audit.jsonl"'
    return answer


@require_http_methods(["GET", "POST"])
@requires("accounts.own")
def notices(request: AuthedRequest) -> HttpResponse:
    """One's notices; POST marks them as read."""
    if request.method == "POST":
        actions.mark_notices_read(actor=request.user, now=timezone.now())
        return redirect("accounts:notices")
    page = Paginator(queries.notices_of(request.user), ROWS).get_page(request.GET.get("page"))
    return render(request, "accounts/notices.html", {"page": page})


@never_cache
@require_GET
@requires("accounts.own")
def job(request: AuthedRequest, job_id: int) -> HttpResponse:
    """How far a piece of work is; asked again each second by the page until it ends."""
    found = jobs.job_of(request.user, job_id)
    template = "accounts/job_state.html" if request.headers.get("HX-Request") else "accounts/job.html"
    return render(request, template, {"job": found})

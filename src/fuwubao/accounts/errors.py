"""What the room refuses."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotAllowed, NotFound, Refused, Unreachable


class RoleMissing(NotAllowed):
    """None of the person's roles, held or delegated, permits the act here."""

    code = "accounts.role_missing"
    zh = "{person} 没有权限办理“{act}”"
    en = "{person} may not do “{act}”"
    hint_zh = "此事由{roles}办理；可由其委派，或由管理员任命"
    hint_en = "It is done by {roles}; they may delegate it, or an administrator appoints"
    source = "domain (e)"


class SignOnNotSet(NotFound):
    """No identity provider is set for this workspace."""

    code = "accounts.sign_on_not_set"
    zh = "本单位没有设置统一身份认证"
    en = "No identity provider is set"
    hint_zh = "用登录名和密码登录，或由管理员设置 FUWUBAO_OIDC_ISSUER"
    hint_en = "Log in with login and password, or let the administrator set FUWUBAO_OIDC_ISSUER"


class SignOnUnanswered(Unreachable):
    """The provider did not answer, or its answer does not hold."""

    code = "accounts.sign_on_unanswered"
    zh = "统一身份认证没有给出有效答复（{why}）"
    en = "The identity provider gave no valid answer ({why})"
    hint_zh = "重试一次；仍不行时用登录名和密码登录，并告知管理员"
    hint_en = "Try once more; if it fails again, log in with login and password and tell the administrator"


class SignOnWithoutName(Refused):
    """The provider's answer lacks the claim that names the login."""

    code = "accounts.sign_on_without_name"
    zh = "统一身份认证的答复里没有 {claim}"
    en = "The identity provider's answer has no {claim}"
    hint_zh = "由管理员把 FUWUBAO_OIDC_CLAIM 设为存放登录名的声明"
    hint_en = "Let the administrator set FUWUBAO_OIDC_CLAIM to the claim that holds the login"


class SignOnUnknownPerson(NotAllowed):
    """The provider vouches for somebody who has no account here."""

    code = "accounts.sign_on_unknown_person"
    zh = "{login} 在本系统没有可用的账户"
    en = "{login} has no active account here"
    hint_zh = "请管理员建立同名账户并任命"
    hint_en = "Ask an administrator for an account of that login"


class LoginTaken(Refused):
    """Two people cannot share a login."""

    code = "accounts.login_taken"
    zh = "登录名 {login} 已被使用"
    en = "The login {login} is taken"
    hint_zh = "换一个登录名"
    hint_en = "Choose another"


class UserUnknown(NotFound):
    """No account of that login."""

    code = "accounts.user_unknown"
    zh = "没有登录名为 {login} 的用户"
    en = "There is no user {login}"
    hint_zh = "用 fuwubao user list 查看"
    hint_en = "See fuwubao user list"


class RoleUnknown(BadInput):
    """No such role."""

    code = "accounts.role_unknown"
    zh = "没有角色 {role}"
    en = "There is no role {role}"
    hint_zh = "可用的角色：{known}"
    hint_en = "Known roles: {known}"


class PasswordWeak(BadInput):
    """A password that is too short or the login itself."""

    code = "accounts.password_weak"
    zh = "密码不可用：{why}"
    en = "The password cannot be used: {why}"
    hint_zh = "至少 10 个字符，不与登录名相同"
    hint_en = "At least 10 characters, not the login"


class PasswordWrong(Refused):
    """The present password was not the one given."""

    code = "accounts.password_wrong"
    zh = "原密码不对"
    en = "The present password is not right"
    hint_zh = "重新输入；忘记时请管理员重设"
    hint_en = "Try again, or ask an administrator to reset it"


class DelegationUnclear(BadInput):
    """A delegation that ends before it begins, or is given to oneself."""

    code = "accounts.delegation_unclear"
    zh = "委派不成立：{why}"
    en = "The delegation does not stand: {why}"
    hint_zh = "写明另一位受托人和先后正确的起止时间"
    hint_en = "Name another person and a span that ends after it begins"
    source = "S1.8"


class TooManyTries(Refused):
    """Too many failed log-ins in a short time."""

    code = "accounts.too_many_tries"
    zh = "登录失败次数过多，请 {minutes} 分钟后再试"
    en = "Too many failed log-ins; try again in {minutes} minutes"
    hint_zh = "忘记密码时请管理员重设"
    hint_en = "Ask an administrator to reset a forgotten password"


class LoginWrong(BadInput):
    """Login and password do not fit; which of them is not said."""

    code = "accounts.login_wrong"
    zh = "登录名或密码不对"
    en = "Login or password is not right"
    hint_zh = "重新输入；忘记时请管理员重设密码"
    hint_en = "Try again, or ask an administrator to reset the password"


class JobUnknown(NotFound):
    """No such work, or not this person's."""

    code = "accounts.job_unknown"
    zh = "没有编号为 {number} 的后台任务"
    en = "There is no background job {number}"
    hint_zh = "从办理此事的页面重新进入"
    hint_en = "Open it from the page that started it"


class TaskUnknown(BadInput):
    """Work was asked for by a name that is no task of this product."""

    code = "accounts.task_unknown"
    zh = "没有后台任务 {task}"
    en = "There is no background task {task}"
    hint_zh = "任务须是 fuwubao 内以 jobs.task 标记的函数"
    hint_en = "A task is a function of fuwubao marked by jobs.task"


class AppointmentUnknown(NotFound):
    """No appointment of that number."""

    code = "accounts.appointment_unknown"
    zh = "没有编号为 {number} 的任命"
    en = "There is no appointment {number}"
    hint_zh = "在用户页面查看其任命"
    hint_en = "See the appointments on the user's page"


class DelegationUnknown(NotFound):
    """No delegation of that number."""

    code = "accounts.delegation_unknown"
    zh = "没有编号为 {number} 的委派"
    en = "There is no delegation {number}"
    hint_zh = "在委派页面查看"
    hint_en = "See the page of delegations"


class MailUnset(Refused):
    """No mail server is named in the settings."""

    code = "accounts.mail_unset"
    zh = "没有设置邮件服务器"
    en = "No mail server is set"
    hint_zh = "在 fuwubao.toml 中写 smtp_host、smtp_from 等，或设环境变量 FUWUBAO_SMTP_HOST、FUWUBAO_SMTP_FROM"
    hint_en = "Write smtp_host, smtp_from in fuwubao.toml, or set FUWUBAO_SMTP_HOST and FUWUBAO_SMTP_FROM"
    source = "S6.11"


class MailSettingWrong(BadInput):
    """A setting of the mail server cannot be meant."""

    code = "accounts.mail_setting_wrong"
    zh = "{name} 的值“{value}”不可用：{why}"
    en = "{name} cannot be “{value}”: {why}"
    hint_zh = "SMTP_SECURITY 为 none、starttls 或 tls；SMTP_MODE 为 one 或 bcc；SMTP_FROM 为发件地址"
    hint_en = "SMTP_SECURITY is none, starttls or tls; SMTP_MODE one or bcc; SMTP_FROM the sender's address"
    source = "S6.11"


class MailServerSilent(Unreachable):
    """The mail server does not answer, offers no TLS that can be trusted, or refuses the log-in."""

    code = "accounts.mail_server_silent"
    zh = "邮件服务器 {what} 不可用：{why}"
    en = "The mail server {what} cannot be used: {why}"
    hint_zh = "核对 FUWUBAO_SMTP_HOST、PORT、SECURITY、USER、PASSWORD、CA，再运行 fuwubao doctor"
    hint_en = "Check FUWUBAO_SMTP_HOST, PORT, SECURITY, USER, PASSWORD and CA, then run fuwubao doctor"
    source = "S6.11"


class AppointmentFileUnfit(BadInput):
    """The paper of an appointment is a PDF or a picture of at most 20 MB, as it was handed in."""

    code = "accounts.appointment_file_unfit"
    zh = "任命文件 {name} 不能用"
    en = "The paper {name} of the appointment cannot be used"
    hint_zh = "请上传 20 MB 以内的 PDF、PNG 或 JPG；已保存的文件若有改动，请从备份恢复"
    hint_en = "Hand in a PDF, PNG or JPG of at most 20 MB; a kept file that was changed comes back from a backup"
    source = "S1.8; S2.14"

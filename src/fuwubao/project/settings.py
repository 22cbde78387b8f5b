"""Django's settings, all read from the workspace; nothing secret has a default."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fuwubao.accounts import workspace
from fuwubao.accounts.sound_sqlite import use_sound_sqlite

use_sound_sqlite()

PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = workspace.secret_key()
DEBUG = workspace.setting("DEBUG") == "1"
ALLOWED_HOSTS = workspace.setting("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in workspace.setting("TRUSTED_ORIGINS").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "fuwubao.accounts",
    "fuwubao.ui",
    "fuwubao.agreements",
    "fuwubao.records",
    "fuwubao.measurement",
    "fuwubao.improvement",
    "fuwubao.reports",
    "fuwubao.home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fuwubao.accounts.speaking.SpeakToReader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fuwubao.ui.faults.TellRefusals",
]

ROOT_URLCONF = "fuwubao.project.urls"
WSGI_APPLICATION = "fuwubao.project.wsgi.application"

# who reads: unread notices, what may be opened; the frame shows what it is given
READER_CONTEXT = ["fuwubao.accounts.context.reader"] if find_spec("fuwubao.accounts.context") else []

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *READER_CONTEXT,
            ],
        },
    }
]

DATABASES = {"default": workspace.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = workspace.time_zone()

STATIC_URL = "/static/"
STATIC_ROOT = workspace.home_folder() / "static"
LOG_FOLDER = workspace.home_folder() / "log"
for folder in (STATIC_ROOT, LOG_FOLDER):
    folder.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# `fuwubao serve` collects first; without it the files are read where they lie
WHITENOISE_USE_FINDERS = workspace.setting("STATIC_COLLECTED") != "1"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "faults": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": str(LOG_FOLDER / "faults.log"),
            "maxBytes": 5_000_000,
            "backupCount": 5,
            "encoding": "utf-8",
            "delay": True,
            "formatter": "line",
        }
    },
    "loggers": {"fuwubao.faults": {"handlers": ["faults"], "level": "INFO", "propagate": True}},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    },
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "fuwubao.ui.faults.form_expired"

# Log-in against the firm's directory (extra `ldap`): the account and its roles are still made here by appointment.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
if workspace.setting("LDAP_URL"):
    AUTHENTICATION_BACKENDS.append("django_auth_ldap.backend.LDAPBackend")
    AUTH_LDAP_SERVER_URI = workspace.setting("LDAP_URL")
    AUTH_LDAP_START_TLS = workspace.setting("LDAP_START_TLS", "1") == "1"
    AUTH_LDAP_USER_DN_TEMPLATE = workspace.setting("LDAP_USER_DN")  # such as uid=%(user)s,ou=people,dc=firm,dc=cn
    AUTH_LDAP_USER_ATTRLIST = ["cn"]
    AUTH_LDAP_NO_NEW_USERS = True

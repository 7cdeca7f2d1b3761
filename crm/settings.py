"""All settings, one readable file. The environment is read here and nowhere else, and fails loudly."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from crm.embedded import locations

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("DOORSTEP_VAR", BASE_DIR / "var"))
KEYS_DIR = VAR / "keys"


def flag(name: str, default: bool) -> bool:
    """A yes-or-no setting; anything else than the words below is an error."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value == "":
        return default
    raise ValueError(f"{name}={value!r}: write 1 or 0")


def whole(name: str, default: int) -> int:
    """A whole number from the environment."""
    value = os.environ.get(name, "")
    if value == "":
        return default
    if not value.isdecimal():
        raise ValueError(f"{name}={value!r}: write a whole number")
    return int(value)


def every(seconds: int, task: str, *, expires: int) -> dict:
    """A row of the beat; one that nobody has taken for so long is dropped, the next does its work."""
    return {"task": task, "schedule": seconds, "options": {"expires": expires}}


def database(url: str) -> dict:
    """Django's settings for a postgresql:// address; a socket folder is given as ?host=/folder.

    A pooler that does not keep a statement with its connection is named by ?prepare_threshold= with nothing behind.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("DATABASE_URL: write postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    prepared = options.pop(
        "prepare_threshold", "3"
    )  # uses after which a statement is kept read: `crm.reading`
    options["prepare_threshold"] = int(prepared) if prepared else None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "doorstep",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "pool": {"min_size": 0, "max_size": 20, "timeout": 10}},
        "TEST": {"NAME": os.environ.get("DOORSTEP_TEST_DB") or None},
    }


DEBUG = flag("DOORSTEP_DEBUG", False)
SECRET_KEY = os.environ.get("DOORSTEP_SECRET_KEY") or locations.secret(VAR, "django")
ALLOWED_HOSTS = os.environ.get("DOORSTEP_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("DOORSTEP_TRUSTED_ORIGINS", "").split(",") if o]

DATABASES = {"default": database(os.environ.get("DATABASE_URL") or locations.database_url(VAR))}
REDIS_URL = os.environ.get("REDIS_URL") or locations.redis_url(VAR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# rooms: from the ground up
INSTALLED_APPS = [
    "crm.accounts",
    "crm.organisation",
    "crm.events",
    "crm.messages",
    "crm.calendars",
    "crm.jobs",
    "crm.audit",
    "crm.privacy",
    "crm.text",
    "crm.imports",
    "crm.exports",
    "crm.api",
    "crm.web",
    "owners",
    "service_desk",
    "satisfaction",
    "profitability",
    "coordination",
    "crm.embedded",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "pgtrigger",
    "axes",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "crm.web.middleware.SmallPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # web: errors and language come here
    "crm.web.middleware.LanguageMiddleware",
    "crm.web.middleware.PlaceMiddleware",
    "crm.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "crm.urls"
ASGI_APPLICATION = "crm.asgi.application"
WSGI_APPLICATION = "crm.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.web.context.frame",
            ]
        },
    }
]

# people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PUBLIC_URL = os.environ.get("DOORSTEP_PUBLIC_URL", "http://127.0.0.1:8000")  # as owners reach us, in messages
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"  # works with Redis gone
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody can lock another person out
AXES_CLIENT_IP_CALLABLE = "crm.accounts.devices.lock_address"  # a known device has a lock of its own
AXES_LOCKOUT_CALLABLE = "crm.accounts.sign_in.keep_answer"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = (
    False  # trying on does not keep a shared office locked for ever
)
AXES_VERBOSE = False
TRUSTED_PROXIES = 0  # proxies to count back in X-Forwarded-For; our own server has done it (see web_worker)
# 1 wherever browsers come by https, and nothing goes out by http any more
HTTPS = flag("DOORSTEP_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_AGE = 14 * 3600  # a long day; a session kept alive by nobody ends over night
SESSION_COOKIE_HTTPONLY = True
REVEAL_PROOF_MINUTES = whole(
    "DOORSTEP_REVEAL_PROOF_MINUTES", 240
)  # then the password once more, before unmasking
CSRF_FAILURE_VIEW = "crm.web.refusals.csrf_failure"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
    ("fi", "Suomi"),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LOCALE_PATHS = [BASE_DIR / "crm" / "locale"]
LANGUAGE_COOKIE_NAME = "doorstep_language"

# files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "crm.web.finders.NodeModulesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # names carry a digest of the content: a browser keeps a file for a year and still gets the next one at once
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# facts, deadlines, long work: named here as strings, so that the ground floor imports no room above
EVENT_ROUTES = "coordination.routes"
DUE_SOURCES = [
    "service_desk.clocks.pausing.end_due",
    "service_desk.clocks.services.fire_due",
    "service_desk.dossier.services.forget_due",
    "service_desk.prevention.services.turn",
    "service_desk.clocks.retiming.retime_due",
    "service_desk.clocks.stuck.find_due",
    "service_desk.directives.services.tell_overdue",
    "service_desk.groups.detecting.scan_due",
    "service_desk.crisis.services.make_due_reports",
    "service_desk.authority.reminding.remind_due",
    "service_desk.channels.undelivered.tell_due",
    "service_desk.promises.reminding.tell_overdue",
    "satisfaction.collection.services.expire_due",
    "owners.segments.services.count_due",
    "owners.duplicates.services.gather_late",
    "owners.duplicates.services.wake_put_off",
    "owners.contracts.stages.turn",
    "owners.journal.services.remind",
    "owners.prospects.keeping.turn",
]
FORGETFUL_ROOMS = [
    "crm.events",
    "crm.messages",
    "crm.jobs",
    "crm.exports",
    "owners.privacy",
    "crm.imports.guide",
    "service_desk.channels",
    "service_desk.conversation",
    "service_desk.workspace",
]  # each drops what it has kept long enough
JOB_KINDS: dict[str, str] = {
    "imports": "crm.imports.services.run_chunk",
    "undo_import": "crm.imports.undoing.undo_chunk",
    "duplicates": "owners.duplicates.scanning.scan_chunk",
    "person_export": "owners.privacy.exporting.run_chunk",
    "exports": "crm.exports.services.run_chunk",
    "dossiers": "service_desk.dossier.making.run_chunk",
    "severity": "service_desk.gravity.rejudging.run_chunk",
    "cases_together": "service_desk.workspace.together.run_chunk",
}
IMPORT_KINDS: dict[str, str] = {  # which room takes the rows of an imported file
    "homes": "owners.imports.homes.take",
    "owners": "owners.imports.people.take",
    "purchases": "owners.imports.purchases.take",
    "cases": "service_desk.intake.importing.take",
}
IMPORT_UNDO: dict[str, str] = {  # which room knows how to take them back
    "homes": "owners.imports.undoing",
    "owners": "owners.imports.undoing",
    "purchases": "owners.imports.undoing",
}
EXPORT_KINDS: dict[str, str] = {  # which room gives the rows of a list that is taken as a file
    "owners": "owners.exporting.owners",
    "homes": "owners.exporting.homes",
    "purchases": "owners.exporting.purchases",
    "ownerships": "owners.exporting.ownerships",
    "deeds": "owners.deeds.exporting.deeds",
    "handovers": "owners.handovers.exporting.handovers",
    "findings": "owners.handovers.exporting.findings",
    "prospects": "owners.prospects.exporting.prospects",
    "segment": "owners.segments.exporting.members",
    "cases": "service_desk.cases.exporting.cases",
    "figures": "service_desk.figures.exporting.board",
    "hotline_replies": "service_desk.channels.hotline.exporting.hotline_replies",
    "causes": "service_desk.causes.exporting.figures",
    "topics": "service_desk.topics.exporting.topics",
    "reveals": "crm.privacy.exporting.reveals",
}

# outgoing messages: what senders ask for → the row of crm.messages.channels that this house is connected to
EMAIL_HOST = os.environ.get("DOORSTEP_SMTP_HOST", "")
EMAIL_PORT = whole("DOORSTEP_SMTP_PORT", 25)
EMAIL_HOST_USER = os.environ.get("DOORSTEP_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DOORSTEP_SMTP_PASSWORD", "")
EMAIL_USE_TLS = flag("DOORSTEP_SMTP_TLS", False)
DEFAULT_FROM_EMAIL = os.environ.get("DOORSTEP_MAIL_FROM", "desk@doorstep.invalid")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
WECOM_URL = os.environ.get("DOORSTEP_WECOM_URL", "")  # empty: nothing is asked there
TEXT_GATEWAY = {  # the gateway for text messages, unless an administrator has filled in its page
    name.removeprefix("DOORSTEP_SMS_").lower(): value
    for name, value in os.environ.items()
    if name.startswith("DOORSTEP_SMS_")
}
MESSAGE_CHANNELS = {
    "mail": "mail" if EMAIL_HOST else "console",
    "sms": "sms",  # the console where no gateway is set up: crm/messages/gateway.py
    "wecom": "wecom" if WECOM_URL else "console",
    "console": "console",
}

# Celery, what is not in crm/celery.py: a running task must end before Redis would hand it out a second time
CELERY_TASK_TIME_LIMIT = 900  # seconds
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800}
CELERY_BEAT_SCHEDULE = {
    "jobs nobody works on": every(30, "crm.jobs.tasks.sweep", expires=25),
    "mail that came in": every(30, "service_desk.channels.tasks.fetch_mail", expires=25),
    "files sent in WeCom": every(30, "service_desk.channels.tasks.fetch_wecom", expires=25),
    "photos of forms that nobody sent again": every(
        600, "service_desk.channels.tasks.drop_held_photos", expires=300
    ),
    "what was carried long ago": every(7200, "crm.events.tasks.forget", expires=600),
    "anchor of the audit chain": every(3600, "crm.audit.tasks.anchor", expires=600),
    "what was erased leaves the database's files": every(3600, "owners.privacy.tasks.sweep", expires=600),
    "answers and counters past their time": every(3600, "crm.api.tasks.forget", expires=600),
}

# how often a list asks what has changed where the server cannot tell it (seconds)
DESK_ASKS_EVERY = whole("DOORSTEP_DESK_ASKS_EVERY", 15)

# Paper: more folders with fonts for the PDFs that the server makes, beside those of the machine.
FONT_FOLDERS = [name for name in os.environ.get("DOORSTEP_FONTS", "").split(os.pathsep) if name]

# API
THROTTLE_RATES = {"api": (whole("DOORSTEP_API_RATE", 12_000), 60, "fast")}  # requests a minute of one user
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Doorstep",
    "DESCRIPTION": _("Client service of a real-estate developer: everything a page can do."),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],  # choices stand where they are used, not under names made of a hash
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# the browser's rules: everything from our own origin, nothing inline
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# logs: to the console, scrubbed of phone numbers, tokens and the like, exceptions included
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"scrub": {"()": "crm.privacy.scrub.Scrub"}},
    "formatters": {
        "line": {
            "()": "crm.privacy.scrub.ScrubbingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["scrub"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "WARNING"},
    },
}

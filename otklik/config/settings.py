"""Django's settings, made of the environment variables in `config.environment`."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from otklik.config import environment

ROOT = Path(__file__).resolve().parent.parent
OTKLIK_HOME = environment.home()
OTKLIK_FILES_ROOT = environment.files_root()
OTKLIK_BASE_URL = environment.base_url()
OTKLIK_SMTP_URL = environment.smtp_url()
OTKLIK_MAIL_LISTEN = environment.mail_listen()
OTKLIK_METRICS_TOKEN = environment.metrics_token()
OTKLIK_SECURE = OTKLIK_BASE_URL.startswith("https://")

SECRET_KEY = environment.secret_key()
SECRET_KEY_FALLBACKS: list[str] = []
DEBUG = False
ALLOWED_HOSTS = environment.hosts()
ALLAUTH_TRUSTED_PROXY_COUNT = environment.trusted_proxies()
CSRF_TRUSTED_ORIGINS = [OTKLIK_BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "otklik.core",
    "otklik.organisation",
    "otklik.people",
    "otklik.fields",
    "otklik.catalogue",
    "otklik.clients",
    "otklik.tickets",
    "otklik.rules",
    "otklik.sla",
    "otklik.surveys",
    "otklik.search",
    "otklik.notifications",
    "otklik.mailings",
    "otklik.canned",
    "otklik.channels.mail",
    "otklik.automation",
    "otklik.importing",
    "otklik.config",
]

MIDDLEWARE = [
    "otklik.web.measuring.Measured",
    "otklik.web.middleware.OneVersion",
    "otklik.web.middleware.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "otklik.web.middleware.ActorOfRequest",
    "otklik.web.middleware.NoNul",
]

ROOT_URLCONF = "otklik.config.urls"
WSGI_APPLICATION = "otklik.config.wsgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_SQLITE = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536;"
    "PRAGMA mmap_size=1073741824;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
)


def _database() -> dict[str, object]:
    where = environment.database()
    if where.engine == "sqlite":
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE}
        return {
            "ENGINE": "otklik.config.sqlite",
            "NAME": where.name,
            "OPTIONS": options,
            "CONN_MAX_AGE": None,
        }
    return {
        "ENGINE": "otklik.config.postgresql",
        "NAME": where.name,
        "HOST": where.host,
        "PORT": where.port,
        "USER": where.user,
        "PASSWORD": where.password,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Prepared statements: planning a list costs more than running it (docs/decisions/0004).
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }


DATABASES = {"default": _database()}

_CACHE_URL = environment.cache_url()
CACHES = {
    # Shared by all processes: rate limits.
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _CACHE_URL}
    if _CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "otklik_cache",
        # Django's 300 would let anybody push others' rate limits out; a sweep removes what has expired.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # One process's own memory, for figures that may be some seconds old.
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
}

AUTHENTICATION_BACKENDS = ["otklik.people.accounts.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "otklik.web.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key"}
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login"

SESSION_ENGINE = "otklik.web.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = OTKLIK_SECURE
CSRF_COOKIE_SECURE = OTKLIK_SECURE
CSRF_FAILURE_VIEW = "otklik.web.errors.forged"
CSRF_COOKIE_HTTPONLY = False  # pages' scripts send it back in a header
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OTKLIK_SECURE else None
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            ROOT / part / "templates"
            for part in ("web", "desk", "portal", "settings_ui", "api", "channels/mail")
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "otklik.web.jinja.environment",
            "extensions": ["jinja2.ext.i18n"],
            "context_processors": ["otklik.web.context.common"],
        },
    },
    {
        # Only where a package brings its own pages.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

MAX_UPLOAD_BYTES = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
EMAIL_TIMEOUT = 30
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING_CONFIG = None

"""One set of settings. `DEMO=1` (set by `make demo` alone) softens cookies and shows mail instead of sending it."""

from pathlib import Path

from django.conf.locale import LANG_INFO

from lms.settings import environment as env

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = env.data_dir("DATA_DIR", BASE_DIR / "var")
PORT = env.port("PORT", 8000)
DEMO = env.flag("DEMO")
DEBUG = False

SECRET_KEY = env.text("SECRET_KEY") or env.made_once(DATA_DIR / "secret_key", 48)
if len(SECRET_KEY) < 32:
    env.stop("SECRET_KEY", "it is shorter than 32 characters.")
DEMO_PASSWORD = (env.text("DEMO_PASSWORD") or env.made_once(DATA_DIR / "demo_password", 9)) if DEMO else ""
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", ".localhost"])
if DEMO and (open_to_all := [host for host in ALLOWED_HOSTS if not env.is_private(host)]):
    env.stop("ALLOWED_HOSTS", f"a demo is for this machine or network only, and '{open_to_all[0]}' is neither.")
SITE_HOST = env.host_with_port("SITE_HOST", f"localhost:{PORT}")
CONTENT_HOST = env.host_with_port("CONTENT_HOST", f"content.localhost:{PORT}")
SITE_ADDRESS = f"http://{SITE_HOST}" if DEMO else f"https://{SITE_HOST}"
TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", 0, 9)

INSTALLED_APPS = [
    "lms.home", "lms.monitoring", "certification", "tna", "lms.courses", "lms.learning", "curricula",
    "lms.surveys", "lms.people", "lms.audit", "lms.jobs", "lms.notices", "lms.documents", "lms.files",
    "lms.search", "lms.look",
    "wagtail.users", "wagtail.snippets", "wagtail.documents", "wagtail.images", "wagtail.admin",
    "wagtail.search", "wagtail.sites", "wagtail.locales", "wagtail", "modelcluster", "taggit",
    "django_filters", "django_celery_beat", "import_export", "allauth", "allauth.account",
    "allauth.mfa", "allauth.usersessions",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django.forms",
]

MIDDLEWARE = [
    "lms.look.middleware.client_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "lms.look.middleware.content_security_policy",
    "lms.look.middleware.personal_pages",
    "lms.look.middleware.odd_bytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.people.middleware.wall",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.people.middleware.sign_in_ends",
    "lms.people.middleware.second_factor",
    "lms.courses.middleware.teachers_second_factor",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
FORM_RENDERER = "lms.look.forms.LookRenderer"

# --- languages: the frame's; a text's own language stands with the text ------------------------------------
LANG_INFO.setdefault("lo", {"bidi": False, "code": "lo", "name": "Lao", "name_local": "ລາວ"})
LANGUAGES = [("en", "English"), ("km", "ខ្មែរ"), ("zh-hans", "中文"), ("lo", "ລາວ"),
             ("my", "မြန်မာ"), ("th", "ไทย"), ("vi", "Tiếng Việt")]
LANGUAGE_CODE = "en"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["lms.settings.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

# --- data -----------------------------------------------------------------------------------------------------
DATABASES = {"default": env.url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}",
                                {"sqlite", "postgres", "postgresql"})}
DATABASE_APPLICATION_ROLE = DATABASES["default"].get("USER", "")
if env.text("DATABASE_OWNER_URL") and env.changes_tables():
    # the role that owns the tables; the site's own role is another, so that it cannot take the second wall down
    DATABASES["default"] = env.url("DATABASE_OWNER_URL", "", {"postgres", "postgresql"})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # 8 writers at once: 37-43 % of transactions fail with the defaults, none with these three
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE", "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 4}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.url("CACHE_URL", f"filecache://{DATA_DIR / 'cache'}",
                             {"filecache", "locmemcache", "dummycache", "rediscache", "redis", "rediss"}),
          # pages kept under a hash of what they say: never stale, so each process keeps its own
          "kept": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept",
                   "OPTIONS": {"MAX_ENTRIES": 500}}}
if CACHES["default"]["BACKEND"].endswith("FileBasedCache"):
    # with Django's 300, somebody who tries names would throw away the counts of wrong passwords
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 20_000}
if CACHES["default"]["BACKEND"].endswith("DummyCache") and not DEMO:
    env.stop("CACHE_URL", "a cache that keeps nothing cannot count wrong passwords.")
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
PRIVATE_ROOT = DATA_DIR / "private"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None}},
    "staticfiles": {"BACKEND": "lms.look.backends.HashedStorage"},
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# a module of 200 blocks in Wagtail's editor: about 10 fields a block with its lists, and those of sessions and comments
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# --- people and doors -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["lms.people.backends.NameMailOrNumber"]
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "home:my"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "lms.people.adapters.InvitationOnly"
ACCOUNT_FORMS = {"login": "lms.people.forms.SignInForm"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # ours count by person and by browser: lms/people/domain/lockout.py
MFA_ADAPTER = "lms.people.adapters.SealedSecrets"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# how many months after its day a thing goes by itself (docs/decisions/0015-privacy.md); what is not here stays
RETENTION_MONTHS = {"notices.notice": 24, "jobs.job": 12, "files.storedfile": 12, "people.import": 6,
                    "people.importrow": 6, "people.invitation": 6, "people.erasurerequest": 24,
                    "courses.nomination": 24, "sessions.session": 0, "surveys.draft": 3, "surveys.answerfile": 1,
                    "surveys.upload": 3}

# --- safety -----------------------------------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lms.home.views.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # asks for DENY, under which editors see no preview of a page
if not DEMO:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SESSION_COOKIE_AGE = 12 * 60 * 60  # a sign-in ends after twelve hours, and with the browser
    SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]

# --- mail and long work -----------------------------------------------------------------------------------------
# without EMAIL_URL: the mail server of this machine. Were letters printed, they would count as sent, with names in the log
vars().update(env.url("EMAIL_URL", "consolemail://" if DEMO else "smtp://localhost:25", {"smtp", "smtp+tls", "smtps", "smtp+ssl", "consolemail",
                                                      "filemail", "memorymail", "dummymail"}))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = f"academy@{SITE_HOST.partition(':')[0]}"
CELERY_BROKER_URL = env.address("CELERY_BROKER_URL", "filesystem://localhost/",
                                {"filesystem", "redis", "rediss", "amqp", "memory"})
CELERY_BROKER_TRANSPORT_OPTIONS = {}
if CELERY_BROKER_URL.startswith("filesystem://"):
    BROKER_DIR = DATA_DIR / "broker"
    for folder in ("queue", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": BROKER_DIR / "queue", "data_folder_out": BROKER_DIR / "queue",
        "control_folder": BROKER_DIR / "control", "polling_interval": 0.2}
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # the worker's lines are written as all others are, below
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "send what waits in the outbox": {"task": "lms.notices.tasks.send_due", "schedule": 60.0},
    "forget the sign-ins that are over": {"task": "lms.people.tasks.forget_sign_ins", "schedule": 86400.0},
    "follow the grants that begin or end today": {"task": "lms.people.tasks.follow_grants", "schedule": 3600.0},
    "remove files that were let go": {"task": "lms.people.tasks.finish_erasures", "schedule": 3600.0},
    "seal the log": {"task": "lms.audit.tasks.seal", "schedule": 60.0},
    "seal what came into the log very late": {"task": "lms.audit.tasks.seal", "schedule": 86400.0, "kwargs": {"whole": True}},
    "resume imports that were cut off": {"task": "lms.people.tasks.resume_imports", "schedule": 60.0},
    "resume registers that were cut off": {"task": "lms.courses.tasks.resume_registers", "schedule": 60.0},
    "count rounds whose last day is over, remind seats": {"task": "curricula.tasks.move_rounds", "schedule": 600.0},
    "resume exports that were cut off": {"task": "lms.surveys.tasks.resume_exports", "schedule": 60.0},
    "remove exports after a week": {"task": "lms.surveys.tasks.forget_exports", "schedule": 3600.0},
    "resume long work that was cut off": {"task": "lms.monitoring.tasks.resume_readings", "schedule": 60.0},
    "publish pages on their day": {"task": "curricula.tasks.publish_scheduled", "schedule": 60.0},
}

# --- wagtail: content editors only ------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "COMMIT Academy"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAILADMIN_LOGIN_URL = "people:login"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_WORKFLOW_ENABLED = False  # groups decide on our own pages, on frozen drafts
WAGTAIL_AUTOSAVE_INTERVAL = 20_000  # milliseconds; a long module is sent whole, and not after every word on a poor line
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False  # a password is typed on our own pages alone
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "lms.search.backends"}}

LOGGING = {
    "version": 1, "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "lms.settings.logs.WithoutValues",
                             "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # a page that is not there or not allowed is an answer, not a fault
    "loggers": {"django.request": {"level": "ERROR"}},
}

"""Production settings with the benchmark's own addresses, and a cache in memory instead of files or a server.

Everything else is as an operator has it: the whole middleware, hashed and compressed static files, https (the
requests say that a proxy has spoken it). `run.py` sets DATA_DIR to a folder that it throws away.
"""

from lms.settings import base

vars().update({name: value for name, value in vars(base).items() if name.isupper()})
ROOT_URLCONF = "bench.urls"
CACHES = {**base.CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

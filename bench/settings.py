"""Production settings with the benchmark's own addresses, and a cache in memory instead of files or a server.

Everything else is as an operator has it: the whole middleware, hashed and compressed static files, https (the
requests say that a proxy has spoken it). `run.py` sets DATA_DIR to a folder that it throws away.
"""

import os

from lms.settings import base

vars().update({name: value for name, value in vars(base).items() if name.isupper()})
ROOT_URLCONF = "bench.urls"
CACHES = {**base.CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
INSTALLED_APPS = [*base.INSTALLED_APPS, "bench.stock"]  # the peer `stock`, a page as Wagtail serves it
if os.environ.get("BENCH_SEARCH_STOCK"):  # the peer of search: what Wagtail searches with when nothing is set
    WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}

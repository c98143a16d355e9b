"""Addresses without a language."""

from django.urls import path

from lms.home.views import health, root

urlpatterns = [
    path("", root.to_language, name="root"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]

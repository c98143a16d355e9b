"""Addresses of exports."""

from django.urls import path

from lms.surveys.views import exports as views

urlpatterns = [
    path("instruments/<slug:key>/export/", views.export, name="export"),
    path("instruments/<slug:key>/export/<uuid:uuid>/", views.file, name="export_file"),
]

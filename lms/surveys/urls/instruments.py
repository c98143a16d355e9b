"""Addresses of instruments."""

from django.urls import URLPattern, path

from lms.surveys.views import instruments as views
from lms.surveys.views import instruments_files as files
from lms.surveys.views import instruments_preview as preview
from lms.surveys.views import instruments_uploads as uploads

VERSION = "instruments/<slug:key>/<int:number>/"
UPLOAD = "instruments/uploads/<uuid:uuid>/"

urlpatterns: list[URLPattern] = [
    path("instruments/", views.index, name="instruments"),
    path("instruments/new/", uploads.new, name="instrument_new"),
    path(UPLOAD, uploads.upload, name="upload"),
    path(f"{UPLOAD}publish/", uploads.publish, name="upload_publish"),
    path(f"{UPLOAD}discard/", uploads.discard, name="upload_discard"),
    path(f"{UPLOAD}duplicates/", uploads.duplicates, name="upload_duplicates"),
    path(f"{UPLOAD}media/<str:name>", uploads.medium, name="upload_medium"),
    path(f"{UPLOAD}preview/<str:language>/", preview.of_upload, name="upload_preview"),
    path("instruments/<slug:key>/", views.instrument, name="instrument"),
    path("instruments/<slug:key>/withdraw/", views.withdraw, name="instrument_withdraw"),
    path("instruments/<slug:key>/compare/<int:then>/<int:now>/", views.compare, name="versions_compared"),
    path(f"{VERSION}form.xlsx", files.workbook, name="version_workbook"),
    path(f"{VERSION}form.xml", files.xform, name="version_xform"),
    path(f"{VERSION}paper/<str:language>.pdf", files.printed, name="version_paper"),
    path(f"{VERSION}preview/<str:language>/", preview.of_version, name="version_preview"),
]

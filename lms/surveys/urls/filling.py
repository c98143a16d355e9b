"""Filling in a form."""

from django.urls import path

from lms.surveys.views import drafts, media
from lms.surveys.views import filling as views

urlpatterns = [
    path("forms/<slug:key>/", views.FormPage.as_view(), name="form"),
    path("forms/<slug:key>/sent/", views.sent, name="sent"),
    path("forms/<slug:key>/drafts/<uuid:uuid>/", drafts.DraftPage.as_view(), name="draft"),
    path("forms/<slug:key>/media/<int:number>/<str:name>", media.form_file, name="media"),
]

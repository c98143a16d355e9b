"""Filling in a form."""

from django.urls import path

from lms.surveys.views import filling as views

urlpatterns = [
    path("forms/<slug:key>/", views.FormPage.as_view(), name="form"),
    path("forms/<slug:key>/sent/", views.sent, name="sent"),
]

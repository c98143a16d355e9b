"""Addresses of forms, behind the language prefix."""

from django.urls import path

from lms.surveys import views

app_name = "surveys"
urlpatterns = [
    path("forms/<slug:key>/", views.FormPage.as_view(), name="form"),
    path("forms/<slug:key>/sent/", views.sent, name="sent"),
]

"""Addresses of needs, behind the language."""

from django.urls import path

from tna import views

app_name = "tna"
urlpatterns = [
    path("needs/", views.findings, name="list"),
    path("needs/new/", views.finding_new, name="finding_new"),
    path("needs/<uuid:finding>/", views.finding, name="finding"),
    path("needs/<uuid:finding>/action/", views.action_new, name="action_new"),
    path("needs/actions/<uuid:action>/", views.action, name="action"),
    path("needs/actions/<uuid:action>/edition/", views.edition_new, name="edition_new"),
]

"""Addresses of monitoring, behind the language."""

from django.urls import path

from lms.monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("monitoring/", views.overview, name="list"),
    path("monitoring/targets/<str:key>/", views.target, name="target"),
    path("monitoring/compute/", views.compute, name="compute"),
    path("monitoring/readings/<uuid:reading>/", views.reading, name="reading"),
    path("monitoring/new-report/", views.report_new, name="report_new"),
    path("monitoring/reports/<slug:slug>/", views.report, name="report"),
]

"""Addresses of results and of single answers."""

from django.urls import path

from lms.surveys.views import results as views

urlpatterns = [
    path("instruments/<slug:key>/results/", views.results, name="results"),
    path("instruments/<slug:key>/results/texts/<path:path>/", views.texts, name="texts"),
    path("instruments/<slug:key>/answers/", views.answers, name="answers"),
    path("instruments/<slug:key>/answers/<uuid:uuid>/", views.answer, name="answer"),
]

"""Addresses of lessons: the same in every language of the lesson."""

from django.urls import path

from lms.learning import views

app_name = "learning"
urlpatterns = [
    path("learn/", views.index, name="list"),
    path("learn/<slug:key>/", views.lesson, name="lesson"),
    path("learn/<slug:key>/<slug:step>/", views.step, name="step"),
]

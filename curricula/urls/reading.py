"""Reading: the shelf, a curriculum, a module."""

from django.urls import path

from curricula.views import reading

urlpatterns = [
    path("curricula/", reading.index, name="list"),
    path("curricula/<slug:slug>/", reading.curriculum, name="curriculum"),
    path("curricula/<slug:slug>/<slug:module>/", reading.module, name="module"),
]

"""Addresses of curricula: the same under every frame language."""

from django.urls import path

from curricula import views

app_name = "curricula"
urlpatterns = [
    path("curricula/", views.index, name="list"),
    path("curricula/<slug:slug>/", views.curriculum, name="curriculum"),
    path("curricula/<slug:slug>/<slug:module>/", views.module, name="module"),
]

"""The translator's desk and its files."""

from django.urls import path

from curricula.views import translating, translating_files

urlpatterns = [
    path("curricula/<slug:slug>/translate/", translating.curriculum, name="translate"),
    path("curricula/<slug:slug>/<slug:module>/translate/", translating.module, name="translate_module"),
    path("curricula/<slug:slug>/<slug:module>/translate/files/", translating_files.files, name="translate_files"),
    path("curricula/<slug:slug>/<slug:module>/translate/text.<str:kind>", translating_files.load, name="translate_file"),
]

"""Case studies that could say who a victim is."""

from django.urls import path

from curricula.views import cases

urlpatterns = [path("curricula/<slug:slug>/<slug:module>/cases/", cases.show, name="cases")]

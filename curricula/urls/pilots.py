"""Pilots and their findings."""

from django.urls import path

from curricula.views import pilots

urlpatterns = [
    path("curricula/<slug:slug>/pilots/", pilots.listing, name="pilots"),
    path("curricula/<slug:slug>/pilots/new/", pilots.new, name="pilot_new"),
    path("curricula/<slug:slug>/pilots/<uuid:uuid>/", pilots.show, name="pilot"),
    path("curricula/<slug:slug>/pilots/<uuid:uuid>/assess/", pilots.assess, name="pilot_assess"),
    path("curricula/<slug:slug>/pilots/<uuid:uuid>/findings/new/", pilots.finding_new, name="finding_new"),
    path("curricula/<slug:slug>/findings/<uuid:uuid>/", pilots.finding, name="pilot_finding"),
]

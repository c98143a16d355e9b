"""Rounds of consensus, adoption, the rule of a group."""

from django.urls import path

from curricula.views import adoption, consensus

urlpatterns = [
    path("curricula/<slug:slug>/rule/", consensus.rule, name="rule"),
    path("curricula/<slug:slug>/rounds/", consensus.listing, name="rounds"),
    path("curricula/<slug:slug>/rounds/open/", consensus.new, name="round_new"),
    path("curricula/<slug:slug>/rounds/<uuid:uuid>/", consensus.show, name="round"),
    path("curricula/<slug:slug>/rounds/<uuid:uuid>/end/", consensus.end, name="round_end"),
    path("curricula/<slug:slug>/rounds/<uuid:uuid>/adopt/", adoption.adopt, name="round_adopt"),
    path("curricula/<slug:slug>/rounds/<uuid:uuid>/record/", adoption.record, name="round_record"),
    path("curricula/<slug:slug>/rounds/<uuid:uuid>/record.pdf", adoption.record_pdf, name="round_record_pdf"),
    path("curricula/<slug:slug>/rounds/<uuid:uuid>/<slug:module>/", consensus.text, name="round_module"),
    path("curricula/<slug:slug>/allow/<int:major>/", adoption.override, name="pilot_override"),
]

"""Addresses of courses, behind the language."""

from django.urls import path

from lms.courses.views import calendar, delivery, edition, observation, register, selection

app_name = "courses"
urlpatterns = [
    path("courses/", calendar.catalogue, name="list"),
    path("courses/calendar/<int:year>/<int:month>/", calendar.month, name="month"),
    path("courses/<slug:slug>/", edition.show, name="edition"),
    path("courses/<slug:slug>/state/", edition.move, name="state"),
    path("courses/<slug:slug>/cancel/", edition.cancel, name="cancel"),
    path("courses/<slug:slug>/selection/", selection.show, name="selection"),
    path("courses/<slug:slug>/selection/nominate/", selection.nominate, name="nominate"),
    path("courses/<slug:slug>/selection/<uuid:nomination>/", selection.decide, name="decide"),
    path("courses/<slug:slug>/register/", register.new, name="register"),
    path("courses/<slug:slug>/register/template/", register.template, name="register_template"),
    path("courses/<slug:slug>/register/<uuid:uuid>/", register.show, name="register_list"),
    path("courses/<slug:slug>/register/<uuid:uuid>/errors/", register.errors, name="register_errors"),
    path("courses/<slug:slug>/delivery/", delivery.show, name="delivery"),
    path("courses/<slug:slug>/delivery/trainers/", delivery.appoint, name="appoint"),
    path("courses/<slug:slug>/delivery/evaluation/", delivery.ask_evaluation, name="evaluation"),
    path("courses/<slug:slug>/delivery/results/", delivery.results, name="results"),
    path("courses/<slug:slug>/delivery/attendance/<int:slot>/", delivery.attendance, name="attendance"),
    path("courses/<slug:slug>/delivery/observe/<uuid:facilitation>/", observation.enter, name="observe"),
]

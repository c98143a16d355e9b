"""Addresses of people, behind the language."""

from django.urls import path

from lms.people.views import bodies, entrance, files, jobs, organisations, outbox, persons

app_name = "people"
urlpatterns = [
    path("account/login/", entrance.login, name="login"),
    path("account/logout/", entrance.logout, name="logout"),
    path("people/", persons.listing, name="list"),
    path("people/<uuid:uuid>/", persons.show, name="person"),
    path("people/organisations/", organisations.listing, name="organisations"),
    path("people/organisations/new/", organisations.edit, name="organisation_new"),
    path("people/organisations/<slug:key>/", organisations.show, name="organisation"),
    path("people/organisations/<slug:key>/edit/", organisations.edit, name="organisation_edit"),
    path("people/bodies/", bodies.listing, name="bodies"),
    path("people/bodies/<slug:key>/", bodies.show, name="body"),
    path("people/bodies/<slug:key>/<int:seat>/end/", bodies.end, name="seat_end"),
    path("outbox/", outbox.show, name="outbox"),
    path("jobs/<uuid:uuid>/", jobs.show, name="job"),
    path("files/<uuid:uuid>/", files.serve, name="file"),
]

"""Addresses of people, behind the language."""

from django.urls import path

from lms.people.views import entrance, files, jobs, outbox, persons

app_name = "people"
urlpatterns = [
    path("account/login/", entrance.login, name="login"),
    path("account/logout/", entrance.logout, name="logout"),
    path("people/", persons.listing, name="list"),
    path("people/<uuid:uuid>/", persons.show, name="person"),
    path("outbox/", outbox.show, name="outbox"),
    path("jobs/<uuid:uuid>/", jobs.show, name="job"),
    path("files/<uuid:uuid>/", files.serve, name="file"),
]

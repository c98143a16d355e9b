"""Addresses of certification, behind the language."""

from django.urls import path

from certification.views import candidates, certificate, check, trainers

app_name = "certification"
urlpatterns = [
    path("trainers/", trainers.show, name="trainers"),
    path("trainers/conduct/", candidates.conduct, name="conduct"),
    path("trainers/candidates/", candidates.show, name="candidates"),
    path("trainers/candidates/<uuid:person>/issue/", candidates.issue, name="issue"),
    path("trainers/certificates/<uuid:uuid>/", certificate.show, name="certificate"),
    path("trainers/certificates/<uuid:uuid>/pdf/", certificate.pdf, name="pdf"),
    path("verify/", check.ask, name="check"),
    path("verify/<str:code>/", check.answer, name="verify"),
]

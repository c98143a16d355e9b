"""Addresses of forms, behind the language prefix."""

from lms.surveys.urls import exports, filling, instruments, results

app_name = "surveys"
urlpatterns = [*filling.urlpatterns, *instruments.urlpatterns, *results.urlpatterns, *exports.urlpatterns]

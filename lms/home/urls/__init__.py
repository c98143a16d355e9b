"""Addresses of home, behind the language. Home and information pages themselves are served by Wagtail."""

from django.urls import path

from lms.home.views import my, search, style

app_name = "home"
urlpatterns = [
    path("my/", my.show, name="my"),
    path("search/", search.show, name="search"),
    path("style/", style.show, name="style"),
]

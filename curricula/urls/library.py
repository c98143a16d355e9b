"""The library."""

from django.urls import URLPattern, path

from curricula.views import library

urlpatterns: list[URLPattern] = [
    path("curricula/library/", library.index, name="library"),
    path("curricula/library/new/", library.new, name="resource_new"),
    path("curricula/library/<slug:key>/", library.resource, name="resource"),
    path("curricula/library/<slug:key>/change/", library.change, name="resource_change"),
    path("curricula/library/<slug:key>/put-away/", library.put_away, name="resource_put_away"),
    path("curricula/library/<slug:key>/file/", library.file, name="resource_file"),
]

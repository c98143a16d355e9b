"""The site's addresses, and the bare views that its pages are measured against."""

from django.urls import path

from bench import views
from lms import urls

urlpatterns = [
    path("bench/bare/", views.bare, name="bench-bare"),
    path("bench/bare-orm/<str:code>/", views.bare_orm, name="bench-bare-orm"),
    path("bench/bare-rows/", views.bare_rows, name="bench-bare-rows"),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

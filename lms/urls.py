"""All addresses. Rooms are joined by strings; the language of the frame stands first."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

to_sign_in = RedirectView.as_view(pattern_name="people:login", query_string=True)
"""The libraries bring sign-in pages of their own; there is one."""

urlpatterns = [
    path("admin/login/", to_sign_in),
    # who edited what in all countries, and a page that breaks on purpose: nobody's work needs them
    re_path(r"^admin/(?:reports|failwhale)/", RedirectView.as_view(url="/admin/")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("lms.home.urls.plain")),
    path("", include("lms.courses.urls.plain")),
    *i18n_patterns(
        path("", include("certification.urls")),  # first: the certificate check is asked most often
        path("", include("lms.people.urls")),
        path("", include("lms.surveys.urls")),
        path("", include("curricula.urls")),
        path("", include("lms.learning.urls")),
        path("", include("lms.courses.urls")),
        path("", include("tna.urls")),
        path("", include("lms.monitoring.urls")),
        path("", include("lms.home.urls")),
        path("_util/login/", to_sign_in),
        path("", include(wagtail_urls)),
    ),
]

handler400 = "lms.home.views.errors.bad_request"
handler403 = "lms.home.views.errors.not_allowed"
handler404 = "lms.home.views.errors.not_found"
handler500 = "lms.home.views.errors.broken"

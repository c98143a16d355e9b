"""Addresses of curricula, behind the language and the same under every frame language.

What has a fixed word in its address stands before what takes any slug.
"""

from curricula.urls import cases, consensus, feedback, library, pilots, reading, tandem, translating, versions

app_name = "curricula"
urlpatterns = [
    *library.urlpatterns, *feedback.urlpatterns, *versions.urlpatterns, *tandem.urlpatterns, *translating.urlpatterns,
    *consensus.urlpatterns, *pilots.urlpatterns, *cases.urlpatterns, *reading.urlpatterns,
]

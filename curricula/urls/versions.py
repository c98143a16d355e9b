"""Past versions, comparison, manuals, releasing."""

from django.urls import path, register_converter

from curricula.views import versions


class NumberConverter:
    """The number of a version: 3.0."""

    regex = r"(?:0|[1-9][0-9]{0,3})\.(?:0|[1-9][0-9]{0,3})"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "number")

urlpatterns = [
    path("curricula/<slug:slug>/versions/", versions.versions, name="versions"),
    path("curricula/<slug:slug>/versions/<number:number>/", versions.version, name="version"),
    path("curricula/<slug:slug>/versions/<number:number>/manual-participant.pdf", versions.manual,
         {"facilitator": False}, name="manual_participant"),
    path("curricula/<slug:slug>/versions/<number:number>/manual-facilitator.pdf", versions.manual,
         {"facilitator": True}, name="manual_facilitator"),
    path("curricula/<slug:slug>/versions/<number:number>/<slug:module>/", versions.module, name="version_module"),
    path("curricula/<slug:slug>/compare/", versions.choose, name="compare_choose"),
    path("curricula/<slug:slug>/compare/<number:then>/<number:now>/", versions.compare, name="compare"),
    path("curricula/<slug:slug>/compare/<number:then>/<number:now>/<slug:module>/", versions.compare_module,
         name="compare_module"),
    path("curricula/<slug:slug>/release/", versions.release, name="release"),
]

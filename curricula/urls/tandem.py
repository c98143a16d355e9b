"""Starting an adaptation, the board, what changed and what was decided."""

from django.urls import path

from curricula.views import adapting, tandem

urlpatterns = [
    path("curricula/<slug:slug>/tandem/", tandem.board, name="tandem"),
    path("curricula/<slug:slug>/tandem.xlsx", tandem.board_sheet, name="tandem_sheet"),
    path("curricula/<slug:slug>/adapt/", adapting.start, name="adapt"),
    path("curricula/<slug:slug>/changes/", tandem.overview, name="changes_overview"),
    path("curricula/<slug:slug>/changes/<uuid:origin>/", tandem.new_module, name="new_module"),
    path("curricula/<slug:slug>/<slug:module>/changes/", tandem.changes, name="changes"),
]

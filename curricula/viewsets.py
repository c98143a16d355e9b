"""Wagtail's screens of a module: the library's own, without what does not belong here.

Comments are read in the editor by those who may edit the module. No mail is sent about them: it would go past the outbox,
with names and words of a draft in it.
"""

from django.utils import timezone
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from curricula.domain import local
from curricula.models import CurriculumPage, ModulePage
from lms.people.domain.refusal import Refused


class Edit(EditView):
    def send_commenting_notifications(self, changes) -> None:
        return None


class Delete(DeleteView):
    """What rests on a page is asked of our own rule, which lets a country's own module go together with its bond."""

    def removable(self) -> bool:
        try:
            local.require_removable(self.page)
        except Refused:
            return False
        return True

    def post(self, request, *args, **kwargs):
        if self.removable():
            local.let_go(page=self.page, by=request.user, now=timezone.now())
            self.usage.is_protected = False
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "is_protected": not self.removable()}


class ModuleScreens(PageViewSet):
    model = ModulePage
    edit_view_class = Edit
    delete_view_class = Delete


class CurriculumScreens(ModuleScreens):
    model = CurriculumPage

"""What curricula hold about a person: who wrote and who released."""

from wagtail.models import Page, PageLogEntry, Revision

from curricula.models import CurriculumVersion
from lms.people.domain.privacy import PersonalData

AUTHORSHIP = "who wrote a public text must stay provable"
DATA = [
    PersonalData("curricula.curriculumversion", lambda p: CurriculumVersion.objects.filter(released_by=p.uuid),
                 ("curriculum__slug", "major", "minor", "released_at"), (), "who released a version must stay provable"),
    PersonalData("wagtailcore.page", lambda p: Page.objects.filter(owner=p),
                 ("title", "first_published_at"), ("owner",), AUTHORSHIP),
    PersonalData("wagtailcore.revision", lambda p: Revision.objects.filter(user=p),
                 ("object_str", "created_at"), ("user",), AUTHORSHIP),
    PersonalData("wagtailcore.pagelogentry", lambda p: PageLogEntry.objects.filter(user=p),
                 ("label", "action", "timestamp"), (), AUTHORSHIP),
]

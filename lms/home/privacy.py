"""What the site's own tables and Wagtail's hold about a person: editors, their texts, their traces in the admin."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail.users.models import UserProfile

from lms.people.domain.privacy import PersonalData
from lms.people.models import Person

AUTHORSHIP = _("Who wrote a public text stays provable, by number.")
NO_LONGER = _("The text stays; whose it was goes.")


def of_comments(person: Person) -> QuerySet:
    return Comment.objects.filter(Q(user=person) | Q(resolved_by=person))


DATA = [
    PersonalData("wagtailcore.page", lambda p: Page.objects.filter(owner=p), title=_("Pages written"),
                 export=("title", "first_published_at"), erase=("owner",), keep=NO_LONGER,
                 pointers=("owner", "locked_by")),
    PersonalData("wagtailcore.revision", lambda p: Revision.objects.filter(user=p), title=_("Drafts of pages"), brief=True,
                 export=("object_str", "created_at"), erase=("user",), keep=NO_LONGER, pointers=("user",)),
    PersonalData("wagtailcore.pagelogentry", lambda p: PageLogEntry.objects.filter(user=p), title=_("Changes of pages"),
                 brief=True, export=("label", "action", "timestamp"), keep=AUTHORSHIP, pointers=("user",)),
    PersonalData("wagtailcore.modellogentry", lambda p: ModelLogEntry.objects.filter(user=p), brief=True,
                 title=_("Changes of other contents"), export=("label", "action", "timestamp"), keep=AUTHORSHIP,
                 pointers=("user",)),
    PersonalData("wagtailcore.comment", of_comments, title=_("Comments on drafts"), export=("text", "created_at"),
                 pointers=("user", "resolved_by"), gone=True),
    PersonalData("wagtailcore.commentreply", lambda p: CommentReply.objects.filter(user=p),
                 title=_("Replies to comments on drafts"), export=("text", "created_at"), pointers=("user",), gone=True),
    PersonalData("wagtailcore.workflowstate", lambda p: WorkflowState.objects.filter(requested_by=p),
                 title=_("Drafts sent for review"), export=("status", "created_at"), erase=("requested_by",),
                 keep=NO_LONGER, pointers=("requested_by",)),
    PersonalData("wagtailcore.taskstate", lambda p: TaskState.objects.filter(finished_by=p), title=_("Drafts reviewed"),
                 export=("status", "comment", "finished_at"), erase=("finished_by", "comment"), keep=NO_LONGER,
                 pointers=("finished_by",)),
    PersonalData("wagtailcore.pagesubscription", lambda p: PageSubscription.objects.filter(user=p),
                 export=("comment_notifications",), pointers=("user",), gone=True, on_page=False),
    PersonalData("wagtailcore.apitoken", lambda p: APIToken.objects.filter(user=p), export=("name", "created"),
                 pointers=(), gone=True, on_page=False),
    PersonalData("wagtailcore.uploadedfile", lambda p: UploadedFile.objects.filter(uploaded_by_user=p), export=("id",),
                 pointers=("uploaded_by_user",), gone=True, on_page=False),
    PersonalData("wagtailadmin.editingsession", lambda p: EditingSession.objects.filter(user=p),
                 export=("last_seen_at",), pointers=(), gone=True, on_page=False),
    PersonalData("wagtailadmin.formstate", lambda p: FormState.objects.filter(user=p), export=("last_updated_at",),
                 pointers=(), gone=True, on_page=False),
    PersonalData("wagtailusers.userprofile", lambda p: UserProfile.objects.filter(user=p),
                 export=("preferred_language", "current_time_zone", "avatar"), pointers=(), gone=True, on_page=False),
    PersonalData("wagtaildocs.document", lambda p: get_document_model().objects.filter(uploaded_by_user=p),
                 title=_("Documents put on the site"), export=("title", "created_at"), erase=("uploaded_by_user",),
                 keep=NO_LONGER, pointers=("uploaded_by_user",)),
    PersonalData("wagtailimages.image", lambda p: get_image_model().objects.filter(uploaded_by_user=p),
                 title=_("Pictures put on the site"), export=("title", "created_at"), erase=("uploaded_by_user",),
                 keep=NO_LONGER, pointers=("uploaded_by_user",)),
]

IMPERSONAL = ("home.homepage", "home.infopage")
LIBRARIES = (
    "wagtailimages.rendition", "wagtailadmin.admin", "wagtailsearch.indexentry", "wagtailsearch.sqliteftsindexentry",
    "wagtailcore.locale", "wagtailcore.site", "wagtailcore.groupsitepermission",
    "wagtailcore.collectionviewrestriction_groups", "wagtailcore.collectionviewrestriction", "wagtailcore.collection",
    "wagtailcore.groupcollectionpermission", "wagtailcore.workflowcontenttype", "wagtailcore.workflow",
    "wagtailcore.workflowtask", "wagtailcore.task", "wagtailcore.groupapprovaltask_groups",
    "wagtailcore.groupapprovaltask", "wagtailcore.grouppagepermission", "wagtailcore.pageviewrestriction_groups",
    "wagtailcore.pageviewrestriction", "wagtailcore.workflowpage", "wagtailcore.referenceindex",
    "taggit.tag", "taggit.taggeditem", "auth.permission", "auth.group_permissions", "auth.group",
    "contenttypes.contenttype", "django_celery_beat.solarschedule", "django_celery_beat.intervalschedule",
    "django_celery_beat.clockedschedule", "django_celery_beat.crontabschedule", "django_celery_beat.periodictasks",
    "django_celery_beat.periodictask")
"""Tables of libraries that know no person; the search index holds public texts alone."""

WORDS = {
    "id": _("Number"), "title": _("Title"), "first_published_at": _("Published"), "object_str": _("Title"),
    "label": _("Title"), "action": _("What happened"), "timestamp": _("Time"), "text": _("Text"), "status": _("Status"),
    "comment": _("Text"), "finished_at": _("Completed on"), "comment_notifications": _("Letters about comments"),
    "last_updated_at": _("Changed"), "preferred_language": _("Language"), "current_time_zone": _("Time zone"),
    "avatar": _("Picture"),
}

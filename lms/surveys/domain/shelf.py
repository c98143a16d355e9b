"""The instruments that a reader may look into, with what a list says of each."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from lms.people.domain.refusal import require
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.surveys.domain.counts import FEWEST
from lms.surveys.models import Form, FormVersion, Submission

READ, EDIT = "read results", "edit instruments"


@dataclass(frozen=True)
class Answers:
    """How many answers of one's countries came; None is hidden."""

    count: int | None

    @property
    def hidden(self) -> bool:
        return self.count is None


def shelf(*, by: Person) -> QuerySet[Form]:
    """The instruments of one's countries and the region's, by their key, with `number`, `published_at` and `languages` of
    the newest version and `answers`. One query. Raises PermissionDenied, in words, for who reads none anywhere."""
    places = access_of(by).where(READ)
    if places == set():
        require(READ, by=by, country=by.country)
        raise PermissionDenied(_("Your role does not cover this step. Ask the coordinator of your country who does it."))
    newest = FormVersion.objects.filter(form=OuterRef("pk")).order_by("-number")
    given = Submission.objects.filter(version__form=OuterRef("pk"))
    forms = Form.objects.exclude(versions=None)
    if places is not None:
        given, forms = given.filter(country_id__in=places), forms.filter(Q(country=None) | Q(country_id__in=places))
    counted = given.order_by().values("version__form").annotate(n=Count("pk")).values("n")
    return forms.select_related("country").annotate(
        number=Subquery(newest.values("number")[:1]), published_at=Subquery(newest.values("published_at")[:1]),
        spoken=Subquery(newest.values("languages")[:1]), answers=Subquery(counted)).order_by(
            F("withdrawn_at").asc(nulls_first=True), "key").distinct()


def shown(*, form: Form, count: int | None) -> Answers:
    """What may be said of a number of answers: of an anonymous form nothing below five."""
    count = count or 0
    return Answers(None if form.anonymous and count < FEWEST else count)


def may_edit(*, form: Form, by: Person) -> bool:
    """True for who publishes and withdraws this instrument."""
    return access_of(by).may(EDIT, form.country_id)

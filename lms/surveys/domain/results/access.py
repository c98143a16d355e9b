"""Whose answers a reader's figures, lists and files are made of."""

from django.db.models import QuerySet

from lms.people.domain.refusal import require
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.surveys.models import Form, Submission


def form_for(*, key: str, by: Person, verb: str) -> Form:
    """The instrument of an address, for somebody who may do `verb` with it.

    Raises Form.DoesNotExist where there is none, or it is another country's; PermissionDenied, in words, when the role
    does not cover the verb anywhere. The region's instruments are everybody's who may do it in some country.
    """
    form = Form.objects.select_related("country").get(key=key)
    places = access_of(by).where(verb)
    if places == set():
        require(verb, by=by, country=form.country or by.country)
    if form.country_id and places is not None and form.country_id not in places:
        raise Form.DoesNotExist
    return form


def in_scope(*, form: Form, by: Person, verb: str) -> QuerySet[Submission]:
    """The answers of the countries where `by` may do `verb`; all of them for the secretariat."""
    found = Submission.objects.filter(version__form=form)
    places = access_of(by).where(verb)
    return found if places is None else found.filter(country_id__in=places)


def readable(*, form: Form, by: Person) -> QuerySet[Submission]:
    """Those that `by` may read one by one: named ones, in scope, newest first. Of an anonymous form none."""
    return (in_scope(form=form, by=by, verb="read answers") & Submission.objects.visible_to(by)).order_by("-pk")

"""Who teaches reads a roster, and so shows a second factor, whatever role that person holds."""

from lms.courses.models import Facilitation
from lms.people.domain import second_factor as rule
from lms.people.domain import sessions
from lms.people.middleware import to_second_factor

ROSTER = frozenset({"courses:delivery", "courses:attendance", "courses:results", "courses:evaluation", "courses:observe"})
"""The pages on which badges of others stand."""


def teachers_second_factor(get_response):
    """Stands behind `lms.people.middleware.second_factor`, which knows roles and no courses."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view, arguments, named):
        person = request.user
        if request.resolver_match.view_name not in ROSTER or not person.is_authenticated or rule.exempt(person):
            return None
        if sessions.has_passed(request.session, person=person) or not Facilitation.objects.filter(person=person).exists():
            return None
        return to_second_factor(request, has_one=rule.factors_of(person).exists())

    middleware.process_view = process_view
    return middleware

"""On the way to a certificate, and to its renewal (plan activity 1.3)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certification.domain.authority import holders
from certification.domain.evidence import candidates, readiness_for, readiness_of
from certification.domain.numbers import Numbers, numbers_from
from certification.domain.standing import Status
from certification.domain.words import sentence
from certification.models import SchemeVersion
from certification.models.scheme import Level
from lms.home.domain.waiting.task import Desk, Task, say
from lms.look.domain.dates import write_day

RENEWABLE = {Status.DUE, Status.GRACE, Status.LAPSED}


def trail() -> tuple[str, ...]:
    return (_("Plan %(activity)s") % {"activity": "1.3"}, _("Certificates"))


def own(desk: Desk) -> Iterator[Task]:
    """The code of conduct after a completed training of trainers; the renewal of one's certificate.

    One query for who holds a certificate, two for everyone else, six for who is on the way.
    """
    held = holders(on=desk.today, person=desk.person)
    for certificate, stands in held:
        if stands.status in RENEWABLE:
            yield Task(title=_("Renew your certificate"), why=sentence(stands), due=stands.until,
                       url=certificate.get_absolute_url(), verb=_("See what is missing"),
                       trail=(*trail(), certificate.number), sample=certificate.sample)
    if held or not candidates(country=desk.person.country).filter(pk=desk.person.pk).exists():
        return
    version = SchemeVersion.objects.in_force(desk.today).filter(scheme__level=Level.TRAINER,
                                           scheme__country=desk.person.country_id).order_by("-number").first()
    numbers = numbers_from(version.numbers) if version else Numbers()
    ready = {item.kind: item for item in readiness_of(desk.person, numbers=numbers, on=desk.today).items}
    if ready["tot"].met_on and not ready["conduct"].met_on:
        yield Task(title=_("Accept the code of conduct"), url=reverse("certification:conduct"), verb=_("Read and accept"),
                   why=_("You have completed the training of trainers. The code is the next step to your certificate."),
                   trail=trail(), sample=desk.person.sample)


def to_issue(desk: Desk) -> Iterator[Task]:
    """Persons of one's country who have all that a first certificate needs. Five queries for each scheme."""
    if not desk.may("issue certificates"):
        return
    versions = SchemeVersion.objects.in_force(desk.today).filter(
        desk.own("issue certificates", "scheme__country"), scheme__level=Level.TRAINER)
    newest = {version.scheme_id: version
              for version in versions.select_related("scheme__country").order_by("scheme_id", "number")}
    for version in newest.values():
        people = list(candidates(country=version.scheme.country))
        ready = readiness_for(people, numbers=numbers_from(version.numbers), on=desk.today)
        for person in people:
            completed = ready[person.pk].completed_on
            if completed:
                yield Task(title=say(_("Issue the certificate of %(name)s"), name=person.name),
                           why=_("All requirements are met since %(day)s.")
                           % {"day": write_day(completed, language=get_language() or "en")},
                           url=reverse("certification:candidates"), verb=_("Issue the certificate"), trail=trail(),
                           sample=person.sample)

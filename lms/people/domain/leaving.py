"""What ends when a person is erased: the account, the roles, the seats."""

from datetime import date, datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet
from django.utils import timezone

from lms.files.domain.drop import drop
from lms.files.models import StoredFile
from lms.people.domain.privacy import ERASED, files_in_use
from lms.people.models import Affiliation, Grant, Membership, Person
from lms.people.models.place import day_in


def leave(person: Person, by: Person, now: datetime) -> None:
    """The person's row keeps its number, country, profession, level and sex, and says nothing else."""
    person.groups.clear()
    person.user_permissions.clear()
    Person.objects.filter(pk=person.pk).update(
        name=ERASED, own_name="", username=None, email="", password=make_password(None), languages=[], language="en",
        province=None, birth_year=None, last_login=None, is_active=False, is_staff=False, is_superuser=False,
        erased_at=now)


def end_roles(person: Person, by: Person, now: datetime) -> None:
    end_ties(Grant.objects.filter(person=person), day_in(person.country, now))


def leave_seats(person: Person, by: Person, now: datetime) -> None:
    rows = Membership.objects.filter(person=person)
    end_ties(rows, day_in(person.country, now))
    rows.update(listed_name=ERASED)


def leave_work(person: Person, by: Person, now: datetime) -> None:
    rows = Affiliation.objects.filter(person=person)
    end_ties(rows, day_in(person.country, now))
    rows.update(position="")


def let_files_go(person: Person, by: Person, now: datetime) -> None:
    """What the person handed in goes, unless a record of somebody else stands on it: then it loses its name alone."""
    handed_in = StoredFile.objects.filter(owner=person.uuid).exclude(content="")
    used = files_in_use()
    drop(file for file in handed_in.values_list("uuid", flat=True) if file not in used)
    handed_in.filter(uuid__in=used).update(name=ERASED)


def end_ties(rows: QuerySet, today: date) -> None:
    """Today is the last day of what holds; what was to begin later holds for its first day, when nobody can use it."""
    rows.exclude(until__lte=today).filter(since__gt=today).update(until=F("since"))
    rows.exclude(until__lte=today).filter(since__lte=today).update(until=today)


def sessions_of(person: Person) -> QuerySet[Session]:
    """The person's open sessions. Each has to be read: a session knows its person only inside."""
    key = str(person.pk)
    mine = [session.session_key for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
            if session.get_decoded().get(SESSION_KEY) == key]
    return Session.objects.filter(session_key__in=mine)

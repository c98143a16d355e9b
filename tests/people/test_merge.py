"""Two rows become one person with all that they have, and two again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lms.courses.models import Enrolment, Nomination
from lms.people.domain import merge
from lms.people.domain.privacy import registered
from lms.people.domain.refusal import Refused
from lms.people.models import Affiliation, Distinct, Merge, NameWord, Organisation, Person
from tests.factories import NOW, TODAY, edition, enrol, person, teach

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def ha():
    return person("Ha", "VN", "coordinator")


@pytest.fixture
def pair():
    """Lan twice: the first row has no mail address and no account, the second both."""
    kept = person("Nguyen Thi Lan", username=None, birth_year=1994)
    gone = person("Nguyễn Thị Lan", own_name="Nguyễn Thị Lan", email="lan@academy.example", sex="woman")
    office = Organisation.objects.create(key="office", kind="government", name="Office")
    for one in (kept, gone):
        Affiliation.objects.create(person=one, country=one.country, organisation=office, since=TODAY)
    return kept, gone


def everything(one: Person) -> dict[str, int]:
    """How many rows of every registered column name the person."""
    return {f"{pointer.model._meta.label}.{pointer.field}": count for pointer in merge.pointers()
            if (count := pointer.rows(one).count())}


def test_every_pointer_is_a_column_of_its_model():
    found = list(merge.pointers())
    assert len(found) > 15 and all(pointer.model._meta.get_field(pointer.field) for pointer in found)
    assert {pointer.model._meta.label_lower for pointer in found} <= {label.lower() for label in registered()}


def test_everything_moves_and_moves_back(pair, ha):
    kept, gone = pair
    enrol(edition(), gone)
    teach(edition(), gone)
    held = {one.pk: everything(one) for one in pair}
    name = gone.username
    made = merge.merge(kept=kept, gone=gone, take={"name"}, by=ha, now=NOW)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.name, kept.email, kept.sex, kept.birth_year, kept.username) == (
        "Nguyễn Thị Lan", "lan@academy.example", "woman", 1994, name)
    assert gone.merged_into == kept and not gone.is_active and gone.username is None
    assert everything(gone) == {}
    assert everything(kept) == {key: held[kept.pk].get(key, 0) + held[gone.pk].get(key, 0)
                                for key in {**held[kept.pk], **held[gone.pk]}}
    assert not NameWord.objects.filter(person=gone).exists()
    merge.undo(merge=made, by=ha, now=NOW)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.name, kept.email, kept.username, gone.username, gone.email) == (
        "Nguyen Thi Lan", "", None, name, "lan@academy.example")
    assert gone.is_active and gone.merged_into is None
    assert {one.pk: everything(one) for one in pair} == held
    with pytest.raises(Refused):
        merge.undo(merge=made, by=ha, now=NOW)


def test_a_place_that_both_have_stays_and_is_named(pair, ha):
    kept, gone = pair
    both = edition()
    for one in pair:
        enrol(both, one)
        Nomination.objects.create(edition=both, person=one, country=one.country, nominated_at=NOW, nominated_by=ha.uuid,
                                  changed_at=NOW, changed_by=ha.uuid)
    assert len(merge.staying(kept=kept, gone=gone)) == 2
    merge.merge(kept=kept, gone=gone, take=set(), by=ha, now=NOW)
    assert Enrolment.objects.filter(person=kept).count() == Enrolment.objects.filter(person=gone).count() == 1


def test_a_field_that_somebody_changed_since_does_not_go_back(pair, ha):
    kept, gone = pair
    made = merge.merge(kept=kept, gone=gone, take={"name"}, by=ha, now=NOW)
    Person.objects.filter(pk=kept.pk).update(name="Nguyễn Lan")
    merge.undo(merge=made, by=ha, now=NOW)
    kept.refresh_from_db()
    assert kept.name == "Nguyễn Lan"


def test_who_may_not_and_what_cannot_be(pair, ha):
    kept, gone = pair
    for stranger in (person("Dara", "KH", "coordinator"), person("Other")):
        with pytest.raises(PermissionDenied):
            merge.merge(kept=kept, gone=gone, take=set(), by=stranger, now=NOW)
    officer = person("Maya", None, "secretariat")
    for other in (kept, person("Sokha", "KH")):
        with pytest.raises(Refused):
            merge.merge(kept=kept, gone=other, take=set(), by=officer, now=NOW)
    merge.merge(kept=kept, gone=gone, take=set(), by=ha, now=NOW)
    with pytest.raises(Refused):
        merge.merge(kept=kept, gone=gone, take=set(), by=ha, now=NOW)


def test_from_the_proposal_to_the_merge_and_back(pair, ha, client_as):
    kept, gone = pair
    client = client_as(ha)
    listing = client.get(reverse("people:duplicates")).content.decode()
    assert kept.number in listing and gone.number in listing and "the same" in listing
    path = reverse("people:compare", args=[kept.uuid, gone.uuid])
    assert gone.email in client.get(path).content.decode()
    client.post(path, {"step": "merge", "take": ["email", "password"]})
    made = Merge.objects.get()
    assert made.kept == kept
    assert gone.number not in client.get(reverse("people:list")).content.decode()
    client.post(reverse("people:merge_undo", args=[made.uuid]))
    client.post(path, {"step": "apart"})
    assert Distinct.objects.count() == 1
    assert gone.number not in client.get(reverse("people:duplicates")).content.decode()
    assert client_as(person("Other")).get(reverse("people:duplicates")).status_code == 403
    assert client_as(person("Dara", "KH", "coordinator")).get(path).status_code == 404

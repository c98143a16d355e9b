"""Who there is: countries, organisations, bodies, persons, and how they belong together."""

from lms.people.models.organisation import Body, Organisation
from lms.people.models.person import Person, Profession
from lms.people.models.place import Country, Province
from lms.people.models.ties import Affiliation, Consent, Grant, Membership

__all__ = ["Affiliation", "Body", "Consent", "Country", "Grant", "Membership", "Organisation", "Person",
           "Profession", "Province"]

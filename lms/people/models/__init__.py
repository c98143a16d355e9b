"""Who there is: countries, organisations, bodies, persons, and how they belong together."""

from lms.people.models.entrance import Invitation
from lms.people.models.organisation import Body, Organisation, Sector
from lms.people.models.person import NameWord, Person, Profession
from lms.people.models.place import Country, Province
from lms.people.models.ties import Affiliation, Consent, ConsentText, Grant, Membership
from lms.people.models.upkeep import Distinct, ErasureRequest, Import, ImportRow, Merge

__all__ = ["Affiliation", "Body", "Consent", "ConsentText", "Country", "Distinct", "ErasureRequest", "Grant", "Import",
           "ImportRow", "Invitation", "Membership", "Merge", "NameWord", "Organisation", "Person", "Profession",
           "Province", "Sector"]

"""Who may train: schemes and their numbers, evidence, certificates and their ledger."""

from certification.models.certificate import Certificate, Event
from certification.models.evidence import Evidence
from certification.models.scheme import Requirement, Scheme, SchemeVersion

__all__ = ["Certificate", "Event", "Evidence", "Requirement", "Scheme", "SchemeVersion"]

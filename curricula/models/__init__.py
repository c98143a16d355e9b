"""What is taught: the live texts (pages), their frozen versions, how national texts follow and are adopted, what pilots
found, what countries say upwards, and the library."""

from curricula.models.adaptation import Adaptation, Decision, Term, Translation
from curricula.models.case import CaseClearance
from curricula.models.consensus import Adoption, AdoptionRule, ConsensusRound, Elector, Position, RoundModule
from curricula.models.feedback import Feedback
from curricula.models.pages import CountryFolder, CurriculumPage, ModulePage, Session
from curricula.models.pilot import PilotFinding, PilotOverride, PilotRecord
from curricula.models.resource import Resource, ResourceModule
from curricula.models.topic import Topic
from curricula.models.version import CurriculumVersion, VersionModule, VersionSession

__all__ = ["Adaptation", "Adoption", "AdoptionRule", "CaseClearance", "ConsensusRound", "CountryFolder", "CurriculumPage",
           "CurriculumVersion", "Decision", "Elector", "Feedback", "ModulePage", "PilotFinding", "PilotOverride",
           "PilotRecord", "Position", "Resource", "ResourceModule", "RoundModule", "Session", "Term", "Topic",
           "Translation", "VersionModule", "VersionSession"]

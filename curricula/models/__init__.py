"""What is taught: the live texts (pages), their frozen versions, how national texts follow, and what pilots found."""

from curricula.models.adaptation import Adaptation
from curricula.models.pages import CountryFolder, CurriculumPage, ModulePage, Session
from curricula.models.pilot import PilotFinding, PilotRecord
from curricula.models.topic import Topic
from curricula.models.version import CurriculumVersion, VersionModule, VersionSession

__all__ = ["Adaptation", "CountryFolder", "CurriculumPage", "CurriculumVersion", "ModulePage", "PilotFinding",
           "PilotRecord", "Session", "Topic", "VersionModule", "VersionSession"]

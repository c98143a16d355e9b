"""Tables of the question engine."""

from lms.surveys.models.forms import Form, FormVersion
from lms.surveys.models.submissions import Invitation, Submission

__all__ = ["Form", "FormVersion", "Invitation", "Submission"]

"""Tables of the question engine."""

from lms.surveys.models.forms import Form, FormFile, FormVersion, Upload, UploadFile
from lms.surveys.models.submissions import AnswerFile, Draft, Invitation, Submission

__all__ = ["AnswerFile", "Draft", "Form", "FormFile", "FormVersion", "Invitation", "Submission", "Upload", "UploadFile"]

"""What the engine says no to, in words a person can act on."""

from dataclasses import dataclass


class FormRefused(ValueError):
    """A workbook that cannot become a form. Names the place: sheet, row (1 is the heads), column, and why."""

    def __init__(self, sheet: str, row: int | None, column: str, message: str) -> None:
        super().__init__(message)
        self.sheet, self.row, self.column, self.message = sheet, row, column, message

    def __str__(self) -> str:
        place = ", ".join(str(part) for part in (self.sheet, self.row, self.column) if part)
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True)
class Complaint:
    """Why an answer was not taken. `language` is the form's when the form's own words are used, else None."""

    message: str
    language: str | None = None


class AnswersRefused(ValueError):
    """Answers that break the form's rules: `complaints` is {path: Complaint}, in the form's order."""

    def __init__(self, complaints: dict[str, Complaint]) -> None:
        super().__init__("; ".join(f"{path}: {complaint.message}" for path, complaint in complaints.items()))
        self.complaints = complaints


class AlreadyAnswered(ValueError):
    """This person's invitation for the occasion has been used."""


class NotInvited(ValueError):
    """The form is for invited persons, and this person has no invitation for the occasion."""


class InstanceTaken(ValueError):
    """Other answers came earlier under the same instance id. They stand; these were not stored."""


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a workbook from becoming a form, and where: sheet, row (1 is the heads), column."""

    sheet: str
    row: int | None
    column: str
    message: str

    def refusal(self) -> FormRefused:
        """The same as an exception."""
        return FormRefused(self.sheet, self.row, self.column, self.message)


class Withdrawn(ValueError):
    """Nobody answers this form any more."""

"""Courses taught in a room: what is offered, who is nominated, who came, what they thought."""

from lms.courses.models.delivery import Attendance, Enrolment, Evaluation, Facilitation, Observation
from lms.courses.models.edition import Course, Edition, Slot, Venue
from lms.courses.models.nomination import Nomination

__all__ = ["Attendance", "Course", "Edition", "Enrolment", "Evaluation", "Facilitation", "Nomination", "Observation",
           "Slot", "Venue"]

"""Forms about persons, organisations and bodies."""

from lms.people.forms.entrance import SignInForm

__all__ = ["SignInForm"]

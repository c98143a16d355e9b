"""One sign-in field: name, mail address or issued number."""

from allauth.account.auth_backends import AuthenticationBackend

from lms.people.domain.accounts import find


class NameMailOrNumber(AuthenticationBackend):
    """allauth's backend with our own way from what was typed to the person.

    Exactly one password is hashed whatever was typed: the library would hash twice for a known mail address, and the
    time of the answer would tell who has an account. For nobody it hashes one as well (`_mitigate_timing_attack`).
    """

    def _authenticate(self, request, **credentials):
        person = find(credentials.get("username") or credentials.get("email") or "")
        return self._check_password(person, credentials["password"])

"""One sign-in field: name, mail address or issued number."""

from allauth.account.auth_backends import AuthenticationBackend

from lms.people.models import Person


class NameMailOrNumber(AuthenticationBackend):
    """allauth's backend (its hashing, its timing) with the issued number as a third way to say who one is."""

    def authenticate(self, request, **credentials):
        login = credentials.get("username") or credentials.get("email") or ""
        if login:
            found = Person.objects.filter(number__iexact=login.strip()).exclude(username=None).first()
            if found:
                credentials = {**credentials, "username": found.username}
                credentials.pop("email", None)
        return super().authenticate(request, **credentials)

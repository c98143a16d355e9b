"""How an account begins: an invitation with a code that works once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.models.person import Person
from lms.people.models.place import Country


class Invitation(models.Model):
    """Lets one person choose a name and a password. The code itself stands in the letter only; here is its hash."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail")
        PAPER = "paper", _("on paper")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="account_invitations")
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel)
    code_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the code")
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.channel} {self.made_at:%Y-%m-%d}"

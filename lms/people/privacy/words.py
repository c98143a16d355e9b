"""What the exported fields are called on the page. Rooms above use these words too, and add their own."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    # who
    "number": _("Number"), "name": _("Name"), "own_name": _("Name in the own script"), "username": _("Name to sign in with"),
    "email": _("Mail address"), "language": _("Language"), "languages": _("Working languages"), "country__names": _("Country"),
    "province__names": _("Province"), "profession__names": _("Profession"), "sex": _("Sex"), "level": _("Level"),
    "birth_year": _("Year of birth"), "last_login": _("Last sign-in"), "group__name": _("Name"),
    "permission__name": _("Name"), "word": _("Word"),
    # ties
    "organisation__name": _("Organisation"), "position": _("Position"), "body__names": _("Body"), "role": _("Role"),
    "seat": _("Speaks for"), "listed_name": _("Name as members read it"), "since": _("From"), "until": _("Until"),
    "purpose": _("For"), "version": _("Version"),
    # upkeep
    "channel": _("Way"), "made_at": _("Made on"), "expires_at": _("Valid until"), "used_at": _("Used on"),
    "withdrawn_at": _("Withdrawn"), "kind": _("Kind"), "subject": _("Subject"), "done_at": _("Completed on"),
    "state": _("State"), "values": _("As read"), "before": _("Before"),
    "at": _("Day"), "moved": _("What was moved"), "undone_at": _("Undone on"), "asked_at": _("Asked for on"),
    "decision": _("Decision"), "decided_at": _("Decided on"), "why": _("Reason"),
    # ground
    "verb": _("What happened"), "object_type": _("Kind of record"), "object_id": _("Record"),
    "destroyed_at": _("Destroyed on"), "written_at": _("Written on"), "sent_at": _("Sent"), "address": _("Address"),
    "body": _("Text"), "ended_at": _("Ended on"), "content_type": _("Type of file"), "size": _("Bytes"),
    "stored_at": _("Handed in on"),
    # accounts
    "verified": _("Confirmed"), "created": _("Made on"), "sent": _("Sent"), "type": _("Kind"), "created_at": _("Made on"),
    "last_used_at": _("Last used"), "last_seen_at": _("Last used"), "ip": _("Network"), "user_agent": _("Browser"),
    "expire_date": _("Valid until"),
}

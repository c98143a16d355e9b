"""Consent: texts in versions and languages, who agreed to which, and what follows when somebody takes it back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.people.domain.privacy import Purpose, purposes
from lms.people.domain.refusal import Refused, require
from lms.people.models import Consent, ConsentText, Person
from lms.people.models.place import day_in, text_in


def put_text(*, purpose: str, version: str, titles: dict[str, str], texts: dict[str, str],
             in_force: date) -> ConsentText:
    """Keep one version of a text, from its first day. Raises Refused when the version is there with other words and
    somebody has agreed to it: what was agreed to must stay readable. Then give the new words a new version."""
    wanted = {"titles": titles, "texts": texts, "in_force": in_force}
    text, made = ConsentText.objects.get_or_create(purpose=purpose, version=version, defaults=wanted)
    if made or all(getattr(text, name) == value for name, value in wanted.items()):
        return text
    if Consent.objects.filter(purpose=purpose, version=version).exists():
        raise Refused(_("Somebody has agreed to this text. Give the new words a new version."), field="version")
    for name, value in wanted.items():
        setattr(text, name, value)
    text.save()
    return text


def current(purpose: str, on: date) -> ConsentText | None:
    """The text to agree to on a day: of those in force, the one that came last."""
    return ConsentText.objects.filter(purpose=purpose, in_force__lte=on).order_by("-in_force", "-pk").first()


def language_shown(text: ConsentText, language: str) -> str:
    """The language in which a reader of `language` sees the text: that one, else English, else the first there is."""
    return next((code for code in (language, "en") if text.texts.get(code)), next(iter(text.texts), language))


@transaction.atomic
def agree(*, person: Person, purpose: str, language: str, by: Person, now: datetime) -> Consent:
    """Store that the person agreed to the current text, in the language shown. Agreeing again to the same version
    changes nothing; to a newer one, ends the older consent.

    `by` is the person, or who holds the signed paper. Raises PermissionDenied; Refused when there is no text.
    """
    if by.pk != person.pk:
        require("manage people", by=by, country=person.country)
    today = day_in(person.country, now)
    text = current(purpose, today)
    if text is None:
        raise Refused(_("There is no text to agree to yet."))
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    held = person.consents.on(today).filter(purpose=purpose)
    same = held.filter(version=text.version).first()
    if same:
        return same
    for older in held:
        end(older, today)
    consent = Consent.objects.create(person=person, country=person.country, purpose=purpose, version=text.version,
                                     language=language_shown(text, language), since=today)
    note(consent, "consent.given", by=by, now=now)
    follow(person, purpose, agreed=True)
    return consent


@transaction.atomic
def take_back(*, person: Person, purpose: str, by: Person, now: datetime) -> None:
    """The person's consent ends at once, and what rested on it with it. Nothing happens when there is none.

    Raises PermissionDenied; Refused, with the reason, for a consent that cannot be taken back.
    """
    if by.pk != person.pk:
        require("manage people", by=by, country=person.country)
    use = purposes().get(purpose, Purpose(purpose))
    if use.stays:
        raise Refused(use.stays)
    today = day_in(person.country, now)
    for consent in person.consents.on(today).filter(purpose=purpose).select_for_update(of=("self",)):
        note(consent, "consent.taken back", by=by, now=now)
        end(consent, today)
    follow(person, purpose, agreed=False)


def end(consent: Consent, today: date) -> None:
    """From today it holds no longer. One that was given today never held for a day, and its row goes; the log has it."""
    if consent.since >= today:
        consent.delete()
    else:
        consent.until = today - timedelta(days=1)
        consent.save(update_fields=["until"])


def follow(person: Person, purpose: str, *, agreed: bool) -> None:
    use = purposes().get(purpose)
    if use and use.heed:
        use.heed(person, agreed)


def note(consent: Consent, verb: str, *, by: Person, now: datetime) -> None:
    record(verb=verb, thing=consent, by=by.uuid, now=now, about=consent.person.uuid,
           country=consent.country.code if consent.country else "",
           after={"purpose": consent.purpose, "version": consent.version, "language": consent.language})


@dataclass(frozen=True)
class Standing:
    """How a person stands to a purpose: the consent in force and its text, and the text that is current."""

    purpose: Purpose
    text: ConsentText
    consent: Consent | None
    newer: ConsentText | None

    def shown_in(self, language: str) -> tuple[str, str, str]:
        """(title, text, language shown): as agreed, in the language of the agreement; else as a reader would see it."""
        code = self.consent.language if self.consent else language_shown(self.text, language)
        return text_in(self.text.titles, code), text_in(self.text.texts, code), code


def standings(person: Person, *, on: date) -> list[Standing]:
    """How the person stands to every purpose that has a text, by name of the purpose, in two queries."""
    texts: dict[str, list[ConsentText]] = {}
    for text in ConsentText.objects.filter(in_force__lte=on).order_by("in_force", "pk"):
        texts.setdefault(text.purpose, []).append(text)
    held = {consent.purpose: consent for consent in person.consents.on(on).order_by("since", "pk")}
    known = purposes()
    found = []
    for key in sorted(texts):
        consent = held.get(key)
        agreed = next((text for text in texts[key] if consent and text.version == consent.version), None)
        newest = texts[key][-1]
        found.append(Standing(known.get(key, Purpose(key)), agreed or newest, consent if agreed else None,
                              newest if agreed and newest != agreed else None))
    return found

"""Who may read what of a module."""

from lms.people.permissions import Access

PUBLIC, SIGNED_IN, TRAINERS = "public", "signed-in", "trainers"


def may_read(*, visibility: str, access: Access, country_id: int | None) -> bool:
    """True when a module of this visibility may be read: police technique is not public by default.

    For `trainers`, the right to read facilitator's notes counts, in the country of the curriculum (None: regional,
    for which a grant in any country serves).
    """
    if visibility == PUBLIC:
        return True
    if visibility == SIGNED_IN:
        return access.person_id is not None
    return may_read_notes(access=access, country_id=country_id)


def may_read_notes(*, access: Access, country_id: int | None) -> bool:
    """Facilitator's notes are for trainers, groups and the secretariat, never for participants."""
    places = access.where("read facilitator's notes")
    return places is None or (bool(places) if country_id is None else country_id in places)


def may_read_drafts(*, access: Access, country_id: int | None) -> bool:
    """Drafts, pilots and their findings are for those who work on a curriculum, in their own country alone; None is the
    region's."""
    return any(access.may(verb, country_id) for verb in (
        "read facilitator's notes", "edit curricula", "record pilots", "decide findings"))

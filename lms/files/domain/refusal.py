"""How this room says no: one sentence for the person, in the person's language, that says what to do."""


class UploadRefused(ValueError):
    """Carries the sentence for the person."""

"""The door: higher rooms hear of a submission here. They register in AppConfig.ready()."""

from collections.abc import Callable

from lms.surveys.models import Submission

Listener = Callable[[Submission], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Have `listener(submission)` called for every new submission, once, whatever the channel.

    It runs inside the transaction that stores the submission: what it writes stands or falls with it, and an
    error there stores nothing. Of an anonymous form it learns no person and no time of day.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell(submission: Submission) -> None:
    """Tell every listener of a submission that was stored for the first time."""
    for listener in _listeners:
        listener(submission)

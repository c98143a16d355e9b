"""How a line of the log is written: what happened and where, without the values that it happened to.

An error's own text quotes what it stumbled over: a mail server names the address it refuses, a database the row that is
there already. So the log has the kind of the error and the places in our code, and no more.
"""

import copy
import logging
import traceback
from types import TracebackType
from typing import Any

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """Python's formatter, with tracebacks that end in the kind of the error."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # another handler may have written the whole of it
        if isinstance(record.args, dict) and "exc" in record.args:  # Celery's line about a task that failed
            kind = record.exc_info[0] if record.exc_info else None
            known: dict[str, Any] = {"exc": kind.__name__ if kind else "", "args": "", "kwargs": "", "traceback": ""}
            record.args = {**record.args, **known}
        return super().format(record)

    def formatException(self, ei: ExcInfo) -> str:  # its name is Python's
        """The places, innermost last, and the kind of each error of the chain."""
        lines: list[str] = []
        error, seen = ei[1], set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            places = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            lines.insert(0, f"{places}\n{type(error).__module__}.{type(error).__name__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nand then\n".join(lines)

"""How an unexpected fault is written to the log of the machine: where it happened, and nothing of whom it was about."""

import logging
import traceback

logger = logging.getLogger("lms.people.imports")


def log_fault(what: str, fault: Exception) -> None:
    """The kind of the fault and the lines of code; its message may hold values of a person and stays out."""
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(fault.__traceback__)]
    logger.error("%s: %s at %s", what, type(fault).__name__, " < ".join(reversed(lines[-6:])))

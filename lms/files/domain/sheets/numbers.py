"""How a stored number is shown: openpyxl knows the calendars, the rest is what a person would type."""

import math
from datetime import datetime, time

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

LARGEST = 1e15  # from here on a sheet program no longer keeps every digit


def shown_number(raw: str, *, as_date: bool, from_1904: bool) -> str:
    """A stored number as a person would type it: whole numbers without .0; dates as YYYY-MM-DD, with HH:MM if it has one."""
    try:
        value = float(raw)
    except ValueError:
        return raw
    if not math.isfinite(value):
        return raw
    if as_date:
        try:
            moment = from_excel(value, MAC_EPOCH if from_1904 else WINDOWS_EPOCH)
        except (OverflowError, ValueError):
            moment = None
        if isinstance(moment, datetime):
            midnight = moment.time() == time()
            return moment.date().isoformat() if midnight else moment.isoformat(" ", "minutes")
        if isinstance(moment, time):
            return moment.isoformat("minutes")
    return str(int(value)) if value.is_integer() and abs(value) < LARGEST else repr(value)

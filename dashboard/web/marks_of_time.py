"""What changed on a day, as a page marks it: what its meetings decided is among it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dashboard.measures.time_marks import TimeMark
from dashboard.present import time_flags
from dashboard.present.time_flags import Flag
from dashboard.web.sheet import Sheet


def marks_of(sheet: Sheet) -> list[TimeMark]:
    """Return all changes up to the last day of the data, the earliest first."""
    return time_flags.marks_of(sheet, sheet.decided)


def flags_of(sheet: Sheet, measure_id: str, months: Sequence[dt.date]) -> list[Flag]:
    """Return the flags of a measure on an axis of months, numbered from the left."""
    return time_flags.flags_of(sheet, measure_id, months, sheet.decided)

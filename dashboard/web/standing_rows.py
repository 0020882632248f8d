"""The address of the deals that stand somewhere on a day."""

from __future__ import annotations

from dashboard.present.standing import DAY, MEASURE, Standing
from dashboard.web.sheet import Sheet


def address_of(sheet: Sheet, standing: Standing, state: str, day: int = DAY) -> str:
    """Return the address of the deals of a path that stand there on a day."""
    return sheet.drill(MEASURE, path_group=standing.group, state=state, day=day)

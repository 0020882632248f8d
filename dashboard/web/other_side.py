"""The other side of a comparison: the same answers, of what the page is compared with."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.errors import ConfigError
from dashboard.measures.access import User
from dashboard.measures.against import Against
from dashboard.measures.changes import beside
from dashboard.measures.result import Result
from dashboard.web.desk import Desk
from dashboard.web.url_state import View


def set_beside(
    desk: Desk, results: Mapping[str, Result], view: View, user: User | None
) -> dict[str, Result]:
    """Return answers with the other side beside them; as they are where the page has none."""
    against = _against(desk, view, user)
    if against is None or not results:
        return dict(results)
    before: Mapping[str, Result] = {}
    if against.filters is not None:
        before = desk.answers(tuple(results), against.filters, user)
    return beside(results, before, against)


def remembered(desk: Desk, measure_id: str, view: View, user: User | None) -> Result | None:
    """Return an answer if it was made before, and so was its other side where the page has one."""
    found = desk.remembered(measure_id, view.filters, user)
    against = _against(desk, view, user)
    if found is None or against is None or against.filters is None:
        return found
    is_there = desk.remembered(measure_id, against.filters, user) is not None
    return found if is_there else None


def _against(desk: Desk, view: View, user: User | None) -> Against | None:
    """Return what the page is compared with; a name that nobody knows counts as absent."""
    try:
        return desk.against(view.against, view.filters, user) if view.against else None
    except ConfigError:
        return None


def before(results: Mapping[str, Result]) -> dict[str, Result]:
    """Return the answers of the other side, by measure."""
    sides = {each: result.compared for each, result in results.items() if result.compared}
    return {each: side.other for each, side in sides.items() if side.other is not None}

"""What opens beside a page for deals: the rows behind a mark, one deal's story, both as CSV."""

from __future__ import annotations

from dashboard.errors import ConfigError
from dashboard.measures.access import User
from dashboard.present import row_words, tables
from dashboard.web import url_state
from dashboard.web.behind import Behind
from dashboard.web.desk import Desk
from dashboard.web.drawer import rows_drawer
from dashboard.web.parts import Child
from dashboard.web.story_drawer import not_here, story_drawer
from dashboard.web.url_state import View


def rows(desk: Desk, view: View, user: User | None) -> list[Child]:
    """Return the drawer with the rows behind the view's mark; nothing where it names no measure."""
    measure = desk.measure(view.drill or "")
    if measure is None:
        return []
    found = desk.records(measure.id, view.filters, dict(view.mark), user)
    return rows_drawer(Behind(measure, found, view, desk.known(user), desk.config))


def rows_csv(desk: Desk, view: View, user: User | None) -> tuple[str, str] | None:
    """Return file name and text of the rows behind a mark: all, or those with the view's words."""
    measure = desk.measure(view.drill or "")
    if measure is None:
        return None
    found = desk.records(measure.id, view.filters, dict(view.mark), user)
    order = Behind(measure, found, view, desk.known(user), desk.config).order
    chosen = row_words.in_order(row_words.with_words(found.frame, view.has or ""), order)
    which = "rows_found" if view.has else "rows"
    return f"{measure.id}_{which}.csv", tables.frame_csv(chosen)


def story(desk: Desk, view: View, user: User | None) -> list[Child]:
    """Return the drawer with one deal's story, if this reader may see it."""
    known = desk.known(user)
    try:
        found = desk.story(view.deal or "", user)
    except ConfigError:
        return not_here(view, known)
    return story_drawer(found, view, known, desk.config)


def story_csv(desk: Desk, query: str, user: User | None) -> tuple[str, str] | None:
    """Return file name and text of a deal's story."""
    view = url_state.read(query, desk.known(user))
    if view.deal is None:
        return None
    try:
        return "story.csv", tables.frame_csv(desk.story(view.deal, user).events)
    except ConfigError:
        return None

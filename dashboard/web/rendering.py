"""From an address to what is on screen: the page, the drawer, the CSV files."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from dash import html

from dashboard import decisions
from dashboard.config import Mark
from dashboard.errors import ConfigError, GatecostError
from dashboard.measures.access import User, limited
from dashboard.measures.counts import USUAL
from dashboard.measures.filters import Filters
from dashboard.measures.ledger import records_of
from dashboard.measures.result import Result
from dashboard.present import tables
from dashboard.present.control_period import control_period
from dashboard.present.marks import by_count
from dashboard.present.pages import PAGES, Page, page_at
from dashboard.web import beside, meeting_room, other_side, reports_room, states, url_state
from dashboard.web.answer_line import answer_line
from dashboard.web.counted import Counted, counted_drawer, words_drawer
from dashboard.web.data_page import data_page, part_of_data
from dashboard.web.desk import Desk
from dashboard.web.drawer import title_line
from dashboard.web.embedded import embedded_answer
from dashboard.web.export_rows import export_rows_drawer
from dashboard.web.guide import guide
from dashboard.web.meeting_page import meeting_page
from dashboard.web.menu import in_menu, menu_links
from dashboard.web.overview import overview
from dashboard.web.page_frame import safely
from dashboard.web.parts import Child
from dashboard.web.reports_page import reports_page
from dashboard.web.sheet import Relaxed, Sheet
from dashboard.web.topic_page import further_line, topic_page
from dashboard.web.url_state import Known, View

_LOG = logging.getLogger(__name__)
# What a page takes over from its address as it is.
_OF_VIEW = (
    "opened", "count", "against", "published", "embed", "only", "item", "line", "since", "upto",
    "change", "unknown",
)  # fmt: skip
# What heads a page, and says of itself which filter to relax where it is empty.
_HEROES = ("funnel", "path_mix", "where_leads_went")


def menu(desk: Desk, path: str, query: object, user: User | None) -> list[Child]:
    """Return the menu of an address; its filters go along to every page."""
    known = desk.known(user)
    kept = url_state.write(url_state.read(_text(query), known).elsewhere(), known)
    return menu_links(in_menu(desk), page_at(path), kept.removesuffix("?"))


def page(desk: Desk, path: str, query: object, user: User | None) -> list[Child]:
    """Return the page an address leads to."""
    only = url_state.read(_text(query), desk.known(user)).only
    if only:
        return embedded_answer(sheet(desk, path, query, user, only=(only,)), only)
    drawn = sheet(desk, path, query, user)
    if drawn.path == "/":
        return overview(drawn)
    if drawn.path == "/guide":
        return guide(drawn)
    if drawn.path == meeting_room.PATH:
        return meeting_page(meeting_room.room_of(desk, drawn, user))
    if drawn.path == reports_room.PATH:
        return reports_page(reports_room.reports_room(desk, drawn, user))
    if drawn.path != "/data":
        return topic_page(drawn, page_at(path))
    return part_of_data(drawn) if drawn.is_limited else data_page(drawn, desk.inventory())


def sheet(
    desk: Desk, path: str, query: object, user: User | None, only: tuple[str, ...] | None = None
) -> Sheet:
    """Return what a page is drawn from: the answers it comes with, or `only` some of the page.

    A page comes with its hero, its cards and what is open; of its further answers those that are
    remembered, the others are awaited.
    """
    known = desk.known(user)
    view = url_state.read(_text(query), known)
    is_limited = _is_limited(desk, user)
    # The report is the whole company's: beside a part it would say how much the rest is.
    period = None if is_limited else control_period(desk.config)
    totals = desk.answers(("control_totals",), period, user) if period else {}
    page = page_at(path)
    log = decisions.log(desk.workspace)
    results, awaited = _answers(desk, page, view, user, only)
    return Sheet(
        results=results,
        awaited=awaited,
        relaxed=_relaxed(desk, results, view, user),
        unlocks=_unlocks(desk, results),
        filters=view.filters,
        known=known,
        config=desk.config,
        as_of=desk.as_of,
        first_month=desk.first_month(user),
        control=totals.get("control_totals"),
        is_limited=is_limited,
        as_of_label=desk.as_of_label,
        path=page.path,
        before=other_side.before(results),
        decided=_decided(log, is_limited=is_limited),
        said={} if is_limited else log.said,
        **{name: getattr(view, name) for name in _OF_VIEW},
    )


def _decided(log: decisions.Log, *, is_limited: bool) -> tuple[Mark, ...]:
    """Return the marks of what was decided; a sentence on the whole is for who sees the whole."""
    made = log.decisions
    return tuple((each.without_numbers() if is_limited else each).mark for each in made)


def _answers(
    desk: Desk, page: Page, view: View, user: User | None, only: tuple[str, ...] | None
) -> tuple[dict[str, Result], frozenset[str]]:
    """Return the answers a page comes with, each beside its other side, and those it awaits."""
    # Every page tells the totals of its period, and each card its twin in the other ledger.
    come = page.first(view.opened)
    first = (*come, "control_totals", *_twins(desk, page, come)) if only is None else only
    asked = tuple(each for each in dict.fromkeys(first) if not _is_slow(desk, each))
    later = [each for each in page.measures if each not in asked] if only is None else []
    remembered = (other_side.remembered(desk, each, view, user) for each in later)
    known_already = {each.measure.id: each for each in remembered if each is not None}
    results = {**desk.answers(asked, view.filters, user), **known_already}
    awaited = frozenset(later) - known_already.keys()
    return other_side.set_beside(desk, results, view, user), awaited


def _twins(desk: Desk, page: Page, ids: Iterable[str]) -> Iterator[str]:
    """Yield the measures that answer the same question as a card or line in the other ledger."""
    for each in ids:
        measure = desk.measure(each) if each not in page.hero else None
        if measure is not None and measure.twin:
            yield measure.twin


def _relaxed(
    desk: Desk, results: Mapping[str, Result], view: View, user: User | None
) -> dict[str, list[Relaxed]]:
    """Ask what is empty and in sight again, with one filter after the other taken away."""
    cards = (each for page in PAGES for each in page.cards)
    in_sight = {*view.opened, *cards, *_HEROES}
    empty = tuple(each for each in results if each in in_sight and states.is_empty(results[each]))
    relaxed: dict[str, list[Relaxed]] = {each: [] for each in empty}
    for way in states.relaxations(view.filters, desk.config) if empty else ():
        found = desk.answers(empty, way.filters, user)
        for each in found:
            relaxed[each].append(replace(way, records=records_of(found[each])))
    return relaxed


def _unlocks(desk: Desk, results: Mapping[str, Result]) -> Mapping[str, int]:
    is_lacking = any(result.status == "not computable" for result in results.values())
    return desk.unlocks() if is_lacking else {}


def late_line(desk: Desk, path: str, query: object, measure_id: object, user: User | None) -> Child:
    """Return the line of a slow answer, which comes after the page was first shown."""
    page = page_at(path)
    measure = desk.measure(measure_id) if measure_id in page.measures else None
    if measure is None:
        return []

    def line() -> Child:
        view = url_state.read(_text(query), desk.known(user))
        found = desk.late_answer(measure.id, view.filters, user)
        answered = {measure.id: found} if found is not None else {}
        answered = other_side.set_beside(desk, answered, view, user)
        drawn = sheet(desk, path, query, user, only=())
        relaxed = _relaxed(desk, answered, view, user)
        before = other_side.before(answered)
        return answer_line(
            replace(drawn, results=answered, relaxed=relaxed, before=before), measure
        )

    return safely(line, measure.id)


def further_lines(
    desk: Desk, path: str, query: object, named: Sequence[object], user: User | None
) -> dict[str, Child]:
    """Return the lines of further answers by measure, for those named that a page has."""
    page = page_at(path)
    asked = tuple(each for each in page.more if each in named and not _is_slow(desk, each))
    drawn = sheet(desk, path, query, user, only=asked) if asked else None
    return {each: further_line(drawn, each) for each in asked} if drawn else {}


def _is_slow(desk: Desk, measure_id: str) -> bool:
    measure = desk.measure(measure_id)
    return measure is not None and measure.cost == "slow"


def _is_limited(desk: Desk, user: User | None) -> bool:
    return bool(limited(Filters(), user, desk.config.access.limits).where)


def drawer(desk: Desk, query: object, user: User | None) -> list[Child]:
    """Return what an address opens beside the page; nothing when it opens nothing."""
    known = desk.known(user)
    view = url_state.read(_text(query), known)
    try:
        if view.deal:
            return beside.story(desk, view, user)
        if view.about == "words":
            return words_drawer(view, known)
        if view.about:
            return _counted(desk, view.about, view, user)
        if view.drill:
            return beside.rows(desk, view, user)
        if view.listed and not _is_limited(desk, user):
            found = desk.export_rows(view.listed, dict(view.mark))
            return export_rows_drawer(found, view, known)
    except ConfigError as error:
        return _refused(error.faults, view, known)
    except GatecostError:
        _LOG.exception("The drawer of %s could not be opened", view.drill or view.about)
        return _refused(("The server's log says why.",), view, known)
    return []


def _refused(faults: Sequence[str], view: View, known: Known) -> list[Child]:
    said = [html.P(fault, className="note") for fault in faults]
    return [*title_line("", "These rows cannot be shown", known, view), *said]


def _counted(desk: Desk, measure_id: str, view: View, user: User | None) -> list[Child]:
    measure = desk.measure(measure_id)
    if measure is None:
        return []
    asked = tuple(each for each in (measure_id, measure.twin) if each)
    found = desk.answers(asked, view.filters, user)
    result = found.get(measure_id)
    if result and view.count != USUAL:
        result = by_count(result, view.count)
    sql, twin = desk.explain(measure_id), found.get(measure.twin or "")
    return counted_drawer(Counted(measure, result, twin, sql, view, desk.known(user), desk.config))


def rows_csv(desk: Desk, query: str, user: User | None) -> tuple[str, str] | None:
    """Return file name and text of the rows behind a mark."""
    view = url_state.read(query, desk.known(user))
    if view.listed and not _is_limited(desk, user):
        found = desk.export_rows(view.listed, dict(view.mark))
        return f"{view.listed}.csv", tables.frame_csv(found.frame)
    return beside.rows_csv(desk, view, user)


def figure_csv(desk: Desk, query: str, user: User | None) -> tuple[str, str] | None:
    """Return file name and text of one figure."""
    view = url_state.read(query, desk.known(user))
    result = _result(desk, view, user)
    return (f"{result.measure.id}.csv", tables.result_csv(result)) if result else None


def page_csv(desk: Desk, query: str, user: User | None, path: str = "/") -> tuple[str, str] | None:
    """Return file name and text of all figures of a page."""
    page = page_at(path)
    if page.path != path:
        return None
    view = url_state.read(query, desk.known(user))
    results = desk.answers(page.measures, view.filters, user)
    results = other_side.set_beside(desk, results, view, user)
    day = desk.as_of.replace(tzinfo=dt.UTC).astimezone(desk.config.company.zone)
    name = page.name.lower().replace(" ", "_")
    return f"{name}_{day:%Y-%m-%d}.csv", tables.results_csv(list(results.values()))


def _result(desk: Desk, view: View, user: User | None) -> Result | None:
    if view.about is None:
        return None
    found = desk.answers((view.about,), view.filters, user)
    return other_side.set_beside(desk, found, view, user).get(view.about)


def _text(query: object) -> str:
    """Take a query for what it is: anything but text counts as none."""
    return query if isinstance(query, str) else ""

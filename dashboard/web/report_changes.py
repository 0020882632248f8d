"""What changed between two snapshots: the few changes that are told, and each figure in its parts.

The bridge draws the change alone: zero is the figure as it was, so that its parts can be seen
however large the figure is.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.present import change_words
from dashboard.present.pages import home_of
from dashboard.present.sentence import plural
from dashboard.snapshots.change import Changes, FigureChange, Line, Part, Restated
from dashboard.web.guide import answer_address
from dashboard.web.listing import Column, listing
from dashboard.web.parts import Child, aria, heard, percent
from dashboard.web.reports_room import ReportsRoom
from dashboard.web.section import section

# So many restated values stand on the page; the file has all.
_MOST_RESTATED = 50
_MOST_MOVERS = 8


def told(room: ReportsRoom, changes: Changes) -> html.Ol:
    """Return the changes that are more than noise, deals before figures."""
    return html.Ol([_told(room, changes, each) for each in changes.told()], className="told")


def _told(room: ReportsRoom, changes: Changes, line: Line) -> html.Li:
    said: list[Child] = [html.P(line.said, className="said")]
    if line.beside:
        said.append(html.P(line.beside, className="beside-it"))
    links = _links(room, changes, line)
    if links:
        said.append(html.Div(links, className="links"))
    return html.Li(said)


def _links(room: ReportsRoom, changes: Changes, line: Line) -> list[Child]:
    """Return the ways to what a change consists of: stories of deals, parts of a figure, rows."""
    if line.about == "figure":
        return [html.A("Its parts", href=f"#figure-{line.key}", className="link")]
    if line.about == "restated":
        return [html.A("The rows", href="#restated", className="link")]
    deals = {each.record_id: each for each in changes.deals if each.kind == line.key}
    found = [deals[each] for each in line.records if each in deals]
    return [_story(room, each.record_id, each.account) for each in found]


def _story(room: ReportsRoom, record_id: str, account: str | None) -> html.A:
    name = account or f"Deal {record_id}"
    address = room.address(deal=record_id)
    return html.A(name, href=address, className="link", **aria(label=f"{name}: its story"))


def figures(room: ReportsRoom, changes: Changes) -> html.Section:
    """Return each figure that moved, in its parts; those told of first, the others folded."""
    moved = [each for each in changes.figures if each.by and each.parts]
    still = [each.title for each in changes.figures if each.by == 0]
    open_ones = {each.key for each in changes.told() if each.about == "figure"}
    first = [each for each in moved if each.is_signal or each.figure in open_ones]
    rest = [each for each in moved if each not in first]
    blocks = [_figure(room, each) for each in first]
    folds = [_folded(room, each) for each in rest]
    title = "The figures then and now"
    note = (
        "Each change in its parts, in one order: what was restated, what is counted otherwise, "
        "what went on, what left the period, what is new. As printed, they add up."
    )
    if not moved:
        well = html.P("No figure moved.", className="all-well")
        return section(title, "", well, name="figures")
    unmoved = [html.P(f"As before: {words.listed(still)}.", className="note")] if still else []
    return section(title, note, *blocks, *folds, *unmoved, name="figures")


def _folded(room: ReportsRoom, figure: FigureChange) -> html.Details:
    line = html.Span(
        [
            html.Span(figure.title, className="question"),
            html.Span(_says(room, figure), className="says"),
        ],
        className="summary",
    )
    body = _figure(room, figure, is_titled=False)
    return html.Details([html.Summary(line), body], className="moved-figure")


def _says(room: ReportsRoom, figure: FigureChange) -> str:
    """Say what a figure is and was, without its name, which stands before it."""
    before, after = (_end(room, figure, each) for each in (figure.before, figure.after))
    return figure.said.removeprefix(f"{figure.title}: ") or f"{before}, then {after}"


def _figure(room: ReportsRoom, figure: FigureChange, *, is_titled: bool = True) -> html.Div:
    head = [html.H3(_way(room, figure)), html.P(figure.said, className="says")] * is_titled
    why = [html.P(figure.why, className="note")] * bool(figure.why)
    return html.Div(
        [*head, *why, _bridge(room, figure), *_movers(room, figure)],
        className="parts-of",
        id=f"figure-{figure.figure}",
    )


def _movers(room: ReportsRoom, figure: FigureChange) -> list[Child]:
    """Name the records that moved a figure most, each with its story."""
    unit, currency = figure.unit, room.sheet.currency
    told: list[Child] = []
    for each in figure.movers[:_MOST_MOVERS]:
        by = change_words.signed(each.by, unit, currency)
        told += [" · " if told else " ", _story(room, each.record_id, each.account), f" {by}"]
    return [html.P(["Most of it:", *told], className="movers note")] if told else []


def _way(room: ReportsRoom, figure: FigureChange) -> Child:
    """Return the figure's name as the way to its answer of today."""
    if home_of(figure.measure) is None:
        return figure.title
    return html.A(figure.title, href=answer_address(room.sheet, figure.measure))


def _end(room: ReportsRoom, figure: FigureChange, value: float | None) -> str:
    if value is None:
        return words.UNKNOWN
    return change_words.end(value, figure.unit, room.sheet.currency)


def _bridge(room: ReportsRoom, figure: FigureChange) -> html.Table:
    """Return the parts as a table whose middle column draws where each begins and ends."""
    parts = [each for each in figure.parts if each.by or each.records]
    before, unit, currency = figure.before or 0.0, figure.unit, room.sheet.currency
    sizes = change_words.parts(before, [each.by for each in parts], unit, currency)
    spans = spans_of([each.by for each in parts])
    (by,) = change_words.parts(before, [sum(each.by for each in parts)], unit, currency)
    body = [
        _stock(f"On {_day(room, 0)}", _end(room, figure, figure.before)),
        *(_part(*each) for each in zip(parts, sizes, spans, strict=True)),
        _stock(f"On {_day(room, 1)}", _end(room, figure, figure.after), f"{by} in all"),
    ]
    heads = ["Part", "How far it moved the figure", "By", "Records"]
    head = html.Tr([html.Th(heard(each), scope="col") for each in heads])
    caption = html.Caption(f"{figure.title}: the parts of its change", className="heard")
    return html.Table([caption, html.Thead(head), html.Tbody(body)], className="parts-table")


def _day(room: ReportsRoom, at: int) -> str:
    snapshot = room.pair[at]
    return room.labels[snapshot.name] if snapshot else ""


def _stock(name: str, value: str, said: str = "") -> html.Tr:
    cells = [html.Td(said, className="way-of"), html.Td(html.B(value)), html.Td()]
    return html.Tr([html.Th(name, scope="row"), *cells], className="stock")


def _part(part: Part, size: str, span: tuple[float, float, float]) -> html.Tr:
    zero, left, width = span
    drawn = html.Div(
        [
            html.I(className="zero", style={"left": percent(zero)}),
            html.Span(
                className=f"fill fill-{'solid' if part.by >= 0 else 'unknown'}",
                style={"left": percent(left), "width": percent(width)},
            ),
        ],
        className="from-to",
        **aria(hidden="true"),
    )
    records = plural(part.records, "record") if part.records else ""
    return html.Tr(
        [
            html.Th(change_words.PARTS.get(part.kind, words.word(part.kind)), scope="row"),
            html.Td(drawn, className="way-of"),
            html.Td(size),
            html.Td(records, className="records-of"),
        ]
    )


def spans_of(parts: Sequence[float]) -> list[tuple[float, float, float]]:
    """Return for each part where zero, its bar's left end and its width are, in hundredths."""
    arrived = [0.0]
    for each in parts:
        arrived.append(arrived[-1] + each)
    low, high = min(arrived), max(arrived)
    size = (high - low) or 1.0
    zero = 100 * -low / size
    return [
        (zero, 100 * (min(begins, ends) - low) / size, 100 * abs(ends - begins) / size)
        for begins, ends in itertools.pairwise(arrived)
    ]


def restated(room: ReportsRoom, changes: Changes) -> html.Section:
    """Return the values that are stated otherwise than in the earlier snapshot."""
    title = "Restated since"
    found = changes.restated
    if not changes.is_restated_known:
        said = "It is not known what of the past was restated between the two."
        return section(title, "", html.P(said, className="note"), name="restated")
    if not found:
        well = html.P("No value of the past is stated otherwise now.", className="all-well")
        return section(title, "", well, name="restated")
    columns = (Column("Of the day"), Column("Now, and before"))
    rows = [(_day_of(each), _restated(room, each)) for each in found[:_MOST_RESTATED]]
    is_one = len(found) == 1
    note = f"{plural(len(found), 'value')} of days that were over {'is' if is_one else 'are'} "
    note += "stated otherwise now."
    body: list[Child] = [listing(columns, rows, name=title)]
    if changes.headline_restated:
        body.insert(0, html.P(changes.headline_restated, className="says"))
    if len(found) > _MOST_RESTATED:
        more = f"These are the first {_MOST_RESTATED}; the file of rows has all."
        body.append(html.P(more, className="note"))
    return section(title, note, *body, name="restated")


def _day_of(found: Restated) -> str:
    return (
        words.date(dt.date.fromisoformat(found.business_date[:10])) if found.business_date else ""
    )


def _restated(room: ReportsRoom, found: Restated) -> Child:
    """Say what a record states now; of a deal, its name leads to its story."""
    name, colon, rest = found.said.partition(": ")
    if found.table != "deals" or not colon:
        return found.said
    return [html.A(name, href=room.address(deal=found.record_id)), f"{colon}{rest}"]


def definitions(changes: Changes) -> Child:
    """Say which measures count otherwise than before; nothing where none does."""
    if not changes.definitions and not changes.is_config_changed:
        return None
    said = [html.Li(each.title) for each in changes.definitions]
    note = "These count otherwise than when the earlier report was made."
    body: list[Child] = [html.Ul(said, className="reading")] * bool(said)
    if changes.is_config_changed:
        body.append(html.P("The config was changed between the two.", className="note"))
    return section("Counted otherwise", note if said else "", *body, name="definitions")


def notes(changes: Changes) -> list[Child]:
    """Return what else is to be known of the comparison."""
    return [html.P(each, className="note") for each in changes.notes]

"""One item of a meeting: the question, the fact, what is at stake, what each side would say."""

from __future__ import annotations

import hashlib

import polars as pl
from dash import html

from dashboard import words
from dashboard.decisions import CHOICES, Decision
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.registry import Measure
from dashboard.meeting import Item, Prices, Stake
from dashboard.present.marks import NOUNS
from dashboard.present.sentence import plural
from dashboard.web.meeting_form import decide_form, side_form
from dashboard.web.meeting_room import Room
from dashboard.web.parts import Child, aria, counted, link, percent, see
from dashboard.web.sides import SIDES

# As many boxes as an eye counts; above this a bar says it.
_MOST_BOXES = 120
_TEN = 10
# What may be known of a record that is read without names: nothing of what became of it.
_BLIND = {
    "source": "from",
    "created_date": "came in",
    "hand_raised_date": "asked",
    "score": "score",
    "amount_at_creation": "amount",
    "stage": "stage",
    "pipeline": "pipeline",
}


def item_screen(room: Room, item: Item) -> html.Div:
    """Return one screen; a slot without an item says calmly why."""
    measure = room.measure(item)
    if measure is None:
        return html.Div([html.H1(item.why), _unlock(room, item)], className="nothing")
    return html.Div(
        [
            html.P(
                [measure.question, counted(room.sheet.about(measure.id), measure.question)],
                className="question",
            ),
            html.H1(_headline(item)),
            *_then(item.decision),
            html.Div([_fact(room, item), _stake(room, item.stake)], className="fact-and-stake"),
            _sides(room, item, measure),
            decide_form(room, item),
            _ten(room, item),
        ]
    )


def _headline(item: Item) -> str:
    if item.result is None:
        return "The answer to this decision cannot be made now."
    return item.result.finding


def _unlock(room: Room, item: Item) -> Child:
    if item.slot != "argue":
        return None
    return html.P(
        html.A("What would unlock it", href=room.sheet.elsewhere("/data"), className="link")
    )


def _then(decision: Decision | None) -> list[Child]:
    """Say of a decision that is due what was decided, by whom, and what it read then."""
    if decision is None:
        return []
    chosen = CHOICES.get(decision.choice, decision.choice)
    said = f"On {words.date(decision.decided_on)} we decided: {chosen}. Owner: {decision.owner}."
    read = f" It read then: {decision.finding}" if decision.finding else ""
    note = f" {decision.note}" if decision.note else ""
    return [html.P([html.B(said), read, note], className="then")]


def _fact(room: Room, item: Item) -> html.Div:
    """Return the fact as k of n, in boxes where they can be counted, and the way to its records."""
    found = _k_of_n(room, item)
    if item.result is None or found is None:
        return html.Div(className="fact")
    k, n = found
    one, many = NOUNS[item.result.measure.records]
    whole = f"{words.count(n)} {many if n != 1 else one}"
    said = plural(k, one, many) if n == k else f"{words.count(k)} of {whole}"
    drawn = _boxes(k, n) if n <= _MOST_BOXES else _bar(k, n)
    return html.Div(
        [
            html.H2(said),
            *([drawn] if n > k else []),
            html.P(item.result.population, className="note"),
            html.P(
                link(see(k, one, many), room.sheet.drill(item.result.measure.id, **room.mark(item)))
            ),
        ],
        className="fact",
    )


def _k_of_n(room: Room, item: Item) -> tuple[int, int] | None:
    result, row = item.result, room.main_row(item)
    if result is None:
        return None
    if isinstance(result.rows, LedgerRows):
        return result.rows.n, result.rows.n
    if row is None or row.events is None:
        return None
    if result.measure.input == "values":
        first = result.measure.keys[0]
        everyone = result.row(**{**row.keys, first: "all"})
        return row.events, int((everyone or row).n or 0)
    return row.events, int(row.n or 0)


def _boxes(k: int, n: int) -> html.Div:
    boxes = [html.I(className="on" if at < k else None) for at in range(n)]
    return html.Div(boxes, className="boxes-of", **aria(hidden="true"))


def _bar(k: int, n: int) -> html.Div:
    fill = html.Span(className="fill", style={"width": percent(100 * k / n)})
    return html.Div(fill, className="bar-of", **aria(hidden="true"))


def _stake(room: Room, stake: Stake | None) -> html.Div:
    """Return what is at stake as a range; what was won already is counted and not at stake."""
    if stake is None:
        return html.Div(className="stake")
    currency, prices = room.sheet.currency, room.prices
    lines: list[Child] = [html.H2("What is at stake"), html.P(stake.words, className="label")]
    if stake.counted is not None:
        lines += [
            html.P([html.B(words.money(stake.counted, currency)), " counted"], className="size"),
            html.P("What the others would have bought is not known.", className="label"),
        ]
    elif stake.unit == "hours":
        lines += [
            html.P(
                html.B(f"{plural(words.whole(stake.low or 0), 'hour')} or more"), className="size"
            ),
            html.P(_assumed(prices, stake, currency), className="label"),
        ]
    else:
        size = f"{words.money(stake.low, currency)} to {words.money(stake.high, currency)}"
        lines.append(html.P(html.B(size), className="size"))
    return html.Div(lines, className="stake")


def _assumed(prices: Prices, stake: Stake, currency: str) -> str:
    who = f"confirmed by {prices.confirmed_by}" if prices.confirmed_by else "not yet confirmed"
    return (
        f"Your assumption: {words.count(prices.minutes_per_touch)} minutes a try, "
        f"{words.money(prices.hour_cost, currency)} an hour, so "
        f"{words.money(stake.worth(prices), currency)} or more; {who}."
    )


def _sides(room: Room, item: Item, measure: Measure) -> html.Div:
    """Return what each side would say, who wrote it, and what would settle it."""
    boxes = [_side(room, item, measure, side) for side in SIDES]
    settles = item.result.next_step if item.result else ""
    boxes.append(html.Div([html.H2("What would settle it"), html.P(settles, className="quote")]))
    return html.Div(boxes, className="sides")


def _side(room: Room, item: Item, measure: Measure, side: str) -> html.Div:
    own = room.log.said.get((measure.id, side))
    text = own or (item.result.sides.get(side) if item.result else "") or "Not written yet."
    by = f"Written by {side}" if own else "Written by the measure, for either side to change"
    return html.Div(
        [
            html.H2(SIDES[side]),
            html.P(text, className="quote"),
            html.P(by, className="note"),
            *([side_form(item, side, text)] if room.may_decide else []),
        ]
    )


def _ten(room: Room, item: Item) -> Child:
    """Return ten of the records, always the same, without names and without what became of them."""
    found = room.records(item)
    if found is None or item.result is None or not found.frame.height:
        return None
    frame = drawn_of(found.frame, item.result.measure.id)
    known = [name for name in (*_BLIND, *(each.name for each in room.sheet.config.dimensions))
             if name in frame.columns]  # fmt: skip
    rows = [html.Li(_told(room, known, row)) for row in frame.select(known).iter_rows(named=True)]
    noun = NOUNS[item.result.measure.records]
    summary = f"Read {words.count(frame.height)} records, without names"
    said = (
        f"Drawn by lot from {plural(found.n, *noun)}, the same for everybody. Say of each what you "
        "would do, then open the list above."
    )
    return html.Details(
        [html.Summary(summary), html.P(said, className="note"), html.Ol(rows)],
        className="ten",
        id="ten",
    )


def _told(room: Room, known: list[str], row: dict[str, object]) -> str:
    parts = []
    for name in known:
        if row[name] is None:
            continue
        kind = "money" if name.startswith("amount") else ""
        value = words.formatted(row[name], kind, room.sheet.currency)
        parts.append(f"{_BLIND.get(name, name.replace('_', ' '))} {value}")
    return "; ".join(parts) or "Nothing is recorded of this one."


def drawn_of(frame: pl.DataFrame, lot: str) -> pl.DataFrame:
    """Draw ten records by a lot that every reader draws alike, whatever the order of the rows."""
    ids = frame["record_id"].cast(pl.String).to_list()
    lots = [hashlib.sha256(f"{lot}/{each}".encode()).hexdigest() for each in ids]
    return frame.with_columns(pl.Series("lot", lots)).sort("lot").head(_TEN).drop("lot")

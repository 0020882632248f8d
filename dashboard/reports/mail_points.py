"""The points of a mail, at most six: what changed first, then what stands, then what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard import words
from dashboard.measures.result import FEW, Result
from dashboard.present import gate_words, headlines, overview_words
from dashboard.present.gate_lines import scale_of
from dashboard.present.gate_words import Net
from dashboard.present.pages import page_at
from dashboard.present.print import strips
from dashboard.present.sentence import plain, plural
from dashboard.reports.material import Material
from dashboard.reports.ways import records_behind, way_to
from dashboard.snapshots.change import DealChange, FigureChange, Line

_MOST = 6
# So many points have changes of their own; further ones share the last of them.
_MOST_CHANGES = 2
# So many deals are listed under a point.
_MOST_DEALS = 5
# Who reads on Monday prepares what is due until the next one.
_AHEAD = dt.timedelta(days=7)
_SILENT = "stalled_immediately"


@dataclass(frozen=True)
class Way:
    """Words that lead to the dashboard."""

    said: str
    address: str


@dataclass(frozen=True)
class Deal:
    """A deal under a point: its name, what became of it, what it is worth, its story."""

    name: str
    what: str
    amount: str
    story: str | None = None


@dataclass(frozen=True)
class Picture:
    """A bar without words, by its content id, and the words below it.

    `left` and `right` are words in the colours of the parts that they name; `zero` is where the
    zero of an axis is, in hundredths of the bar's width. It is so many pixels high on any screen.
    """

    cid: str
    png: bytes
    height: int
    spoken: str
    left: tuple[str, str] = ("", "ink3")
    right: tuple[str, str] = ("", "ink3")
    zero: float | None = None


@dataclass(frozen=True)
class Point:
    """One point: the fact, what is beside it, where it leads, its deals or its bar."""

    said: str
    beside: str = ""
    way: Way | None = None
    deals: tuple[Deal, ...] = ()
    picture: Picture | None = None
    # What is said where the deals are not listed below it.
    whole: str = ""


def points_of(told: Material) -> list[Point]:
    """Return all points of a mail."""
    changed, rest = list(_changes(told)), list(_rest(told))
    if told.only is None:
        standing = [_wins(told), _silence(told), _gate(told)]
    else:
        standing = list(_page(told))[: _MOST - len(changed) - len(rest)]
    return [*changed, *standing, *rest]


def _way(said: str, address: str | None) -> Way | None:
    return Way(said, address) if address else None


def _changes(told: Material) -> Iterator[Point]:
    """Yield what changed and is more than noise, each deal of it named."""
    lines = list(told.changes.told()) if told.changes else []
    own = lines if len(lines) <= _MOST_CHANGES else lines[: _MOST_CHANGES - 1]
    for line in own:
        yield _change(told, line)
    others = lines[len(own) :]
    if others:
        yield Point(
            f"{plural(len(others), 'further change')} beyond the usual",
            " ".join(each.said for each in others),
            _since(told),
        )


def _since(told: Material) -> Way | None:
    """Lead to the page that sets this report beside the one before."""
    if told.since is None:
        return None
    address = way_to(told, "/reports", since=told.since.name, upto=told.name)
    return _way("What changed", address)


def _change(told: Material, line: Line) -> Point:
    if line.about != "deals" or told.changes is None:
        return Point(line.said, line.beside, _since(told))
    of_line = [each for each in told.changes.deals if each.record_id in line.records]
    deals = [each for each in of_line if each.kind == line.key]
    if len(deals) == 1:
        return _one_deal(told, line, deals[0])
    listed = [_deal(told, each) for each in deals[:_MOST_DEALS]]
    others = len(deals) - len(listed)
    if others:
        listed.append(Deal(f"{words.count(others)} more", "", ""))
    head = line.said.partition(": ")[0]
    return Point(head, line.beside, _since(told), tuple(listed), whole=line.said)


def _one_deal(told: Material, line: Line, deal: DealChange) -> Point:
    """Part what became of a deal from how it came: Corvid won, $240k. We had turned it away."""
    worth = f", {words.money(deal.amount, told.currency)}" if deal.amount is not None else ""
    head = f"{_name(deal)} won{worth}"
    rest = line.said.removeprefix(f"{head}. ") if line.said.startswith(f"{head}. ") else ""
    story = _way("Its story", way_to(told, "/", deal=deal.record_id))
    if not rest:
        return Point(line.said, line.beside, story)
    return Point(head, f"{rest} {line.beside}".strip(), story, whole=line.said)


def _deal(told: Material, deal: DealChange) -> Deal:
    amount = words.money(deal.amount, told.currency) if deal.amount is not None else ""
    return Deal(_name(deal), _what(deal), amount, way_to(told, "/", deal=deal.record_id))


def _name(deal: DealChange) -> str:
    return deal.account or f"Deal {deal.record_id}"


def _what(deal: DealChange) -> str:
    days = words.days(deal.silent_days) if deal.silent_days is not None else ""
    if deal.kind == "went_silent":
        return ", ".join(each for each in (days, deal.stage) if each)
    if deal.kind == "revived":
        return f"after {days}" if days else ""
    day = dt.date.fromisoformat(deal.date) if deal.date else None
    return f"won {words.date(day)}" if day else ""


def _wins(told: Material) -> Point:
    """Say how many wins did not come through our gate: row 1 of the Overview."""
    if told.usable("path_mix") is None:
        return _missing(told, "path_mix")
    outside = overview_words.won_by(told, overview_words.OUTSIDE)
    mark = {"component": "ours", "statistic": "deals"}
    link = records_behind(told, "won_without_gate", mark)
    return Point(
        plain(overview_words.how_wins_came(told)),
        _beside_figure(told, "won_without_gate_deals"),
        _way(_see(outside), link) if outside else None,
        picture=_wins_picture(told, outside),
    )


def _wins_picture(told: Material, outside: float) -> Picture | None:
    paper = strips.path_strip(told) if overview_words.wins(told) >= FEW else None
    if paper is None:
        return None
    gated = overview_words.won_by(told, overview_words.GATED)
    left = f"through every gate {words.count(gated)}"
    right = f"did not come through {words.count(outside)}"
    spoken = plain(overview_words.headline(told))
    return Picture(
        "wins",
        paper.png(),
        round(paper.height),
        spoken,
        (left, "blue-text"),
        (right, "vermillion-text"),
    )


def _silence(told: Material) -> Point:
    """Say how many deals that passed went silent at once: row 2 of the Overview."""
    group = "through_every_gate"
    row = told.row(_SILENT, path_group=group)
    if row is None:
        group = "all"
        row = told.row(_SILENT, path_group=group)
    if row is None:
        return _missing(told, _SILENT)
    picture = None
    paper = strips.silent_strip(told, group) if (row.n or 0) >= FEW else None
    if paper is not None:
        said = f"{words.in100(row.value)} in 100 without a sign of life"
        tone = "ink" if group == "all" else "blue-text"
        picture = Picture("silent", paper.png(), round(paper.height), said, (said, tone))
    link = records_behind(told, _SILENT, {"path_group": group})
    return Point(
        plain(overview_words.moving_or_stuck(told, row, group)),
        _beside_figure(told, _SILENT) if group != "all" else "",
        _way(_see(row.events), link) if row.events else None,
        picture=picture,
    )


def _gate(told: Material) -> Point:
    """Say what the gate lost and saved: row 3 of the Overview; without a net what is counted."""
    link = way_to(told, "/gate")
    net = gate_words.net_of(told)
    if net is not None:
        size = gate_words.test_size(told)
        is_open = gate_words.verdict_of(told) == gate_words.NOT_SETTLED
        settles = f"What would settle it: {words.count(size)} people a side." if size else ""
        said = plain(gate_words.row_sentence(told, net))
        way = _way("What it costs, what it protects", link)
        return Point(said, settles if is_open else "", way, picture=_gate_picture(told, net))
    won = told.row("rejected_then_won", statistic="deals")
    if won is None:
        return _missing(told, "rejected_then_won")
    said = plain(overview_words.the_gate(told, won, overview_words.people_turned_away(told)))
    return Point(said, "", _way("The gate", link))


def _gate_picture(told: Material, net: Net) -> Picture | None:
    paper = strips.gate_strip(told)
    if paper is None:
        return None
    low, high = gate_words.ends(net, told.currency)
    spoken = words.begun(gate_words.between(net, told.currency))
    ends = (low, high) if net.low < 0 < net.high else (spoken, "")
    place = scale_of((net.low, net.high)).place(0.0)
    low_end, high_end = ((each, "ink2") for each in ends)
    return Picture("gate", paper.png(), round(paper.height), spoken, low_end, high_end, place)


def _page(told: Material) -> Iterator[Point]:
    """Yield what a report of one page argues first, then what its other answers found."""
    page = page_at(told.path)
    said = plain(headlines.headline(told, page.path))
    yield Point(said, "", _way(page.name, way_to(told, page.path)))
    for each in page.cards:
        result = told.results.get(each)
        if result is not None and _is_told(result) and result.finding != said:
            yield Point(result.finding)


def _is_told(result: Result) -> bool:
    return result.status in ("ok", "too few") and bool(result.finding)


def _missing(told: Material, measure_id: str) -> Point:
    """Keep the place of what cannot be said, with the reason and what would mend it."""
    result = told.results.get(measure_id)
    if result is None:
        return Point("This answer could not be made.")
    needs = words.begun(result.needs[0]) + "." if result.needs else ""
    return Point(result.finding, needs)


def _beside_figure(told: Material, figure: str) -> str:
    """Say what a figure was, and whether it moved beyond luck."""
    change = told.changes.of(figure) if told.changes else None
    if change is None or change.before is None or told.changes is None:
        return ""
    day = words.date(dt.date.fromisoformat(told.changes.since_as_of[:10]))
    if change.by == 0:
        return f"As on {day}."
    now, then = words.in100(change.after), words.in100(change.before)
    return f"{now} in 100 now, {then} on {day}{_verdict(change)}."


def _verdict(change: FigureChange) -> str:
    if change.is_signal:
        return "; more of a change than luck brings"
    return "" if change.test == "none" or change.p is None else ": as usual"


# A fact, what is beside it, and where it leads.
_Fact = tuple[str, str, Way | None]


def _rest(told: Material) -> Iterator[Point]:
    """Yield one more point, of what is due, what was restated and how much can be traced."""
    found = [each for say in (_due, _restated, _traced) if (each := say(told)) is not None]
    if found:
        first, *others = found
        beside = [first[1], *(f"{said}. {more}".strip() for said, more, _ in others)]
        way = next((way for _, _, way in found if way), None)
        yield Point(first[0], " ".join(filter(None, beside)), way)


def _due(told: Material) -> _Fact | None:
    """Name the decision that has waited longest for its review, and count the others."""
    found = told.log.due(told.as_of_day + _AHEAD)
    if not found:
        return None
    first, others = found[0], len(found) - 1
    more = f"And {plural(others, 'other decision')} to look at again." if others else ""
    said = f"Due {words.date(first.review_on)}: “{first.note or first.question}”"
    return said, more, _way("The meeting", way_to(told, "/meeting"))


def _restated(told: Material) -> _Fact | None:
    changes = told.changes
    if changes is None:
        return None
    records = len({(each.table, each.record_id) for each in changes.restated})
    if not records:
        day = words.date(dt.date.fromisoformat(changes.since_as_of[:10]))
        return f"Nothing of the past was restated since {day}", "", None
    more = f" {words.count(records - 1)} more." if records > 1 else ""
    detail = changes.headline_restated or f"{changes.restated[0].said}{more}"
    return f"Restated: {plural(records, 'past record')}", detail, _since(told)


def _traced(told: Material) -> _Fact | None:
    """Say of how much won money the way is known."""
    known = overview_words.won_by(told, tuple(words.PATH_CLASSES), "amount")
    if not known or told.usable("path_mix") is None:
        return None
    unknown = overview_words.won_by(told, ("unlinked",), "amount")
    return f"{words.percent(1 - unknown / known)} of won money is traced to its way", "", None


def _see(number: float | None) -> str:
    if number == 1:
        return "See the deal"
    return f"See the {words.count(number)} deals"

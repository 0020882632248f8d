"""The points of a mail, at most six: what changed first, then what stands, then what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard import words
from dashboard.measures.result import FEW, Result
from dashboard.present import gate_words, headlines, overview_words
from dashboard.present.gate_lines import scale_of
from dashboard.present.gate_words import Net
from dashboard.present.pages import page_at
from dashboard.present.print import strips
from dashboard.present.sentence import plain
from dashboard.reports.mail_changes import changes, rest
from dashboard.reports.mail_parts import Picture, Point, way
from dashboard.reports.material import Material
from dashboard.reports.ways import records_behind, way_to
from dashboard.snapshots.change import FigureChange

_MOST = 6
_SILENT = "stalled_immediately"


def points_of(told: Material) -> list[Point]:
    """Return all points of a mail."""
    changed, others = list(changes(told)), list(rest(told))
    if told.only is None:
        standing = [_wins(told), _silence(told), _gate(told)]
    else:
        standing = list(_page(told))[: _MOST - len(changed) - len(others)]
    return [*changed, *standing, *others]


def _wins(told: Material) -> Point:
    """Say how many wins did not come through our gate: row 1 of the Overview."""
    if told.usable("path_mix") is None:
        return _missing(told, "path_mix")
    outside = overview_words.won_by(told, overview_words.OUTSIDE)
    mark = {"component": "ours", "statistic": "deals"}
    link = records_behind(told, "won_without_gate", mark)
    return Point(
        plain(overview_words.how_wins_came(told)),
        _beside_figure(told, "won_without_gate_deals", is_rate_new=True),
        way(_see(outside), link) if outside else None,
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
        _beside_figure(told, _SILENT, is_rate_new=False) if group != "all" else "",
        way(_see(row.events), link) if row.events else None,
        picture=picture,
    )


def _gate(told: Material) -> Point:
    """Say what the gate lost and saved: row 3 of the Overview; without a net what is counted."""
    link = way_to(told, "/gate")
    net = gate_words.net_of(told)
    if net is not None:
        size = gate_words.test_size(told)
        is_open = gate_words.verdict_of(told) == gate_words.NOT_SETTLED
        settles = (
            f"A test by lot would settle it: {words.count(size)} people a side." if size else ""
        )
        said = plain(gate_words.row_sentence(told, net))
        leads = way("What it costs, what it protects", link)
        return Point(said, settles if is_open else "", leads, picture=_gate_picture(told, net))
    won = told.row("rejected_then_won", statistic="deals")
    if won is None:
        return _missing(told, "rejected_then_won")
    said = plain(overview_words.the_gate(told, won, overview_words.people_turned_away(told)))
    return Point(said, "", way("The gate", link))


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
    yield Point(said, "", way(page.name, way_to(told, page.path)))
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


def _beside_figure(told: Material, figure: str, *, is_rate_new: bool) -> str:
    """Say what a share was, and whether it moved beyond luck; what it is, if that is new."""
    change = told.changes.of(figure) if told.changes else None
    if change is None or change.before is None or told.changes is None:
        return ""
    day = words.date(dt.date.fromisoformat(told.changes.since_as_of[:10]))
    now, then = words.in100(change.after), words.in100(change.before)
    if now == then:
        return f"{now} in 100, the same as on {day}." if is_rate_new else f"The same as on {day}."
    said = f"{now} in 100 now, {then}" if is_rate_new else f"{then} in 100"
    return f"{said} on {day}{_verdict(change)}."


def _verdict(change: FigureChange) -> str:
    if change.is_signal:
        return "; more of a change than luck brings"
    return "" if change.test == "none" or change.p is None else ": as usual"


def _see(number: float | None) -> str:
    if number == 1:
        return "See the deal"
    return f"See the {words.count(number)} deals"

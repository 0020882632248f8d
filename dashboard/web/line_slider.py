"""Where the line of the gate could stand: a slider over its scores, whose answer is a range.

The rows of all possible lines are one answer, so moving the slider asks no warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable

from dash import dcc, html

from dashboard import words
from dashboard.measures.estimates.gate_said import lost_or
from dashboard.measures.result import Row
from dashboard.present.possible_lines import Lines, lines_of
from dashboard.web.line_fan import fan, net_bar
from dashboard.web.parts import Child, aria, percent
from dashboard.web.sheet import Sheet

MEASURE = "threshold_tradeoff"


def slider(sheet: Sheet, rows: Iterable[Row]) -> Child:
    """Return the slider with its answer; nothing where there is no line to move."""
    lines = lines_of(rows)
    if lines is None:
        return None
    line = lines.nearest(sheet.line)
    return html.Div(
        [
            html.Div(
                _said(sheet, lines, line),
                id={"kind": "line-answer", "of": MEASURE},
                className="line-answer",
                **aria(live="polite"),
            ),
            fan(lines, sheet.currency),
            # A script puts the control here: it is of no use without one.
            html.Div(className="line-track"),
            html.Div(_scores(lines), className="line-scores", **aria(hidden="true")),
            dcc.Store(id={"kind": "line-asked", "of": MEASURE}),
        ],
        className="line-slider",
        style={"--at": percent(lines.place(line))},
        **{
            "data-lines": ",".join(f"{each:g}" for each in lines.at),
            "data-line": f"{line:g}",
            "data-today": f"{lines.today:g}",
            "data-place": f"{sheet.path}{sheet.here(line=None)}",
        },
    )


def line_answer(sheet: Sheet, rows: Iterable[Row]) -> list[Child]:
    """Return what changes as the slider moves."""
    lines = lines_of(rows)
    return _said(sheet, lines, lines.nearest(sheet.line)) if lines else []


def _said(sheet: Sheet, lines: Lines, line: float) -> list[Child]:
    if line == lines.today:
        beside = [_bar_beside(lines, each) for each in lines.beside() if lines.money(each)]
        return [html.P(_today(sheet, lines), className="line-said"), *beside]
    money = lines.money(line)
    cannot = " Our records cannot say which." if money and money.is_open else ""
    begun: list[Child] = [html.B(f"At {line:g}: "), f"{_what(sheet, lines, line)}.{cannot}"]
    if money is None:
        return [html.P(begun, className="line-said")]
    return [
        html.P(begun, className="line-said"),
        net_bar(lines, line),
        html.P(f"{_guess(sheet, lines, line)}{_beside_money(lines, line)}", className="note"),
    ]


def _today(sheet: Sheet, lines: Lines) -> list[Child]:
    """Say what a line below and one above would change: neither way is put first by us."""
    beside = "; ".join(f"at {line:g}: {_what(sheet, lines, line)}" for line in lines.beside())
    return [html.B(f"Today’s line is {lines.today:g}. "), f"{words.begun(beside)}."]


def _bar_beside(lines: Lines, line: float) -> html.Div:
    name = html.Span(f"{line:g}", **aria(hidden="true"))
    return html.Div([name, net_bar(lines, line)], className="line-beside")


def _what(sheet: Sheet, lines: Lines, line: float) -> str:
    """Say what the money of a year would be with the line there, or why that cannot be said."""
    money = lines.money(line)
    if money is not None:
        return f"{lost_or(money.low, money.high, sheet.currency, 'gained')} a year"
    row = lines.row(line, "net")
    reason = str(row.details.get("reason") or "") if row else ""
    return f"{reason[:1].lower()}{reason[1:].rstrip('.')}" or "too few people to say"


def _guess(sheet: Sheet, lines: Lines, line: float) -> str:
    """Say what is most likely, where records allow a guess, and by what kind of comparison."""
    net = lines.row(line, "net")
    grade = net.details.get("point_grade") if net else None
    if net is None or net.value is None or grade is None:
        return ""
    said = lost_or(net.value, net.value, sheet.currency, "gained")
    return f"Best guess, {words.word(str(grade))}: {said}. "


def _one_side(near: str, far: str, side: str) -> str:
    return f"{far} {side}" if near == far else f"between {near} and {far} {side}"


def _beside_money(lines: Lines, line: float) -> str:
    """Say what that takes of sellers' time, and what it would be in wins."""
    leads, hours, wins = (lines.row(line, each) for each in ("leads", "hours", "wins"))
    said = []
    if leads is not None and leads.value is not None:
        said.append(_effort(leads.value, hours, is_lower=line < lines.today))
    if wins is not None and wins.low is not None and wins.high is not None:
        said.append(f"Wins: {_wins(wins.low, wins.high)}.")
    return " ".join(said)


def _effort(leads: float, hours: Row | None, *, is_lower: bool) -> str:
    """Say how many more or fewer people sellers would call, and the hours that takes."""
    more = "more" if is_lower else "fewer"
    said = f"Sellers would call {words.count(abs(leads))} {more} people a year"
    if hours is None or hours.value is None:
        return f"{said}."
    said = f"{said}, {words.count(abs(hours.value))} hours"
    spare = hours.details.get("spare_hours")
    if not is_lower or spare is None:
        return f"{said}."
    return f"{said}; {words.count(float(str(spare)))} hours are spare (your assumption)."


def _wins(low: float, high: float) -> str:
    near, far = (words.count(abs(each)) for each in sorted((low, high), key=abs))
    if low < 0 < high:
        return f"between {words.count(-low)} fewer and {words.count(high)} more"
    return _one_side(near, far, "more" if high > 0 else "fewer")


def _scores(lines: Lines) -> list[html.Span]:
    """Write the first score, today's and the last under their places."""
    return [
        html.Span(
            f"{line:g}",
            className="at-today" if line == lines.today else None,
            style={"left": percent(lines.place(line))},
        )
        for line in dict.fromkeys((lines.at[0], lines.today, lines.at[-1]))
    ]

"""The paths beside the two that are drawn: counted on day 30, one dot a deal, not compared."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.present.standing import DAY, PATHS, STATES, Standing
from dashboard.web.moving_panel import dots
from dashboard.web.parts import Child, mark
from dashboard.web.sheet import Sheet
from dashboard.web.standing_rows import address_of

# More dots than this are no longer counted at a glance; the number alone is.
_MOST_DOTS = 40


def other_paths(sheet: Sheet, rest: Sequence[Standing], shown: Sequence[Standing]) -> html.Div:
    """Return a line per path with its counts, and how all paths add up to all deals."""
    young = any(each.unwatched for each in rest)
    heads = [words.word(state) for state in reversed(STATES)]
    heads += ["too early"] if young else []
    head = html.Thead(html.Tr([html.Td(), *(html.Th(each, scope="col") for each in heads)]))
    body = html.Tbody([_line(sheet, each, young=young) for each in rest])
    drawn = all(each.n <= _MOST_DOTS for each in rest)
    said = f"The other paths on day {DAY}"
    said += ". Each dot is a deal: counted, not compared." if drawn else ": counted, not compared."
    return html.Div(
        [
            html.P(said, className="note"),
            html.Div(html.Table([head, body]), className="sideways"),
            html.P(_sum(rest, shown), className="note"),
        ],
        className="other-paths",
    )


def _line(sheet: Sheet, standing: Standing, *, young: bool) -> html.Tr:
    path_class, tone, name = PATHS[standing.group]
    cells = [html.Td(_cell(sheet, standing, state)) for state in reversed(STATES)]
    if young:
        cells.append(html.Td(words.count(standing.unwatched) if standing.unwatched else ""))
    named = [mark(path_class), f"{name}, {words.count(standing.n)}"]
    return html.Tr([html.Th(named, scope="row"), *cells], className=f"tone-{tone}")


def _cell(sheet: Sheet, standing: Standing, state: str) -> Child:
    deals = standing.deals(state)
    if not deals:
        return "0"
    drawn = dots(state, deals) if deals <= _MOST_DOTS else None
    return html.A([html.B(words.count(deals)), drawn], href=address_of(sheet, standing, state))


def _sum(rest: Sequence[Standing], shown: Sequence[Standing]) -> str:
    """Print what is left out of the pictures, so that the counts end at all deals created."""
    above = " + ".join(words.count(each.n) for each in shown)
    below = " + ".join(f"{words.count(each.n)} {words.word(each.group)}" for each in rest)
    total = sum(each.n for each in (*shown, *rest))
    return f"{above} above + {below} = {words.count(total)} deals created open."

"""What we changed and what followed: the dated changes, one opened with both of its readings."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.followed import AGAINST, SUPPORTS, Changed, Followed, Moved, Series
from dashboard.present.pages import home_of
from dashboard.web.guide import answer_address
from dashboard.web.page_frame import safely
from dashboard.web.parts import Child, aria, percent
from dashboard.web.reports_room import ReportsRoom
from dashboard.web.section import section

TITLE = "What we changed and what followed"
_NONE = (
    "No change has a date yet. Put one into gatecost.toml, and its months before and after are set "
    "beside each other here:"
)
_EXAMPLE = '[[mark]]\ndate = 2026-06-01\nlabel = "New scoring"\nkind = "scoring"'


def followed_section(room: ReportsRoom) -> html.Section:
    """Return the dated changes, the last first; the one that the address names is open."""
    if not room.dated:
        body = [html.P(_NONE, className="all-well"), html.Pre(_EXAMPLE, className="lines-of")]
        return section(TITLE, "", *body, name="followed")
    note = "What came after a change need not come of it: both readings stand beside each other."
    lines = [_line(room, each) for each in room.dated]
    return section(TITLE, note, *lines, name="followed")


def _line(room: ReportsRoom, change: Changed) -> html.Div:
    is_open = change.key == room.sheet.change
    line = html.A(
        [
            html.Span(words.date(change.day), className="question"),
            html.Span([html.B(change.label), *_kind(change)], className="says"),
        ],
        href=room.address(change=None if is_open else change.key),
        className="summary",
        **aria(expanded=str(is_open).lower()),
        **{"data-line": f"change-{change.key}"},
    )
    told = [safely(lambda: _opened(room), "what followed")] if is_open else []
    name = "answer open" if is_open else "answer"
    return html.Div([line, *told], id=f"change-{change.key}", className=name)


def _kind(change: Changed) -> list[Child]:
    named = [words.word(change.kind)] if change.kind else []
    named += [f"at {change.gate}"] if change.gate else []
    named += ["decided in a meeting"] if change.is_decision else []
    return [html.Span(f" {', '.join(named)}", className="kind-of")] if named else []


def _opened(room: ReportsRoom) -> html.Div:
    followed = room.followed
    if followed is None:
        return html.Div(html.P("This change cannot be looked at.", className="note"))
    told = [each for each in followed.rows if each.is_told]
    of_all = _of_all(told)
    rows = [_moved(room, each, of_all) for each in told]
    command = f"gatecost followed {followed.change.key} --months {followed.months}"
    return html.Div(
        [
            html.P(followed.said, className="said"),
            *rows,
            *_list("Of each of them", of_all),
            *_list("Not compared", _untold(followed)),
            *(html.P(each, className="note") for each in followed.notes),
            html.P(["More or fewer months: ", html.Code(command)], className="note"),
        ],
        className="opened followed",
    )


def _of_all(told: Sequence[Moved]) -> list[str]:
    """Return what would stand beside each measure in the same words: it is said once."""
    if len(told) < 2:
        return []
    first, *others = (dict.fromkeys((*each.speaks_against, *each.notes)) for each in told)
    return [said for said in first if all(said in other for other in others)]


def _untold(followed: Followed) -> list[str]:
    """Return the measures that are not compared, those with one reason together."""
    reasons: dict[str, list[str]] = {}
    for each in followed.rows:
        if not each.is_told:
            reasons.setdefault(each.said, []).append(each.title)
    return [
        said if len(titles) == 1 and titles[0] in said else f"{words.listed(titles)}: {said}"
        for said, titles in reasons.items()
    ]


def _list(title: str, said: Sequence[str]) -> list[Child]:
    if not said:
        return []
    items = html.Ul([html.Li(each) for each in said], className="reading")
    return [html.Div([html.H4(title), items], className="beneath")]


def _moved(room: ReportsRoom, moved: Moved, of_all: Sequence[str]) -> html.Div:
    """Return one measure: the difference in words, its months, and both readings beside them."""
    way: list[Child] = []
    if home_of(moved.measure_id) is not None:
        address = answer_address(room.sheet, moved.measure_id)
        label = f"The answer of today: {moved.title}"
        way = [html.A("The answer of today", href=address, className="link", **aria(label=label))]
    notes = [each for each in moved.notes if each not in of_all]
    against = [each for each in moved.speaks_against if each not in of_all]
    left = [
        html.H3(moved.said),
        _sides(moved),
        *_drawn(moved),
        *(html.P(each, className="note") for each in notes),
        html.Div(way, className="links"),
    ]
    right = [_reading(SUPPORTS, moved.supports), _reading(AGAINST, against)]
    return html.Div(
        [html.Div(left), html.Div(right, className="both-readings")], className="moved two"
    )


def _sides(moved: Moved) -> html.P:
    """Return the number before and after, with the months of each."""
    parts: list[Child] = []
    for window, text in ((moved.before, moved.was_text), (moved.after, moved.now_text)):
        if window is not None:
            parts += [html.B(text), html.Span(f" {window.label}", className="kind-of"), " → "]
    return html.P(parts[:-1], className="was-now")


def _drawn(moved: Moved) -> list[Child]:
    return [_series(moved.series)] if moved.series and moved.series.points else []


def _series(series: Series) -> Child:
    """Draw the months as points, the limits of those before the change as a band."""
    known = [each for each in series.points if each.value is not None]
    if not known:
        return html.P(series.said, className="note")
    values = [each.value or 0.0 for each in known]
    bounds = [each for each in (series.low, series.high, series.middle) if each is not None]
    low, high = min([*values, *bounds]), max([*values, *bounds])
    size = (high - low) or 1.0

    def at(value: float) -> float:
        return 8 + 84 * (value - low) / size

    months = [each.month for each in series.points]
    step = 100 / len(months)
    first_after = next((at for at, each in enumerate(series.points) if each.is_after), None)
    drawn: list[Child] = []
    if series.low is not None and series.high is not None:
        ends = {
            "bottom": percent(at(series.low)),
            "height": percent(at(series.high) - at(series.low)),
        }
        drawn.append(html.I(className="limits", style=ends))
    if first_after is not None:
        drawn.append(html.I(className="changed-on", style={"left": percent(step * first_after)}))
    drawn += [
        html.I(
            className="signal" if each.is_signal else "after" if each.is_after else "",
            style={
                "left": percent(step * (months.index(each.month) + 0.5)),
                "bottom": percent(at(each.value or 0.0)),
            },
        )
        for each in known
    ]
    ends_said = html.Div(
        [html.Span(words.month(months[0])), html.Span(words.month(months[-1]))], className="ends-of"
    )
    picture = html.Div(drawn, className="months-of", **aria(hidden="true"))
    return html.Div([picture, ends_said], className="series")


def _reading(title: str, said: Sequence[str]) -> html.Div:
    told = [html.Li(each) for each in dict.fromkeys(said) if each]
    body = html.Ul(told, className="reading") if told else html.P("Nothing.", className="note")
    return html.Div([html.H4(title), body])

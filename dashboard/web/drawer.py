"""The drawer: the rows behind a mark, as a list or as a table. Always n of N."""

from __future__ import annotations

from dash import dcc, html

from dashboard import words
from dashboard.present.sentence import plural
from dashboard.present.theme import PATH_COLOURS
from dashboard.web import url_state
from dashboard.web.bars import Segment, segments_bar
from dashboard.web.behind import STEPS, Behind
from dashboard.web.frozen import frozen
from dashboard.web.grid import grid
from dashboard.web.parts import Child, aria, heard
from dashboard.web.records_list import orders, records_list
from dashboard.web.url_state import FIRST_ROWS, Known, View

_NOUNS = {
    "deals": ("deal", "deals"),
    "leads": ("person", "people"),
    "verdicts": ("person turned away", "people turned away"),
}


def rows_drawer(behind: Behind) -> list[Child]:
    """Return title, filter sentence, paths, order and words, n of N, the rows, and what to do."""
    is_wide = behind.view.wide
    parts = [
        *_head(behind),
        html.P(behind.records.sentence, className="filter-words"),
        _paths(behind),
        html.Div([_finding(behind), None if is_wide else orders(behind)], className="asking"),
        _count_line(behind),
        frozen(grid(behind) if is_wide else records_list(behind)),
        _actions(behind),
    ]
    form = "table" if is_wide else "list"
    return [html.Div(parts, className="wide" if is_wide else None, **{"data-form": form})]


def close_link(known: Known, view: View) -> html.A:
    """Return the way back to what lies under the drawer: the list of a story, else the page."""
    address = url_state.write(view.beneath(), known)
    cross = html.Span("✕", **aria(hidden="true"))
    return html.A([heard("Close "), "Esc ", cross], href=address, className="close")


def title_line(kicker: Child, title: Child, known: Known, view: View) -> list[Child]:
    """Return the drawer's two top lines; focus goes to the title when it opens."""
    return [
        html.Div([html.Span(kicker), close_link(known, view)], className="kicker"),
        html.H2(title, tabIndex="-1", id="drawer-title"),
    ]


def _head(behind: Behind) -> list[Child]:
    one, many = _NOUNS[behind.records.kind]
    said = plural(behind.records.n, one, many)
    money = behind.amount(behind.frame)
    said += f", {behind.write(money)}" if money is not None else ""
    return title_line(behind.measure.question, said, behind.known, behind.view)


def _paths(behind: Behind) -> Child:
    """Return how the rows split by path, in the colours of the page."""
    if "path_class" not in behind.frame.columns or behind.frame.height == 0:
        return None
    counted = behind.frame["path_class"].drop_nulls().value_counts()
    numbers = dict(counted.iter_rows())
    known = [each for each in words.PATH_CLASSES if numbers.get(each)]
    if len(known) < 2:
        return None
    total = sum(numbers.values())
    segments = [Segment(100 * numbers[each] / total, PATH_COLOURS[each], "") for each in known]
    said = ", ".join(f"{words.count(numbers[each])} {words.word(each)}" for each in known)
    return html.Div([segments_bar(segments), html.P(said, className="note")], className="paths")


def _finding(behind: Behind) -> html.Div:
    """Return the place for words that the rows must have; Enter or the button finds them."""
    return html.Div(
        [
            html.Label("Has the words", htmlFor="has-words"),
            dcc.Input(
                id="has-words",
                type="search",
                value=behind.view.has or "",
                placeholder="name, stage, reason ...",
                maxLength=200,
                autoComplete="off",
            ),
            html.Button("Find", type="button", className="button", **{"data-find": "has-words"}),
        ],
        className="has-words",
    )


def _count_line(behind: Behind) -> html.Div:
    """Say how many rows are on screen, of how many that have the words, of how many in all."""
    shown, found, n = behind.shown, behind.found, behind.frame.height
    said: list[Child] = []
    if behind.view.has:
        has = f"“{behind.view.has}”"
        said += [html.B(f"{words.count(found.height)} of {words.count(n)}"), f" have {has}. "]
        said.append(html.A("Show all", href=behind.here(has=None), **{"data-key": "no words"}))
        if shown.height < found.height:
            said.append(f". On screen: {words.count(shown.height)}")
    else:
        said.append(html.B(f"{words.count(shown.height)} of {words.count(n)}"))
        said.append(f", {_order_said(behind)}" if _order_said(behind) else "")
    whole = behind.amount(behind.frame)
    amounts = ""
    if whole is not None:
        amounts = f"{behind.write(behind.amount(shown) or 0.0)} of {behind.write(whole)}"
    return html.Div(
        [html.Span(said, className="n-of-n"), html.Span(amounts)],
        className="count-line",
        **aria(live="polite"),
    )


def _order_said(behind: Behind) -> str:
    if behind.order:
        return "in the order chosen"
    return "largest first" if behind.amount(behind.frame) is not None else ""


def _actions(behind: Behind) -> html.Div:
    n, found = behind.frame.height, behind.found.height
    other = "As a list" if behind.view.wide else "As a table"
    parts: list[Child] = [
        _show_more(behind),
        html.A(
            other,
            href=behind.here(wide=not behind.view.wide),
            className="button",
            **{"data-key": "form"},
        ),
    ]
    if behind.view.has and 0 < found < n:
        parts.append(_csv(of_rows("these", found), behind.here(show=FIRST_ROWS)))
    all_of_them = behind.here(show=FIRST_ROWS, has=None, sort=None, wide=False)
    parts += [
        _csv(of_rows("all", n), all_of_them),
        html.Button("Copy link", type="button", className="button", **{"data-copy": "yes"}),
        html.A(
            "How is this counted?",
            href=url_state.write(
                View(**{**vars(behind.view.page()), "about": behind.measure.id}), behind.known
            ),
            className="button",
        ),
    ]
    return html.Div(parts, className="actions")


def _show_more(behind: Behind) -> Child:
    """Return the next step of rows; beyond the last, say where the others are."""
    shown, found = behind.shown.height, behind.found.height
    if shown >= found:
        return None
    if shown >= STEPS[-1]:
        said = f"The first {words.count(shown)} are on screen; the CSV holds the others too."
        return html.P(said, className="note whole")
    step = min(next(each for each in STEPS if shown < each), found)
    text = f"Show all {words.count(found)}" if step == found else f"Show {words.count(step)}"
    return html.A(
        text, href=behind.here(show=step), className="button first", **{"data-key": "more"}
    )


def of_rows(which: str, n: int) -> str:
    """Write what a button saves: CSV of all 26, CSV of this row."""
    return "CSV of this row" if n == 1 else f"CSV of {which} {words.count(n)}"


def _csv(text: str, query: str) -> html.A:
    return html.A(text, href=f"/csv/rows{query}", className="button", **{"data-download": "yes"})

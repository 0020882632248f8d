"""What every page of figures has: filters, totals and clock above, foot below, calm at a fault."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.measures.dimension_values import nearest
from dashboard.present import foot_words
from dashboard.web import published, url_state
from dashboard.web.compared import side_line
from dashboard.web.filter_sentence import filter_sentence, filter_words
from dashboard.web.frame import NAME
from dashboard.web.parts import Child, aria, heard
from dashboard.web.saved_views import views_menu
from dashboard.web.sheet import Sheet
from dashboard.web.totals import totals_line

_LOG = logging.getLogger(__name__)


def first_line(sheet: Sheet, begins: str) -> html.Div:
    """Return the filters as a sentence, what can be taken along, the totals and the clock."""
    if sheet.embed:
        told = [html.P(filter_words(sheet, begins)), *_unknown(sheet)]
        return html.Div(told, className="top embedded")
    said = filter_words(sheet, begins)
    return html.Div(
        [
            _on_paper(sheet, said),
            _fold(said),
            html.Div([filter_sentence(sheet, begins), _acts(sheet)], className="first-line"),
            *_unknown(sheet),
            _standing(sheet),
        ],
        className="top",
    )


def _unknown(sheet: Sheet) -> list[Child]:
    """Say of values that the address names and that there are not which ones there are."""
    labels = {each.name: each.on_screen.lower() for each in sheet.config.dimensions}
    return [
        html.P(
            f"There is no {labels.get(name, name)} “{value}” here, so nothing is filtered by it. "
            f"There are: {_named(value, sheet.known.values[name])}.",
            className="unknown-value",
            role="status",
        )
        for name, value in sheet.unknown
    ]


def _named(value: str, known: Sequence[str]) -> str:
    near = nearest(value, known)
    more = len(known) - len(near)
    return words.listed([*near, f"{words.count(more)} more"] if more else near) or "none"


def plain_line(sheet: Sheet, said: str) -> html.Div:
    """Return the first line of a page that no filter changes: it says so."""
    if sheet.embed:
        return html.Div(html.P(said), className="top embedded")
    acts = html.Div([views_menu(sheet), _copy_link()], className="acts")
    line = html.Div([html.Div(said, className="filters"), acts], className="first-line")
    return html.Div([_on_paper(sheet, said), line, _standing(sheet)], className="top")


def safely(part: Callable[[], Child], name: str) -> Child:
    """Draw one part of a page; a fault in it leaves the others standing."""
    try:
        return part()
    except Exception:
        _LOG.exception("%s could not be drawn", name)
        said = "This part could not be drawn; the server's log says why. The others stand."
        return html.Section(html.P(said, className="note"), className="row fault", role="alert")


def foot(sheet: Sheet) -> html.Footer:
    """Say whom the page counts and how they are linked; within another page, where it is from."""
    if sheet.embed:
        return html.Footer([html.P(clock_words(sheet)), _full_page(sheet)])
    kept = url_state.write(sheet.view.elsewhere(), sheet.known).removesuffix("?")
    return html.Footer(
        [
            html.P(foot_words.whom_counted(sheet)),
            html.Div(
                [
                    html.A("How we count", href=sheet.about("words"), className="link"),
                    html.A("Guide", href=f"/guide{kept}", className="link"),
                    published.switch(sheet),
                ],
                className="foot-links",
            ),
        ]
    )


def clock_words(sheet: Sheet) -> str:
    """Say up to when the data know, in which zone days are counted, and where the year begins."""
    return foot_words.clock_words(sheet, sheet.as_of_label)


def _standing(sheet: Sheet) -> html.Div:
    """Return the totals of the period with their check, and the clock, on one calm line."""
    totals = safely(lambda: totals_line(sheet), "the totals")
    clock = html.P(clock_words(sheet), className="clock")
    return html.Div([totals, clock, side_line(sheet)], className="standing")


def _on_paper(sheet: Sheet, said: str) -> html.P:
    """Return the line that heads a printed page, where the controls are left out."""
    return html.P(f"{NAME} · {sheet.config.company.name} · {said}", className="on-paper")


def _fold(said: str) -> html.Button:
    """Return the line to which the filters fold on a phone; it opens them."""
    return html.Button(
        [
            heard("Filters: "),
            html.Span(said, className="fold-words"),
            html.Span("done", className="fold-done"),
        ],
        className="fold",
        type="button",
        **aria(expanded="false"),
    )


def _acts(sheet: Sheet) -> html.Div:
    csv = html.A("CSV", href=sheet.figures_csv(), className="act", **{"data-download": "yes"})
    return html.Div([views_menu(sheet), _copy_link(), csv], className="acts")


def _copy_link() -> html.Button:
    return html.Button("Copy link", className="act", type="button", id="copy-link")


def _full_page(sheet: Sheet) -> html.A:
    """Return the way out of another page: this one, whole, in a window of its own."""
    whole = url_state.write(replace(sheet.view, embed=False, only=None), sheet.known)
    place = f"#{sheet.only}" if sheet.only else ""
    return html.A(
        f"Open in {NAME}",
        href=f"{sheet.path}{whole.removesuffix('?')}{place}",
        className="link",
        target="_blank",
        rel="noopener",
    )

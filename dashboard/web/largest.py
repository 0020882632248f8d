"""The ten largest wins, by name: a leader checks a tool on deals he remembers."""

from __future__ import annotations

import datetime as dt

from dash import html

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present import overview_words
from dashboard.present.nothing import no_wins
from dashboard.present.theme import PATH_COLOURS
from dashboard.web.parts import counted, heard, mark, percent
from dashboard.web.sheet import Sheet


def largest_wins(sheet: Sheet) -> html.Section:
    """Return the list, each win with its bar, its mark and the day it was won."""
    result = sheet.results.get("largest_wins")
    rows = result.rows if result else ()
    top = max((_amount(row) for row in rows), default=0.0)
    title = f"Your {_number(len(rows))} largest wins" if len(rows) > 1 else "Your largest wins"
    about = counted(sheet.about("largest_wins"), title)
    if not rows:
        body = [html.P(_nothing(sheet, result), className="note")]
    else:
        body = [
            html.Ol([_win(sheet, row, top) for row in rows], className="largest"),
            html.P(overview_words.largest(rows), className="note"),
        ]
    aside = overview_words.money_of_largest(sheet, rows) if rows else ""
    head = html.Div(
        [
            html.H2([title, about]),
            html.A(aside, href=sheet.drill("largest_wins"), className="aside"),
        ],
        className="section-head",
    )
    return html.Section([head, *body], id="largest-wins")


def _nothing(sheet: Sheet, result: Result | None) -> str:
    if result is None:
        return "This answer could not be made; see the server's log."
    return result.finding if result.status == "not computable" else no_wins(sheet)


def _win(sheet: Sheet, row: Row, top: float) -> html.Li:
    path = str(row.details.get("path_class") or "")
    amount = _amount(row)
    width = 100 * amount / top if top else 0
    colour = PATH_COLOURS.get(path, "solid")
    closed = row.details.get("closed_date")
    return html.Li(
        [
            html.Span(_name(sheet, row), className="account"),
            html.Div(
                [
                    html.Span(
                        className=f"fill fill-{colour}", style={"width": percent(width * 0.86)}
                    ),
                    html.B(words.money(amount, sheet.currency)),
                ],
                className="win-bar",
            ),
            html.Span(
                [mark(path), words.word(path) if path else "path not known"], className="path"
            ),
            html.Span(
                [heard("won "), words.date(closed)] if isinstance(closed, dt.date) else "",
                className="when",
            ),
        ]
    )


def _name(sheet: Sheet, row: Row) -> str:
    name = row.details.get("account_name")
    if name and sheet.config.access.show_account_names:
        return str(name)
    return f"Deal {row.keys.get('record_id', '')}".strip()


def _amount(row: Row) -> float:
    value = row.details.get("amount")
    return float(str(value)) if value is not None else 0.0


def _number(count: int) -> str:
    names = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return names[count] if count < len(names) else str(count)

"""The shapes that are read as tables: the first records by name, and cells by line and column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present import row_words, shapes
from dashboard.present.answers import Answers
from dashboard.present.marks import NOUNS, Mark, mark_of, word_of
from dashboard.present.print.drawn import Drawn, Table
from dashboard.present.sentence import plural

_MOST_ROWS = 5
# Told by the name, the money and the mark of the path.
# Beyond these a line is too long to be read on paper.
_MOST_COLUMNS = 2


def ledger_of(told: Answers, result: Result) -> list[Drawn]:
    """Return the first records by name, with how many there are in all."""
    rows = list(result.rows[:_MOST_ROWS])
    if not rows:
        return []
    columns, number = shapes.columns_of_list(rows, _MOST_COLUMNS), shapes.number_of_list(rows)
    shows = told.config.access.show_account_names
    is_named = shows and any(row.details.get("account_name") for row in rows)
    heads = ["account" if is_named else "record"]
    heads += [row_words.heading(number)] if number else []
    heads += [row_words.heading(name) for name in columns]
    body = tuple(_row(told, row, columns, number) for row in rows)
    one, many = NOUNS[result.measure.records]
    whole = f"{len(rows)} of {plural(len(result.rows), one, many)}."
    paths = tuple(str(row.details.get("path_class") or "") for row in rows)
    return [Table(tuple(heads), body, frozenset({1} if number else ()), (), paths, note=whole)]


def largest_of(told: Answers, result: Result) -> list[Drawn]:
    """Return the largest wins: by name if names are shown, each with its path and its day."""
    rows = list(result.rows)
    shows = told.config.access.show_account_names
    body = []
    for row in rows:
        path, closed = row.details.get("path_class"), row.details.get("closed_date")
        amount = row.details.get("amount")
        name = row.details.get("account_name") if shows else None
        body.append(
            (
                str(name or f"Deal {row.keys.get('record_id', '')}"),
                words.money(float(str(amount)), told.currency) if amount is not None else "–",
                words.word(str(path)) if path else "path not known",
                _tied(words.date(closed)) if isinstance(closed, dt.date) else "",
            )
        )
    heads = ("account" if shows else "deal", "won", "came", "on")
    paths = tuple(str(row.details.get("path_class") or "") for row in rows)
    return [Table(heads, tuple(body), frozenset({1}), (), paths)] if rows else []


def _tied(said: str) -> str:
    """Keep a day or a month on one line."""
    return said.replace(" ", "\u00a0") if any(map(str.isdigit, said)) else said


def _row(told: Answers, row: Row, columns: Sequence[str], number: str) -> tuple[str, ...]:
    name = row.details.get("account_name") if told.config.access.show_account_names else None
    record = str(row.details.get("lead_id") or row.keys.get("record_id", ""))
    cells = [str(name or record)]
    if number:
        value = row.details.get(number)
        amount = None if value is None else float(str(value))
        said = words.hours(amount) if number == "hours" else words.money(amount, told.currency)
        cells.append("–" if value is None else said)
    return (*cells, *(_cell(row.details, each, told.currency) for each in columns))


def _cell(details: Mapping[str, object], name: str, currency: str) -> str:
    value = details.get(name)
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return _tied(words.date(value))
    if name.endswith("days") or name.startswith("days"):
        return words.days(float(str(value)))
    return words.word(value) if isinstance(value, str) else row_words.cell(name, value, currency)


def matrix_of(told: Answers, result: Result) -> list[Drawn]:
    """Return a table whose cells are shaded by their share; young cells say how many so far."""
    down, across = result.measure.keys[:2]
    cells = {
        (row.keys[down], row.keys[across]): mark_of(result, row, (down, across), told.currency)
        for row in result.rows
    }
    lines = list(dict.fromkeys(row.keys[down] for row in result.rows))
    columns = list(dict.fromkeys(row.keys[across] for row in _fullest_first(result, down)))
    top = max((_share(each) for each in cells.values()), default=0.0) or 1.0
    nouns = NOUNS[result.measure.records]
    rows, shades = [], []
    for line in lines:
        here = [cells.get((line, column)) for column in columns]
        rows.append(
            (
                _tied(word_of(line, result)),
                *(shapes.text_of_cell(each, nouns) if each else "–" for each in here),
            )
        )
        shades.append((0.0, *(_share(each) / top if each else 0.0 for each in here)))
    heads = ("", *(word_of(each, result) for each in columns))
    numbers = frozenset(range(1, len(heads)))
    early = any(each.state == "early" for each in cells.values())
    note = f"In 100; where it is too early for a share, so many {nouns[1]} so far."
    return [Table(heads, tuple(rows), numbers, tuple(shades), note=note if early else "In 100.")]


def _fullest_first(result: Result, down: str) -> list[Row]:
    """Return the rows of the fullest line first: it says in which order the columns stand."""
    counts: dict[object, int] = {}
    for row in result.rows:
        counts[row.keys[down]] = counts.get(row.keys[down], 0) + 1
    return sorted(result.rows, key=lambda row: -counts[row.keys[down]])


def _share(found: Mark) -> float:
    """Return what a cell is shaded by: shares alone, and no small or young ones."""
    return found.row.value or 0.0 if found.unit == "share" and found.state == "sure" else 0.0

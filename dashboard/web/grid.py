"""The wide form of the rows behind a mark: every column as a table, ordered by its headings.

The server orders and searches, so that all of it is in the address, prints, and is read aloud
like any other table; a page holds a thousand rows at most, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from dash import html

from dashboard.present import row_words
from dashboard.present.row_words import MONEY
from dashboard.web.behind import Behind
from dashboard.web.crm import crm_link
from dashboard.web.parts import Child, aria, mark
from dashboard.web.records_list import KINDS, id_of, name_of

# What people look for comes first; how a record was counted comes last.
_FIRST = (
    "account_name", "stage", "outcome", "path_class", "amount", "amount_at_as_of",
    "amount_at_close", "amount_at_creation", "gate", "fail_kind", "reason", "source",
    "created_date", "hand_raised_date", "decided_date", "closed_date", "last_sign_date",
    "silent_days",
)  # fmt: skip
_LAST = ("numerator", "denominator", "value", "sort_value", "end_days", "end_kind")
_NEVER = (MONEY, "cluster_id", "lead_id", "account_id", "record_id")


def columns_of(behind: Behind) -> list[str]:
    """Return the columns of the table: those in which any row has a value, ids apart.

    What the mark says of all its rows, and how one record counts, is said where it differs.
    """
    frame = behind.records.frame
    of_mark = {*behind.measure.keys, *_LAST}

    def tells(name: str) -> bool:
        is_same = name in of_mark and frame[name].n_unique() == 1
        return name not in _NEVER and frame[name].null_count() < frame.height and not is_same

    told = [name for name in frame.columns if tells(name)]
    middle = [name for name in told if name not in (*_FIRST, *_LAST)]
    ends = [[name for name in names if name in told] for names in (_FIRST, _LAST)]
    return [*ends[0], *middle, *ends[1]]


def grid(behind: Behind) -> html.Div:
    """Return the table; the head and a row's name stay in sight."""
    columns = columns_of(behind)
    rest = [name for name in columns if name != "account_name"]
    head = [_heading(behind, "account_name" if "account_name" in columns else "record_id")]
    head += [_heading(behind, name) for name in rest]
    rows = [_row(behind, row, rest) for row in behind.shown.rows(named=True)]
    name = f"{behind.measure.question} The rows behind it."
    table = html.Table(
        [
            html.Caption(name, className="heard"),
            html.Thead(html.Tr(head)),
            html.Tbody(rows),
        ],
        className="grid",
    )
    return html.Div(table, className="grid-frame", role="region", **aria(label=name))


def _heading(behind: Behind, name: str) -> html.Th:
    """Return a heading that orders by its column: numbers and days begin with the largest."""
    column = behind.records.frame.schema[name]
    is_down = behind.order == f"-{name}"
    is_up = behind.order == name
    begins_down = column.is_numeric() or column.is_temporal()
    following = name if is_down or not (begins_down or is_up) else f"-{name}"
    sorted_by = "descending" if is_down else "ascending" if is_up else "none"
    arrow = {"descending": " ↓", "ascending": " ↑"}.get(sorted_by, "")
    link = html.A(
        [row_words.heading(name), html.Span(arrow, **aria(hidden="true"))],
        href=behind.here(sort=following),
        **{"data-key": f"order of {name}"},
    )
    is_number = row_words.is_number(behind.records.frame, name)
    return html.Th(
        link, scope="col", className="number-cell" if is_number else None, **aria(sort=sorted_by)
    )


def _row(behind: Behind, row: Mapping[str, object], columns: list[str]) -> html.Tr:
    kind = behind.records.kind
    record_id = id_of(row, kind)
    path = row.get("path_class")
    named: list[Child] = [mark(str(path)) if path else None, name_of(behind, row)]
    link = crm_link(behind.config, KINDS[kind], record_id)
    named.append(html.Span([record_id, " ", link] if row.get("account_name") else link))
    currency = behind.config.company.currency
    cells = [
        html.Td(
            row_words.cell(name, row[name], currency),
            className="number-cell" if row_words.is_number(behind.records.frame, name) else None,
        )
        for name in columns
    ]
    return html.Tr([html.Th(named, scope="row"), *cells])

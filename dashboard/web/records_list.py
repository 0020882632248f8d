"""The narrow form of the rows behind a mark: a list to read, with what is known of each."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from dash import html

from dashboard import words
from dashboard.config import RecordKind
from dashboard.measures.records import RecordsOf
from dashboard.present.row_words import MONEY
from dashboard.web.behind import Behind
from dashboard.web.crm import crm_link
from dashboard.web.parts import Child, aria, mark

# What a row is in the CRM.
KINDS: Mapping[RecordsOf, RecordKind] = {"deals": "deal", "leads": "lead", "verdicts": "lead"}

# What is said of a row, in this order: column, words before the value, how it is written.
_SAID: tuple[tuple[str, str, str], ...] = (
    ("path_class", "", "word"),
    ("gate", "at", ""),
    ("fail_kind", "", "word"),
    ("reason", "", ""),
    ("source", "from", ""),
    ("stage", "", ""),
    ("created_date", "created", ""),
    ("hand_raised_date", "asked", ""),
    ("first_conversation_date", "talked", ""),
    ("turned_away_date", "turned away", ""),
    ("decided_date", "turned away", ""),
    ("closed_date", "closed", ""),
    ("last_sign_date", "last sign", ""),
    ("silent_days", "silent", "days"),
    ("last_fail_reason", "turned away:", ""),
)
# Orders of the list, beside the one it comes in: what it is called, and by which column.
_ORDERS: tuple[tuple[str, str], ...] = (
    ("newest", "-created_date"),
    ("newest", "-decided_date"),
    ("last closed", "-closed_date"),
    ("longest silent", "-silent_days"),
    ("by account", "account_name"),
    ("by stage", "stage"),
)


def orders(behind: Behind) -> html.P:
    """Return the orders that fit these rows, the one in force marked."""
    frame = behind.records.frame
    first = "largest" if MONEY in behind.frame.columns else "as recorded"
    choices = [(first, "")]
    for name, sort in _ORDERS:
        column = sort.removeprefix("-")
        tells = column in frame.columns and frame[column].null_count() < frame.height
        # A closing day is a plan while a deal is open.
        if tells and not (column == "closed_date" and _none_is_closed(frame)):
            choices.append((name, sort))
    if behind.order not in dict.fromkeys(sort for _, sort in choices):
        name = behind.order.removeprefix("-")
        choices.append((f"{'last' if name != behind.order else 'first'} {name}", behind.order))
    links = [
        html.A(
            name,
            href=behind.here(sort=sort or None),
            **(aria(current="true") if sort == behind.order else {}),
            **{"data-key": f"order {sort}"},
        )
        for name, sort in choices
    ]
    return html.P([html.Span("Order: "), *links], className="orders")


def _none_is_closed(frame: pl.DataFrame) -> bool:
    return "outcome" in frame.columns and set(frame["outcome"].unique()) == {"open"}


def records_list(behind: Behind) -> html.Ol:
    """Return the rows as a list."""
    rows = behind.shown
    alike = _alike(rows)
    return html.Ol(
        [
            _record(behind, row, is_alike=row.get("account_name") in alike)
            for row in rows.rows(named=True)
        ],
        className="records",
    )


def _alike(rows: pl.DataFrame) -> frozenset[object]:
    """Return the accounts that stand more than once in a list: their rows are told apart by id."""
    if "account_name" not in rows.columns:
        return frozenset()
    repeated = rows.filter(pl.col("account_name").is_duplicated())
    return frozenset(repeated["account_name"].drop_nulls().to_list())


def _record(behind: Behind, row: Mapping[str, object], *, is_alike: bool) -> html.Li:
    amount = row.get(MONEY)
    path = row.get("path_class")
    record_id = id_of(row, behind.records.kind)
    said = _said(row)
    if is_alike:
        said = f"{said}; id {record_id}" if said else f"id {record_id}"
    kind = KINDS[behind.records.kind]
    return html.Li(
        [
            mark(str(path) if path else None),
            html.Div(
                [
                    html.Div(
                        [name_of(behind, row), crm_link(behind.config, kind, record_id)],
                        className="name",
                    ),
                    html.Div(said, className="said"),
                ]
            ),
            html.B(behind.write(float(str(amount))) if amount is not None else ""),
        ]
    )


def id_of(row: Mapping[str, object], kind: RecordsOf) -> str:
    """Return the id by which people know a record; a verdict's leads to the lead."""
    own = str(row.get("record_id", ""))
    return own if kind == "deals" else str(row.get("lead_id") or own)


def name_of(behind: Behind, row: Mapping[str, object]) -> Child:
    """Return a row's name; a deal's opens its story."""
    kind = behind.records.kind
    name = row.get("account_name") if behind.config.access.show_account_names else None
    shown = str(name) if name else f"{KINDS[kind].capitalize()} {id_of(row, kind)}"
    if kind != "deals":
        return shown
    deal = str(row.get("record_id", ""))
    return html.A(shown, href=behind.here(deal=deal), **{"data-key": f"deal {deal}"})


def _said(row: Mapping[str, object]) -> str:
    """Say what else is known of a row: its path, its dates, its reason."""
    parts = []
    for name, words_before, kind in _SAID:
        value = row.get(name)
        if value is None or value == "" or (name == "closed_date" and row.get("outcome") == "open"):
            continue
        text = words.formatted(value, kind)
        is_ended = name == "closed_date" and row.get("outcome") in ("won", "lost")
        before = row["outcome"] if is_ended else words_before
        parts.append(f"{before} {text}".strip())
    return "; ".join(dict.fromkeys(parts))

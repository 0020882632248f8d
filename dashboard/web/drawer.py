"""The drawer: the rows behind a mark, or how a number is counted. Always n of N."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl
from dash import html

from dashboard import words
from dashboard.config import Config
from dashboard.measures.records import Records
from dashboard.measures.registry import Measure
from dashboard.present.theme import PATH_COLOURS
from dashboard.web import url_state
from dashboard.web.bars import Segment, segments_bar
from dashboard.web.parts import Child, aria, mark, plural
from dashboard.web.url_state import Known, View

# "Show more" goes on in these steps; the last shows all, and the count never hides what is left.
STEPS = (50, 200, 1000)

_MONEY = "money of the mark"
_MONEY_STATISTICS = ("amount", "won_amount")
_NOUNS = {
    "deals": ("deal", "deals"),
    "leads": ("person", "people"),
    "verdicts": ("person turned away", "people turned away"),
}


@dataclass(frozen=True)
class Behind:
    """The rows behind one mark, and what is needed to speak of them."""

    measure: Measure
    records: Records
    view: View
    known: Known
    config: Config

    @functools.cached_property
    def frame(self) -> pl.DataFrame:
        """Return the rows, those with most money first, with the money that the mark counts."""
        rows = self.records.frame
        known = [name for name in self._money_columns() if name in rows.columns]
        if not known:
            return rows
        money = pl.coalesce(pl.col(name).cast(pl.Float64) for name in known)
        # What was lost is written below zero, and the largest loss is the largest.
        return rows.with_columns(money.alias(_MONEY)).sort(
            pl.col(_MONEY).abs(), descending=True, nulls_last=True, maintain_order=True
        )

    def _money_columns(self) -> tuple[str, ...]:
        """Return where the money is: as counted, else the deal's latest amount that is known."""
        if dict(self.view.mark).get("statistic") in _MONEY_STATISTICS:
            return ("numerator", "value")
        if self.measure.records != "deals":
            return ()
        if self.measure.dated_by == "deal_closed":
            return ("amount", "amount_at_close")
        return ("amount_at_as_of", "amount_at_close", "amount_at_creation")

    def amount(self, frame: pl.DataFrame) -> float | None:
        """Return the money of some rows; nothing where no row has an amount."""
        if _MONEY not in frame.columns or frame[_MONEY].null_count() == frame.height:
            return None
        return float(frame[_MONEY].sum())

    def write(self, money: float) -> str:
        """Write an amount in the company's currency."""
        return words.money(money, self.config.company.currency)


def rows_drawer(behind: Behind) -> list[Child]:
    """Return title, filter sentence, paths, n of N, the list, and what to do with it."""
    shown = min(behind.view.show, behind.frame.height)
    return [
        *_head(behind),
        html.P(behind.records.sentence, className="filter-words"),
        _paths(behind),
        _count_line(behind, shown),
        html.Ol(
            [_record(behind, row) for row in behind.frame.head(shown).iter_rows(named=True)],
            className="records",
        ),
        _actions(behind, shown),
    ]


def close_link(known: Known, view: View) -> html.A:
    """Return the way back to the page without a drawer."""
    address = url_state.write(view.page(), known)
    return html.A(["Esc ", html.Span("✕")], href=address, className="close", **aria(label="Close"))


def title_line(kicker: str, title: str, known: Known, view: View) -> list[Child]:
    """Return the drawer's two top lines; focus goes to the title when it opens."""
    return [
        html.Div([html.Span(kicker), close_link(known, view)], className="kicker"),
        html.H2(title, tabIndex="-1", id="drawer-title"),
    ]


def _head(behind: Behind) -> list[Child]:
    one, many = _NOUNS[behind.measure.records]
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


def _count_line(behind: Behind, shown: int) -> html.P:
    n = behind.records.n
    whole = behind.amount(behind.frame)
    sorted_by, amounts = "", ""
    if whole is not None:
        part = behind.amount(behind.frame.head(shown)) or 0.0
        sorted_by, amounts = ", largest first", f"{behind.write(part)} of {behind.write(whole)}"
    count = html.Span(
        [html.B(f"{words.count(shown)} of {words.count(n)}"), sorted_by], className="n-of-n"
    )
    return html.P([count, html.Span(amounts)], className="count-line")


def _record(behind: Behind, row: Mapping[str, object]) -> html.Li:
    amount = row.get(_MONEY)
    path = row.get("path_class")
    # A verdict's own id says nothing to a person; the lead's leads to the lead.
    record_id = str(row.get("lead_id") or row.get("record_id", ""))
    return html.Li(
        [
            mark(str(path) if path else None),
            html.Div(
                [
                    html.Div(_name(behind, row, record_id), className="name"),
                    html.Div(_said(row), className="said"),
                ]
            ),
            html.B(behind.write(float(str(amount))) if amount is not None else ""),
        ]
    )


def _name(behind: Behind, row: Mapping[str, object], record_id: str) -> Child:
    name = row.get("account_name") if behind.config.access.show_account_names else None
    shown = str(name) if name else f"{_kind(behind)} {record_id}"
    address = crm_address(behind.config.record_address, record_id)
    if address is None:
        return shown
    return html.A(shown, href=address, target="_blank", rel="noopener noreferrer")


def _kind(behind: Behind) -> str:
    return {"deals": "Deal", "leads": "Lead", "verdicts": "Lead"}[behind.measure.records]


def crm_address(pattern: str | None, record_id: str) -> str | None:
    """Return the record's address in the CRM; web addresses alone, and only plain ids."""
    if not pattern or not pattern.startswith(("https://", "http://")):
        return None
    if not record_id.replace("-", "").replace("_", "").isalnum():
        return None
    return pattern.replace("{id}", record_id)


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


def _actions(behind: Behind, shown: int) -> html.Div:
    n = behind.frame.height
    buttons: list[Child] = []
    if shown < n:
        step = next((each for each in STEPS if shown < each < n), n)
        address = url_state.write(replace(behind.view, show=step), behind.known)
        text = f"Show all {words.count(n)}" if step == n else f"Show {words.count(step)}"
        buttons.append(html.A(text, href=address, className="button first"))
    query = url_state.write(replace(behind.view, show=url_state.FIRST_ROWS), behind.known)
    buttons += [
        html.A(
            f"CSV of all {words.count(n)}",
            href=f"/csv/rows{query}",
            className="button",
            **{"data-download": "yes"},
        ),
        html.Button("Copy link", type="button", className="button", **{"data-copy": "yes"}),
        html.A(
            "How is this counted?",
            href=url_state.write(
                replace(behind.view.page(), about=behind.measure.id), behind.known
            ),
            className="button",
        ),
    ]
    return html.Div(buttons, className="actions")

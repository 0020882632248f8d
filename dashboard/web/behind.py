"""The rows behind one mark as a reader asks for them: in an order, with some words, so many."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

import polars as pl

from dashboard import words
from dashboard.config import Config
from dashboard.measures.records import Records
from dashboard.measures.registry import Measure
from dashboard.present import row_words
from dashboard.present.row_words import MONEY
from dashboard.web import url_state
from dashboard.web.url_state import FIRST_ROWS, Known, View

# "Show more" goes on in these steps. More than the last is for the CSV: nobody reads so many on a
# page, and the count never hides what is left.
STEPS = (FIRST_ROWS, 200, 1000)
_MONEY_STATISTICS = ("amount", "won_amount")


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
        """Return all rows in the order asked for, else those with most money first."""
        rows = self.records.frame
        known = [name for name in self._money_columns() if name in rows.columns]
        if known:
            money = pl.coalesce(pl.col(name).cast(pl.Float64) for name in known)
            # What was lost is written below zero, and the largest loss is the largest.
            rows = rows.with_columns(money.alias(MONEY)).sort(
                pl.col(MONEY).abs(), descending=True, nulls_last=True, maintain_order=True
            )
        return row_words.in_order(rows, self.order)

    @functools.cached_property
    def found(self) -> pl.DataFrame:
        """Return those of the rows that have the words asked for."""
        return row_words.with_words(self.frame, self.view.has or "")

    @property
    def order(self) -> str:
        """Return the column of the order asked for, with - before it if descending; "" if none."""
        sort = self.view.sort or ""
        return sort if sort.removeprefix("-") in self.records.frame.columns else ""

    @property
    def shown(self) -> pl.DataFrame:
        """Return the rows on screen."""
        return self.found.head(min(self.view.show, STEPS[-1]))

    def _money_columns(self) -> tuple[str, ...]:
        """Return where the money is: as counted, else the deal's latest amount that is known."""
        if dict(self.view.mark).get("statistic") in _MONEY_STATISTICS:
            return ("numerator", "value")
        if self.records.kind != "deals":
            return ()
        if self.measure.dated_by == "deal_closed":
            return ("amount", "amount_at_close")
        return ("amount_at_as_of", "amount_at_close", "amount_at_creation")

    def amount(self, frame: pl.DataFrame) -> float | None:
        """Return the money of some rows; nothing where no row has an amount."""
        if MONEY not in frame.columns or frame[MONEY].null_count() == frame.height:
            return None
        return float(frame[MONEY].sum())

    def write(self, money: float) -> str:
        """Write an amount in the company's currency."""
        return words.money(money, self.config.company.currency)

    def here(self, **changes: object) -> str:
        """Return the address of the same rows, asked for in another way."""
        return url_state.write(replace(self.view, **changes), self.known)  # type: ignore[arg-type]

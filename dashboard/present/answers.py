"""What page and report have in common: a set of answers to one set of filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, cast

from dashboard.config import Assumptions, Config, Mark
from dashboard.measures.assumptions import under
from dashboard.measures.filters import Filters
from dashboard.measures.result import Result, Row


class Answers:
    """Answers, and the reader's filters that they answer; page and report are dataclasses of it.

    `control` are the totals of the period of the company's own report, `before` the same answers
    of what all is compared with; `path` is the page that they stand on, `decided` are the marks
    of what meetings decided.
    """

    if TYPE_CHECKING:

        @property
        def results(self) -> Mapping[str, Result]: ...
        @property
        def filters(self) -> Filters: ...
        @property
        def config(self) -> Config: ...
        @property
        def as_of(self) -> dt.datetime: ...
        @property
        def control(self) -> Result | None: ...
        @property
        def is_limited(self) -> bool: ...
        @property
        def path(self) -> str: ...
        @property
        def decided(self) -> tuple[Mark, ...]: ...
        @property
        def before(self) -> Mapping[str, Result]: ...

    @property
    def currency(self) -> str:
        """Return the one currency in which money is shown."""
        return self.config.company.currency

    @property
    def assumptions(self) -> Assumptions:
        """Return what the figures assume: the config's numbers, or this reader's."""
        return under(self.config.assumptions, self.filters.assumed)

    @property
    def as_of_day(self) -> dt.date:
        """Return the last day the data know, in the company's time zone."""
        return self.as_of.replace(tzinfo=dt.UTC).astimezone(self.config.company.zone).date()

    def other_side(self) -> Self:
        """Return the same page with the answers of what it is compared with."""
        return cast("Self", replace(cast("Any", self), results=self.before))

    def usable(self, measure_id: str) -> Result | None:
        """Return an answer that has figures to show."""
        result = self.results.get(measure_id)
        return result if result and result.status in ("ok", "too few") else None

    def row(self, measure_id: str, **keys: object) -> Row | None:
        """Return one row of an answer; nothing when the answer cannot be given."""
        result = self.usable(measure_id)
        return result.row(**keys) if result else None

    def numerator(self, measure_id: str, **keys: object) -> float:
        """Return a row's numerator, zero where there is no such row."""
        row = self.row(measure_id, **keys)
        return (row.numerator or 0.0) if row else 0.0

"""What a page is drawn from: its answers, its filters, and the addresses of what lies behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard.config import Config, Mark
from dashboard.measures.filters import Filters
from dashboard.measures.result import Result
from dashboard.present.answers import Answers
from dashboard.web import url_state
from dashboard.web.url_state import Known, View


@dataclass(frozen=True)
class Relaxed:
    """One filter taken away: what that is called, what is then asked, how many records answer."""

    words: str
    filters: Filters
    records: int = 0


@dataclass(frozen=True)
class Sheet(Answers):
    """One page's answers under one set of filters.

    `relaxed` says of an answer without records which filter to take away, `unlocks` how many
    answers wait for what was not exported. `awaited` are answers that come after the page, `opened`
    those open in place, `count` the one by which a deal came from outside.
    `said` is what a side put in place of the measure's own words, by measure and side.
    `before` are the same answers of what the page is compared with, as `against` names it.
    """

    results: Mapping[str, Result]
    filters: Filters
    known: Known
    config: Config
    as_of: dt.datetime
    first_month: dt.date | None = None
    control: Result | None = None
    is_limited: bool = False
    as_of_label: str = ""
    path: str = "/"
    opened: tuple[str, ...] = ()
    count: str = url_state.COUNTS[0]
    against: str | None = None
    before: Mapping[str, Result] = field(default_factory=dict)
    awaited: frozenset[str] = frozenset()
    relaxed: Mapping[str, Sequence[Relaxed]] = field(default_factory=dict)
    unlocks: Mapping[str, int] = field(default_factory=dict)
    decided: tuple[Mark, ...] = ()
    said: Mapping[tuple[str, str], str] = field(default_factory=dict)
    published: bool = False
    embed: bool = False
    only: str | None = None
    item: int = 0
    line: float | None = None
    since: str | None = None
    upto: str | None = None
    change: str | None = None
    unknown: tuple[tuple[str, str], ...] = ()

    @property
    def view(self) -> View:
        """Return what this page's own address asks for."""
        return View(
            self.filters,
            opened=self.opened,
            count=self.count,
            against=self.against,
            published=self.published,
            embed=self.embed,
            only=self.only,
            item=self.item,
            line=self.line,
            since=self.since,
            upto=self.upto,
            change=self.change,
        )

    def drill(self, measure_id: str, **mark: object) -> str:
        """Return the address of the rows behind a mark."""
        return url_state.drill(self.view, self.known, measure_id, mark)

    def behind(self, listed: str, **mark: object) -> str:
        """Return the address of rows of the exports that the page Data counts."""
        return url_state.behind(self.view, self.known, listed, mark)

    def about(self, measure_id: str) -> str:
        """Return the address of how a number is counted."""
        return self.here(about=measure_id)

    def here(self, **changes: object) -> str:
        """Return this page's address with something of it changed."""
        return url_state.write(replace(self.view, **changes), self.known)  # type: ignore[arg-type]

    def elsewhere(self, path: str, **changes: object) -> str:
        """Return the address of another page, with the filters and habits of this one."""
        view = replace(self.view.elsewhere(), **changes)  # type: ignore[arg-type]
        return path + url_state.write(view, self.known).removesuffix("?")

    def filtered(self, filters: Filters) -> str:
        """Return this page's address with other filters."""
        return self.here(filters=filters)

    def figures_csv(self) -> str:
        """Return the address of every figure on this page as CSV."""
        page = "" if self.path == "/" else self.path
        return f"/csv/figures{page}{self.here(opened=())}"

    def figure_csv(self, measure_id: str) -> str:
        """Return the address of one figure's numbers as CSV."""
        return f"/csv/figure{self.here(opened=(), about=measure_id)}"

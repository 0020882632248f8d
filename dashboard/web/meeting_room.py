"""What one meeting has before it: its five items, the decisions made so far, and who may decide."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from dashboard import decisions, meeting
from dashboard.decisions import Log
from dashboard.errors import GatecostError
from dashboard.measures.access import User
from dashboard.measures.filters import add_months
from dashboard.measures.records import Records
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result, Row
from dashboard.meeting import Compared, Item, Prices
from dashboard.present.pages import PAGES
from dashboard.web import card
from dashboard.web.desk import Desk
from dashboard.web.sheet import Sheet

_LOG = logging.getLogger(__name__)

PATH = "/meeting"
# A decision is looked at again after a quarter, unless the room says otherwise.
_REVIEW_MONTHS = 3


@dataclass(frozen=True)
class Room:
    """One meeting, on the last day that the data know."""

    desk: Desk
    sheet: Sheet
    user: User | None
    log: Log

    @cached_property
    def results(self) -> Mapping[str, Result]:
        """Return the answers of the page, and those that a decision which is due asks for."""
        due = {each.measure_id for each in self.log.due(self.day)} - self.sheet.results.keys()
        found = self.desk.answers(tuple(sorted(due)), self.sheet.filters, self.user) if due else {}
        return {**self.sheet.results, **found}

    @property
    def day(self) -> dt.date:
        """Return the day of the meeting: the last that the data know."""
        return self.sheet.as_of_day

    @cached_property
    def compared(self) -> Compared:
        """Return how many answers compare, and which differ beyond luck."""
        return meeting.beyond_luck(self.results.values())

    @property
    def prices(self) -> Prices:
        """Return what a seller's time costs."""
        said = self.sheet.assumptions
        return Prices(said.seller_hour_cost, said.minutes_per_touch, said.confirmed_by)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Return the five items of this meeting."""
        return meeting.pick(self.results, self.log, self.day, self.prices, self.compared)

    @property
    def open_item(self) -> Item | None:
        """Return the item that the address asks for; none is the first screen."""
        return next((each for each in self.items if each.number == self.sheet.item), None)

    @property
    def review_on(self) -> dt.date:
        """Return the day on which a decision returns unless the room says otherwise."""
        first = add_months(self.day.replace(day=1), _REVIEW_MONTHS)
        last = add_months(first, 1) - dt.timedelta(days=1)
        return min(first + dt.timedelta(days=self.day.day - 1), last)

    @cached_property
    def may_decide(self) -> bool:
        """Say whether decisions may be kept: by those who see the whole company, where it can.

        Not within another site's page, which could lay its own buttons over ours.
        """
        hidden = self.sheet.is_limited or self.sheet.embed
        return not hidden and decisions.may_write(self.desk.workspace)

    def measure(self, item: Item) -> Measure | None:
        """Return the measure of an item."""
        return self.desk.measure(item.measure_id) if item.measure_id else None

    def main_row(self, item: Item) -> Row | None:
        """Return the row that holds the number of an item."""
        if item.result is None:
            return None
        if item.candidate is not None and item.candidate.mark:
            return item.result.row(**item.candidate.mark)
        return card.main_row(item.result, self.sheet.count)

    def mark(self, item: Item) -> dict[str, str]:
        """Return the mark whose records are those of an item."""
        if item.candidate is not None:
            return dict(item.candidate.mark)
        row = self.main_row(item)
        known = item.result.measure.keys if row is not None and item.result is not None else ()
        return {key: str(row.keys[key]) for key in known if row is not None and key in row.keys}

    def records(self, item: Item) -> Records | None:
        """Return the records behind an item; none where they cannot be read."""
        if item.result is None:
            return None
        measure_id = item.result.measure.id
        try:
            found = self.desk.records(measure_id, self.sheet.filters, self.mark(item), self.user)
        except GatecostError:
            _LOG.exception("The records of %s could not be read", measure_id)
            return None
        return found

    @cached_property
    def questions(self) -> tuple[int, int]:
        """Return how many questions the built pages ask, and how many cannot be answered."""
        asked = {each for page in PAGES if page.built for each in page.measures}
        return len(asked), sum(not self.desk.computable(each) for each in asked)


def room_of(desk: Desk, sheet: Sheet, user: User | None) -> Room:
    """Return the meeting for a reader; who sees a part of the company sees no stored number."""
    log = decisions.log(desk.workspace)
    if sheet.is_limited:
        hidden = [each.without_numbers() for each in log.decisions]
        log = replace(log, decisions=hidden, said={}, meetings=())
    return Room(desk, sheet, user, log)

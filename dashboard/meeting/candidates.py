"""What may stand in a slot of a meeting, and how much is at stake in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.measures.result import Result, Row


@dataclass(frozen=True)
class Prices:
    """What the company says of a seller's time; `confirmed_by` is None where it is our default."""

    hour_cost: float
    minutes_per_touch: float
    confirmed_by: str | None = None


@dataclass(frozen=True)
class Stake:
    """What is at stake: a range in money or in hours; `low` or `high` is None where unknown.

    `counted` is what happened already, in the same unit; it is not at stake any more.
    """

    unit: str
    low: float | None = None
    high: float | None = None
    counted: float | None = None
    words: str = ""

    def worth(self, prices: Prices) -> float:
        """Return one amount of money by which stakes are ranked."""
        size = max(self.high or 0.0, self.low or 0.0, self.counted or 0.0)
        return size * prices.hour_cost if self.unit == "hours" else size


StakeOf = Callable[[Result, Prices], Stake | None]


@dataclass(frozen=True)
class Candidate:
    """A question that may stand in a slot.

    `mark` names the records behind it; `side` whose work it speaks of, None is both or neither's;
    `reach` how much of the stake a meeting can change, a convention from 0 to 1.
    """

    measure_id: str
    slot: str
    mark: Mapping[str, str]
    stake: StakeOf
    reach: float
    side: str | None = None


def _money(row: str, *, words: str, counted: bool = False) -> StakeOf:
    """Return a stake in money: a row's numerator, or value, at most."""

    def stake(result: Result, prices: Prices) -> Stake | None:
        del prices
        amount = _amount(_row(result, row))
        if not amount:
            return None
        if counted:
            return Stake("money", counted=amount, words=words)
        return Stake("money", 0.0, amount, words=words)

    return stake


def _hours(rows: Callable[[Result], float], *, words: str) -> StakeOf:
    """Return a stake in hours of sellers: at least one try for each record."""

    def stake(result: Result, prices: Prices) -> Stake | None:
        records = rows(result)
        if not records:
            return None
        return Stake("hours", low=records * prices.minutes_per_touch / 60, words=words)

    return stake


def _events(row: str) -> Callable[[Result], float]:
    def events(result: Result) -> float:
        found = _row(result, row)
        return float(found.events or 0) if found else 0.0

    return events


def _row(result: Result, name: str) -> Row | None:
    return next((row for row in result.whole if row.name == name), None)


def _amount(row: Row | None) -> float | None:
    if row is None:
        return None
    return row.value if row.numerator is None else row.numerator


def _rows(result: Result) -> float:
    return float(len(result.rows))


CANDIDATES: tuple[Candidate, ...] = (
    Candidate(
        "rejected_then_won",
        "cost",
        {"statistic": "deals"},
        _money("amount", words="came back by themselves: won", counted=True),
        reach=1.0,
        side="sales",
    ),
    Candidate(
        "stalled_value",
        "cost",
        {"statistic": "deals"},
        _money("amount", words="open and silent now"),
        reach=0.25,
        side="sales",
    ),
    Candidate(
        "good_catches",
        "credit",
        {},
        _hours(_rows, words="kept free: a first try for each, at least"),
        reach=1.0,
        side="marketing",
    ),
    Candidate(
        "recycled_leads",
        "argue",
        {"statistic": "entered_again"},
        _hours(_events("entered_again"), words="spent twice: a first try for each, at least"),
        reach=1.0,
    ),
    Candidate(
        "where_leads_went",
        "nobodys",
        {"went": "never_tried", "statistic": "leads"},
        _money("never_tried_won_amount", words="bought anyway: won", counted=True),
        reach=1.0,
    ),
    Candidate(
        "back_stamped_rate",
        "nobodys",
        {"kind": "back_stamped", "statistic": "deals"},
        _money("back_stamped_amount", words="of deals whose paperwork came after"),
        reach=0.1,
    ),
    Candidate(
        "hand_off_context",
        "nobodys",
        {"context": "handed_without"},
        _hours(_events("handed_without"), words="with a talk before each hand-off"),
        reach=1.0,
    ),
    Candidate(
        "update_weekdays",
        "nobodys",
        {},
        _hours(_events("busiest"), words="of changes on the busiest day"),
        reach=0.25,
    ),
)
# These are differences: they stand in a slot only where they stand out among all compared.
DIFFERENCES = frozenset({"hand_off_context", "update_weekdays"})

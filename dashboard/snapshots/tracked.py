"""The figures that a snapshot keeps record by record, to tell a change of them in parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Clock = Literal["created_date", "closed_date"]
# What may be held against what: weeks against the weeks before, new records against those before,
# the same open deals then and now; shares of money are told without a test.
Test = Literal["weeks", "cohorts", "paired", "none"]


_STATED = frozenset({"created_date", "closed_date", "outcome", "amount_at_close", "path_class"})
# What a deal is worth now, and whether it is silent, depends on none of the others.
_OPEN = frozenset({"created_date", "closed_date", "outcome"})


@dataclass(frozen=True)
class Figure:
    """A row of a measure, `mark`, and what a change of it can be tested by.

    `is_settled` says that what a record adds stands once its business day is over, so that any
    other value later is a restatement; other figures ripen. `after_days` is how long a record is
    watched before it counts in full, `rests_on` what of a deal's restatements it depends on.
    """

    id: str
    measure: str
    unit: Literal["count", "money", "share"]
    clock: Clock
    test: Test
    mark: Mapping[str, str] = field(default_factory=dict)
    is_settled: bool = True
    after_days: int = 0
    of: str = ""
    rests_on: frozenset[str] = _STATED

    @property
    def is_share(self) -> bool:
        """Say whether the figure has a denominator."""
        return self.unit == "share"


TRACKED = (
    Figure("won_amount", "control_totals", "money", "closed_date", "weeks",
           {"statistic": "won_amount"}, of="won_amount"),
    Figure("won_deals", "control_totals", "count", "closed_date", "weeks",
           {"statistic": "won_deals"}, of="won_deals"),
    Figure("deals_created", "control_totals", "count", "created_date", "weeks",
           {"statistic": "deals_created"}, of="deals_created"),
    Figure("pipeline_created", "pipeline_created", "money", "created_date", "weeks",
           {"statistic": "amount"}),
    Figure("won_without_gate_deals", "won_without_gate", "share", "closed_date", "cohorts",
           {"component": "ours", "statistic": "deals"}),
    Figure("won_without_gate_amount", "won_without_gate", "share", "closed_date", "none",
           {"component": "ours", "statistic": "amount"}, of="amount"),
    Figure("rejected_then_won_deals", "rejected_then_won", "share", "closed_date", "cohorts",
           {"statistic": "deals"}),
    Figure("rejected_then_won_amount", "rejected_then_won", "share", "closed_date", "none",
           {"statistic": "amount"}, of="amount"),
    Figure("stalled_immediately", "stalled_immediately", "share", "created_date", "cohorts",
           {"path_group": "through_every_gate"}, is_settled=False, after_days=21),
    Figure("stalled_value_deals", "stalled_value", "share", "created_date", "paired",
           {"statistic": "deals"}, is_settled=False, rests_on=_OPEN),
    Figure("stalled_value_amount", "stalled_value", "share", "created_date", "none",
           {"statistic": "amount"}, is_settled=False, of="amount", rests_on=_OPEN),
    Figure("win_rate", "win_rate", "share", "closed_date", "cohorts"),
)  # fmt: skip
BY_ID = {each.id: each for each in TRACKED}
MEASURES = tuple(dict.fromkeys(each.measure for each in TRACKED))
# Groups of deals in which a share is split into mix and rate.
GROUPED_BY = "size_band"

# Series of weeks that are no figure of a measure: how many deals fell silent, and were woken.
FELL_SILENT = "fell_silent"
WOKE = "woke"
SERIES = (FELL_SILENT, WOKE)

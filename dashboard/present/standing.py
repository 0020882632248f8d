"""Where deals stand day by day: the answer `momentum_curve`, read per path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import words
from dashboard.measures.result import FEW, FEWEST, Result, Row

MEASURE = "momentum_curve"
# As they lie on each other: what moved grows from the floor, what is silent hangs from the ceiling.
STATES = ("moved", "talking", "lost", "silent")
# The day of the headline; at the last day the bands are named.
DAY = 30


# group: its mark, its colour, its name
PATHS = {
    "through_every_gate": ("in_flow", "blue", "Through every gate"),
    "no_gate": ("bypassed", "vermillion", "Did not come through our gate"),
    "missed_a_step": ("skipped", "blue", "Missed a step"),
    "cannot_tell": ("unlinked", "solid", "Can't tell"),
    "all": (None, "solid", "All deals created"),
}


@dataclass(frozen=True)
class Standing:
    """The deals of one path: how many of them stand where, at each asked day."""

    group: str
    rows: Mapping[tuple[str, int], Row]

    @property
    def n(self) -> int:
        """Return how many deals there are."""
        return max((row.n or 0 for row in self.rows.values()), default=0)

    @property
    def days(self) -> list[int]:
        """Return the days at which every state has a share; the answer ends with the last."""
        known = []
        for day in sorted({day for _, day in self.rows}):
            if any(self._value(state, day) is None for state in STATES):
                break
            known.append(day)
        return known

    @property
    def last_day(self) -> int:
        """Return the last day asked for, whether it is known or not."""
        return max(day for _, day in self.rows)

    @property
    def is_drawn(self) -> bool:
        """Say whether there are enough deals for shares up to the headline's day."""
        return self.n >= FEW and DAY in self.days

    @property
    def is_counted(self) -> bool:
        """Say whether there are too few deals even for one dot each."""
        return self.n < FEWEST

    def shares(self, state: str) -> list[float]:
        """Return a state's share of all deals at each known day."""
        return [self._value(state, day) or 0.0 for day in self.days]

    def deals(self, state: str, day: int = DAY) -> int:
        """Return how many deals are known to stand there on a day."""
        row = self.rows.get((state, day))
        return (row.events or 0) if row else 0

    @property
    def unwatched(self) -> int:
        """Return how many deals could not be followed to the headline's day."""
        return max(0, self.n - sum(self.deals(state) for state in STATES))

    def said(self, state: str, day: int = DAY) -> str:
        """Write how many of a hundred stand there.

        Each is rounded as everywhere else, and what is undecided takes up what rounding leaves,
        so that the four end at a hundred.
        """
        if state != "talking":
            return words.in100(self._value(state, day) or 0.0)
        decided = (self._value(each, day) or 0.0 for each in STATES if each != state)
        return str(max(0, 100 - sum(words.whole(each, times=100) for each in decided)))

    def _value(self, state: str, day: int) -> float | None:
        row = self.rows.get((state, day))
        return row.value if row else None


def standings(result: Result) -> dict[str, Standing]:
    """Return the paths of an answer, each with its rows."""
    found: dict[str, dict[tuple[str, int], Row]] = {}
    for row in result.rows:
        state, day = str(row.keys["state"]), int(str(row.keys["day"]))
        found.setdefault(str(row.keys["path_group"]), {})[state, day] = row
    return {group: Standing(group, rows) for group, rows in found.items()}

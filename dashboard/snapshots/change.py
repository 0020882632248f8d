"""What changed between two snapshots, as plain values: what reports, mails and pages tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

DealKind = Literal["went_silent", "won_after_turned_away", "revived"]
PartKind = Literal["restated", "definition", "moved", "matured", "left", "new", "mix", "rate"]
# The order in which the parts of a change are taken; the last two share one step.
PART_KINDS: tuple[PartKind, ...] = (
    "restated", "definition", "moved", "matured", "left", "new", "mix", "rate",
)  # fmt: skip
DEAL_KINDS: tuple[DealKind, ...] = ("went_silent", "won_after_turned_away", "revived")
# So many changes are told; a report that lists more is not read.
MOST_TOLD = 5


@dataclass(frozen=True)
class Usual:
    """How many there usually are in a week: the limits of the weeks before, at least 12 of them.

    `days` are those of a point: 7, or fewer where the two snapshots are nearer to each other.
    """

    low: float
    high: float
    points: int
    days: int = 7


@dataclass(frozen=True)
class Part:
    """What one reason added to a figure, in the figure's unit, and how many records it concerns."""

    kind: PartKind
    by: float
    records: int


@dataclass(frozen=True)
class DealChange:
    """What became of one deal since the snapshot before; `amount` is what it is worth now, or won.

    `date` is the day it closed, else of its last sign of life, as ISO 8601.
    """

    kind: DealKind
    record_id: str
    account: str | None
    amount: float | None
    said: str
    stage: str | None = None
    silent_days: int | None = None
    date: str | None = None


@dataclass(frozen=True)
class Mover:
    """A record that changed what it adds to a figure, by how much: money, or a count of one."""

    record_id: str
    account: str | None
    by: float


@dataclass(frozen=True)
class FigureChange:
    """A figure of both snapshots: by how much it moved, of what parts, and whether beyond luck.

    The parts sum to `by` exactly; shares are numbers from 0 to 1. `tested` is the difference that
    the test looked at, with its 95 % range: of the records since and those before (`cohorts`), of
    the same deals then and now (`paired`), or of this week and the usual one (`weeks`). `p` is the
    chance of so large a difference from luck alone, `q` the share of false finds among all that
    are as clear as this one. `movers` are the records that changed the count or the sum most.
    `restated_share` is how much of the figure then the listed records restated, as a share of it;
    none where it was zero.
    """

    figure: str
    measure: str
    mark: Mapping[str, str]
    title: str
    unit: str
    before: float | None
    after: float | None
    by: float | None
    parts: tuple[Part, ...]
    test: Literal["cohorts", "paired", "weeks", "none"] = "none"
    tested: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    q: float | None = None
    is_signal: bool = False
    movers: tuple[Mover, ...] = ()
    usual: Usual | None = None
    restated_share: float | None = None
    said: str = ""
    why: str = ""


@dataclass(frozen=True)
class Restated:
    """One value that the exports state otherwise than before, of a day that was over then."""

    table: str
    record_id: str
    column: str
    business_date: str | None
    old: str | None
    new: str | None
    account: str | None = None
    said: str = ""


@dataclass(frozen=True)
class DefinitionChange:
    """A measure that counts otherwise than when the snapshot before was made."""

    measure: str
    title: str


@dataclass(frozen=True)
class Line:
    """One change as it is told: the fact, and beside it what is usual or what it consists of.

    `about` is what it is of: "deals", "figure" or "restated"; `key` is the kind of deals or the
    figure.
    """

    about: Literal["deals", "figure", "restated"]
    key: str
    said: str
    beside: str
    records: tuple[str, ...] = ()
    amount: float | None = None


@dataclass(frozen=True)
class Changes:
    """All that changed since a snapshot, and which of it is told.

    Deals are told where there are more than in a usual week, and won ones that were turned away
    first wherever these are rare; figures where they are beyond luck among all that was asked.
    `asked` is how many figures and kinds of deals were looked at; `usual` how many deals of a kind
    there are in a usual week; `days` how many days lie between the two. Where it is not known what
    was restated between them, `restated` is empty and `is_restated_known` false.
    """

    since: str
    since_as_of: str
    as_of: str
    days: int
    deals: tuple[DealChange, ...]
    figures: tuple[FigureChange, ...]
    restated: tuple[Restated, ...]
    definitions: tuple[DefinitionChange, ...]
    is_config_changed: bool
    headline_restated: str
    asked: int
    lines: tuple[Line, ...] = ()
    usual: Mapping[str, Usual] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_restated_known: bool = True

    def told(self) -> tuple[Line, ...]:
        """Return at most five changes that are more than noise, deals before rates."""
        return self.lines[:MOST_TOLD]

    @property
    def is_quiet(self) -> bool:
        """Say whether nothing is told: no deal, no figure beyond luck, no restatement above 2 %."""
        return not self.lines

    def of(self, figure: str) -> FigureChange | None:
        """Return the change of a figure; none where either snapshot does not have it."""
        return next((each for each in self.figures if each.figure == figure), None)

    def to_json(self) -> dict[str, Any]:
        """Return all of it as `changes.json` keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Changes:
        """Return the changes that `to_json` kept."""
        return cls(
            **{
                **kept,
                "deals": tuple(DealChange(**each) for each in kept["deals"]),
                "figures": tuple(_figure(each) for each in kept["figures"]),
                "restated": tuple(Restated(**each) for each in kept["restated"]),
                "definitions": tuple(DefinitionChange(**each) for each in kept["definitions"]),
                "lines": tuple(
                    Line(**{**each, "records": tuple(each["records"])}) for each in kept["lines"]
                ),
                "usual": {name: Usual(**each) for name, each in kept["usual"].items()},
                "notes": tuple(kept["notes"]),
            }
        )


def _figure(kept: Mapping[str, Any]) -> FigureChange:
    parts = tuple(Part(**each) for each in kept["parts"])
    movers = tuple(Mover(**each) for each in kept["movers"])
    usual = Usual(**kept["usual"]) if kept["usual"] else None
    return FigureChange(**{**kept, "parts": parts, "movers": movers, "usual": usual})

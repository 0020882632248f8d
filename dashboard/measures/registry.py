"""The measures there are: each one SQL file whose header holds its words and its rules.

A header is TOML in the file's first comment; every fault of every file is reported at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import pydantic
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import ErrorDetails

from dashboard import paths
from dashboard.errors import QueryError, did_you_mean, unknown_name

# points: a difference of shares; rate: events in thirty days; index: of a hundred; each: so many
# of one thing for each of another.
Unit = Literal["share", "money", "days", "hours", "count", "points", "rate", "index", "each"]
School = Literal["conventional", "value-first", "both"]
Shape = Literal[
    "number", "trend", "breakdown", "parts", "steps", "curve", "matrix", "bins", "range", "ledger"
]
DatedBy = Literal[
    "lead_created", "mql", "step_entered", "gate_reached", "verdict", "hand_raised",
    "deal_created", "deal_closed", "deal_changed", "as_of", "people_now", "content",
]  # fmt: skip
Input = Literal["ratio", "spells", "values", "rows", "mixed", "records"]
# modelled: those too young for it are taken to go on as the older ones did.
Grade = Literal["observed", "modelled", "adjusted", "causal-at-gate", "bound", "assumed"]
AssumptionName = Literal[
    "seller_hour_cost", "margin", "minutes_per_touch", "spare_seller_hours", "gate_horizon_days",
    "gate_running_cost",
]  # fmt: skip
EstimatorName = Literal[
    "share", "money_share", "bound_share", "total", "aalen_johansen", "median_days",
    "half_reached_by", "lag_statistics", "ledger", "after_silence", "states_by_day",
    "event_rate", "momentum_index", "stays", "weekdays", "depth", "like_for_like",
    "attribution", "pathways", "activity_ratio", "bridge", "cohorts", "fewer_better",
    "maturity", "recycling", "volume", "gate_inventory", "friction_map", "turned_away_accounts",
    "wait_decay", "delay_cost",
    "threshold_jump", "rep_leniency", "score_validity", "score_deciles",
    "threshold_tradeoff", "settling_test", "gate_ledger", "gate_cost_range", "gate_verdict",
    "two_roles",
    "seller_hours",
]  # fmt: skip

_HEADER = re.compile(r"\A\s*/\*(?P<toml>.*?)\*/(?P<sql>.*)\Z", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
_SLICE = re.compile(r"\bchosen_[a-z_]+\b")
_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Estimator(_Part):
    """Which function folds the rows, and with which arguments.

    Spells: `cause` is the end counted (or `states`, several ends at once, each a row with the
    key `state`, and `rest`, the name of what is left); `day` is the day read ("horizon" is the
    config's), `days` several days, each a row with the key `day`. Every other end competes.
    bound_share: `unknown` is the value of the first key whose rows cannot be told. Ledger:
    `limit` rows at most, said in the definition. `of` gives another estimator to the rows
    whose last key has that value.
    """

    name: EstimatorName
    cause: str | None = None
    states: tuple[str, ...] = ()
    rest: str | None = None
    day: int | Literal["horizon"] | None = None
    days: tuple[int, ...] = ()
    unknown: str = "unlinked"
    limit: int | None = None
    # What an estimator of `measures/estimates` wants to be told besides.
    arguments: Mapping[str, bool | int | float | str | tuple[int | float | str, ...]] = Field(
        default_factory=dict
    )
    of: Mapping[str, Estimator] = Field(default_factory=dict)


class Finding(_Part):
    """Templates of the generated sentence.

    `compare` names the two rows it sets side by side, `against_zero` a row that is a difference:
    `clear` holds beyond luck alone. `withheld` is said where a check forbids the number, `none`
    where the rows that `clear` names count nothing. In a breakdown with the key `order` the row
    of order 1 is also called `first`: `{first_deals.keys[origin]:word}`.
    """

    clear: str
    luck: str
    too_few: str
    withheld: str = ""
    none: str = ""
    compare: tuple[str, str] | None = None
    against_zero: str | None = None


class Sides(_Part):
    """Templates of what either side would say of the finding; they name rows as it does."""

    sales: str
    marketing: str


class Header(_Part):
    """Everything a measure says about itself."""

    title: str
    question: str
    definition: str
    unit: Unit
    school: School
    shape: Shape
    layer: Literal[1, 2] = 1
    better: Literal["higher", "lower", "neither"] = "neither"
    dated_by: DatedBy
    # The clock of the rows that have one of their own, by the value of one of their keys.
    dated_by_of: Mapping[str, DatedBy] = Field(default_factory=dict)
    records: Literal["deals", "leads", "verdicts"]
    input: Input
    keys: tuple[Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")], ...] = ()
    numerator: str = ""
    denominator: str = ""
    twin: str | None = None
    needs: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    other_reading: str
    next_step: str
    period_shift_months: int = 0
    # The number of a period still grows or shrinks after it: the young had less time than the old,
    # so two periods are not set beside each other. Not so the rows with one of the values settled.
    matures: bool = False
    settled: tuple[str, ...] = ()
    # The rows with one of these values tell how the period's records stand today: an earlier
    # period has no number for that.
    state_now: tuple[str, ...] = ()
    # The clock of what happened to a record before it, within the look-back days.
    looks_back_to: DatedBy | None = None
    same_rows_as: str | None = None
    # The assumptions of the config that its numbers or words rest on; one bound in SQL is known.
    assumes: tuple[AssumptionName, ...] = ()
    cost: Literal["normal", "slow"] = "normal"
    grade: Grade = "observed"
    sides: Sides | None = None
    finding: Finding
    estimator: Estimator


class Measure(Header):
    """A measure: its header, its id (the file's stem), and what its SQL reads."""

    id: str
    sql: str
    reads: tuple[str, ...]
    parameters: tuple[str, ...]

    @property
    def is_ratio(self) -> bool:
        """Say whether every row is a part of a whole, with numerator and denominator."""
        return self.input in ("ratio", "mixed")

    def dated_by_for(self, key_values: Iterable[object]) -> DatedBy:
        """Return the clock of the rows whose keys have these values."""
        own = (self.dated_by_of.get(str(value)) for value in key_values)
        return next((clock for clock in own if clock), self.dated_by)

    def matures_for(self, key_values: Iterable[object]) -> bool:
        """Say whether the row whose keys have these values still changes after its period."""
        return self.matures and not {str(value) for value in key_values} & set(self.settled)

    def is_now_for(self, key_values: Iterable[object]) -> bool:
        """Say whether the row whose keys have these values tells how records stand today."""
        return bool({str(value) for value in key_values} & set(self.state_now))

    def estimator_for(self, last_key: object) -> Estimator:
        """Return the estimator of the rows whose last key has this value."""
        return self.estimator.of.get(str(last_key), self.estimator)


@dataclass(frozen=True)
class Registry:
    """All measures, by id."""

    measures: Mapping[str, Measure]

    def __getitem__(self, measure_id: str) -> Measure:
        """Return a measure; ConfigError with the nearest name if there is none."""
        if measure_id not in self.measures:
            raise unknown_name("measure", measure_id, list(self.measures))
        return self.measures[measure_id]

    def __iter__(self) -> Iterator[Measure]:
        """Go through the measures by id."""
        return iter(self.measures[each] for each in sorted(self.measures))

    def __contains__(self, measure_id: str) -> bool:
        """Say whether there is such a measure."""
        return measure_id in self.measures


def without_comments(sql: str) -> str:
    """Return SQL without its comments, so that a word in prose is no table."""
    return _COMMENT.sub(" ", sql)


@cache
def slices_in(sql: str) -> tuple[str, ...]:
    """Return the slices that SQL reads, in order of name."""
    return tuple(sorted(set(_SLICE.findall(without_comments(sql)))))


@cache
def parameters_in(sql: str) -> tuple[str, ...]:
    """Return the parameters that occur in SQL; DuckDB refuses any other."""
    return tuple(sorted(set(_PARAMETER.findall(without_comments(sql)))))


def load(folder: Path | None = None) -> Registry:
    """Read every measure; QueryError with the faults of all files."""
    files = sorted((folder or paths.queries() / "measures").glob("*.sql"))
    measures: dict[str, Measure] = {}
    faults: list[str] = []
    for file in files:
        try:
            measures[file.stem] = parse(file.stem, file.read_text(encoding="utf-8"))
        except QueryError as error:
            faults += error.faults
    measures = {each.id: _with_rows_of(each, measures) for each in measures.values()}
    faults += _pair_faults(measures)
    if faults:
        raise QueryError(*faults)
    return Registry(measures)


def parse(measure_id: str, text: str) -> Measure:
    """Turn one file's text into a measure; QueryError with all faults of its header."""
    found = _HEADER.match(text)
    if found is None:
        raise QueryError(
            f"{measure_id}.sql has no header. Begin it with /* and the TOML of the measure."
        )
    try:
        header = Header.model_validate(tomllib.loads(found["toml"]))
    except tomllib.TOMLDecodeError as error:
        raise QueryError(f"{measure_id}.sql: the header is no TOML: {error}.") from error
    except pydantic.ValidationError as error:
        raise QueryError(*(_fault(measure_id, each) for each in error.errors())) from error
    sql = found["sql"].strip()
    if bool(sql) == bool(header.same_rows_as):
        raise QueryError(f"{measure_id}.sql needs either one SELECT or same_rows_as, not both.")
    return _measure(measure_id, header, sql)


def _measure(measure_id: str, header: Header, sql: str) -> Measure:
    own = {name: getattr(header, name) for name in Header.model_fields}
    return Measure(
        **own, id=measure_id, sql=sql, reads=slices_in(sql), parameters=parameters_in(sql)
    )


def _with_rows_of(measure: Measure, measures: Mapping[str, Measure]) -> Measure:
    source = measures.get(measure.same_rows_as or "")
    return _measure(measure.id, measure, source.sql) if source else measure


def _fault(measure_id: str, error: ErrorDetails) -> str:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        known = _known_at(error["loc"][:-1])
        return f"{measure_id}.sql: {place}: there is no such key.{did_you_mean(place, known)}"
    return f"{measure_id}.sql: {place}: {error['msg']}"


def _known_at(location: Iterable[object]) -> list[str]:
    parts: dict[object, type[_Part]] = {"finding": Finding, "estimator": Estimator, "sides": Sides}
    model: type[_Part] = next((parts[each] for each in location if each in parts), Header)
    return list(model.model_fields)


def _pair_faults(measures: Mapping[str, Measure]) -> list[str]:
    faults = []
    for measure in measures.values():
        for key, other in (("twin", measure.twin), ("same_rows_as", measure.same_rows_as)):
            if other is not None and other not in measures:
                near = did_you_mean(other, measures)
                faults.append(f"{measure.id}.sql: {key}: there is no measure {other!r}.{near}")
        twin = measures.get(measure.twin or "")
        if twin is not None and twin.twin != measure.id:
            faults.append(f"{measure.id}.sql: twin {twin.id!r} does not point back to it.")
    return faults

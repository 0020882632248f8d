"""People at a gate as rows of `chosen_gate_money`: what a test says, the rest as usual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import polars as pl

from dashboard.engine.database import open_in_memory
from dashboard.measures import registry
from dashboard.measures.filters import Filters
from dashboard.measures.result import Result
from dashboard.measures.run import run
from dashboard.measures.slices import Slices, columns_of
from tests.measures.conftest import CONTEXT

MEASURES = registry.load()
# Twenty years hold so many people that their shares come out whole.
FIRST, TWENTY, ONE = dt.date(2005, 1, 1), 20.0, 1.0
_WHOLE = ("place", "readiness", "n", "wins", "events", "untimed_touches", "untimed_without_win")
_TEXTS = (
    "part", "group_name", "record_id", "cluster_id", "gate_name", "regime", "source", "alike",
    "source_family",
)  # fmt: skip
_USUAL: Mapping[str, object] = {
    "part": "line",
    "group_name": "All",
    "gate_name": "score",
    "place": 0,
    "line_now": 60.0,
    "source": "web",
    "alike": "",
    "readiness": 0,
    "is_hand_raised": False,
    "is_worked": False,
    "is_old": True,
    "regime": "60",
    "threshold": 60.0,
    "minutes": 0.0,
    "minutes_without_win": 0.0,
    "untimed_touches": 0,
    "untimed_without_win": 0,
}
Rows = Iterable[Mapping[str, object]]


def at(score: float, n: int, wins: int = 0, each: float = 0.0, **more: object) -> dict[str, object]:
    """Return people of one score, of whom so many won a deal of `each`."""
    line = float(str(more.get("line_now", 60.0)))
    told = {
        "score": float(score),
        "distance": score - line,
        "exact_distance": score - line,
        "n": n,
        "wins": wins,
        "events": wins,
        "value": wins * each,
        "value_squares": wins * each**2,
        "value_capped": wins * each,
        "value_capped_squares": wins * each**2,
    }
    return told | more


def worked(score: float, n: int, wins: int, each: float, hours: float = 3.0) -> dict[str, object]:
    """Return people whom sales took on, each for so many hours whether they won or not."""
    minutes = {"minutes": n * hours * 60, "minutes_without_win": (n - wins) * hours * 60}
    return at(score, n, wins, each, is_worked=True, **minutes)


def asked(
    measure: str, rows: Rows, *, years: float = ONE, deals: Rows = (), **assumed: float
) -> Result:
    """Answer a measure over these people, who came within so many years."""
    last = FIRST + dt.timedelta(days=round(years * 365.25) - 1)
    dates = {"first_date": FIRST, "last_date": last, "first_day": FIRST, "last_day": last}
    filled = [{**_USUAL, **dates, **row} for row in rows]
    columns = columns_of("chosen_gate_money")
    database = open_in_memory()
    frame = pl.DataFrame(
        [{name: row.get(name) for name in columns} for row in filled],
        schema={name: _type(name) for name in columns},
    )
    database.write_table("chosen_gate_money", frame)
    given = {"chosen_gate_money"}
    if measure == "two_roles":
        database.write_table("chosen_deal_strata", pl.DataFrame(list(deals), schema=_DEALS))
        given.add("chosen_deal_strata")
    slices = Slices(database, given=frozenset(given))
    return run(slices, MEASURES[measure], Filters(assumed=assumed), CONTEXT)


def _type(name: str) -> pl.DataType | type[pl.DataType]:
    if name.startswith("is_") or name == "let_through_at_random":
        return pl.Boolean
    if name == "period" or name.endswith(("_date", "_day")):
        return pl.Date
    if name in _TEXTS:
        return pl.String
    return pl.Int64 if name in (*_WHOLE, "score_tenth") else pl.Float64


_DEALS: Mapping[str, type[pl.DataType]] = {
    "period": pl.Date,
    "group_name": pl.String,
    "opportunity_id": pl.String,
    "cluster_id": pl.String,
    "stratum": pl.String,
    "path_class": pl.String,
    "path_group": pl.String,
    "is_outside_ours": pl.Boolean,
    "is_moved_by_day_30": pl.Boolean,
    "is_silent_by_day_21": pl.Boolean,
}

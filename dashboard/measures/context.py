"""What a warehouse says about itself: its clock, rules and dimensions, and what was supplied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dashboard import paths
from dashboard.config import Assumptions, Config
from dashboard.engine.database import Database
from dashboard.estimators.intervals import design_effect
from dashboard.measures import lags
from dashboard.measures.assumptions import under
from dashboard.measures.filters import Dimension


@dataclass(frozen=True)
class Context:
    """Everything besides the rows that an answer depends on; the same for every request."""

    as_of: dt.datetime
    as_of_date: dt.date
    config: Config = field(default_factory=Config)
    time_zone: str = "UTC"
    currency: str = "USD"
    horizon_days: int = 180
    has_type_map: bool = True
    dimensions: tuple[Dimension, ...] = ()
    # (table, column) -> rows that are not null; None where nothing was recorded about it.
    supplied: Mapping[tuple[str, str], int] | None = None
    steps: frozenset[str] = frozenset()
    design_effects: Mapping[str, float] = field(default_factory=dict)
    # Clock of people -> days after which it can be read, over all data, under every filter.
    lead_horizons: Mapping[str, int] = field(default_factory=lambda: lags.USUAL)
    # How the as-of time was found: from recorded changes, from business dates, from the config.
    as_of_label: str = ""
    # The share of won deals in which anything the buyer did was recorded.
    buyer_capture: float | None = None
    # Clock of a measure (`dated_by`) -> the first day on which any record is dated by it.
    first_days: Mapping[str, dt.date] = field(default_factory=dict)
    # What a reader assumes otherwise than the config, by the name of the assumption.
    assumed: Mapping[str, float] = field(default_factory=dict)

    @property
    def assumptions(self) -> Assumptions:
        """Return what an answer assumes: the config's numbers, and the reader's in their place."""
        return under(self.config.assumptions, self.assumed)

    def assuming(self, assumed: Mapping[str, float]) -> Context:
        """Return the same warehouse seen by a reader who assumes this."""
        return replace(self, assumed=assumed) if assumed != self.assumed else self

    def is_supplied(self, table: str, column: str) -> bool:
        """Say whether any export filled this column."""
        return self.supplied is None or self.supplied.get((table, column), 0) > 0

    @property
    def has_line(self) -> bool:
        """Say whether a gate has a line that a score must reach, declared or recorded."""
        declared = any(gate.thresholds for gate in self.config.gates)
        return declared or self.is_supplied("gate_decisions", "threshold")

    @property
    def has_paths(self) -> bool:
        """Say whether deals can be told apart by the path they came."""
        return self.is_supplied("gate_decisions", "decided_at")


def load(database: Database, config: Config) -> Context:
    """Read a warehouse's own account of itself."""
    clock = database.query("select * from clock").row(0, named=True)
    settings = database.query("select * from settings").row(0, named=True)
    return Context(
        as_of=clock["as_of_at"],
        as_of_date=clock["as_of_date"],
        as_of_label=clock["label"],
        config=config,
        time_zone=settings["time_zone"],
        currency=settings["currency"],
        horizon_days=settings["horizon_days"],
        has_type_map=settings["has_type_map"],
        dimensions=_dimensions(database),
        supplied=_supplied(database),
        steps=_steps(database),
        design_effects=_design_effects(database),
        lead_horizons=_lead_horizons(database),
        buyer_capture=_buyer_capture(database),
        first_days=_first_days(database),
    )


def _dimensions(database: Database) -> tuple[Dimension, ...]:
    found = database.query("select * from dimensions order by slot").rows(named=True)
    return tuple(
        Dimension(_slot(row["slot"]), row["name"], row["label"], row["table_name"]) for row in found
    )


def _slot(slot: object) -> str:
    return slot if isinstance(slot, str) else f"dim_{slot}"


def _supplied(database: Database) -> Mapping[tuple[str, str], int]:
    rows = database.query("select table_name, column_name, rows from supplied").rows()
    return {(table, column): count for table, column, count in rows}


def _steps(database: Database) -> frozenset[str]:
    found = database.query("select distinct step from config_gates where step is not null")
    return frozenset(found["step"].to_list())


def _design_effects(database: Database) -> Mapping[str, float]:
    """Lead measures read cubes without accounts: their design effect is known from the build."""
    if "cube_lead_clusters" not in database.tables():
        return {}
    rows = database.query("select * from cube_lead_clusters").rows(named=True)
    return {
        row["measure_id"]: design_effect(
            row["n"], row["events"] / row["n"], row["sum_yy"], row["sum_ym"], row["sum_mm"]
        )
        for row in rows
        if row["n"]
    }


def _lead_horizons(database: Database) -> Mapping[str, int]:
    if "cube_lead_lags" not in database.tables():
        return lags.USUAL
    return lags.horizons(database.query("select * from cube_lead_lags"))


def _buyer_capture(database: Database) -> float | None:
    """Return the share of won deals in which anything the buyer did was recorded."""
    if "fct_deals" not in database.tables():
        return None
    found = database.query(
        "select count(*) as won, count(*) filter (has_buyer_sign) as seen "
        "from fct_deals where outcome = 'won'"
    ).row(0, named=True)
    return found["seen"] / found["won"] if found["won"] else None


def _first_days(database: Database) -> Mapping[str, dt.date]:
    """Return the day from which on each clock has records: before it nothing was exported."""
    needed = {
        "fct_deals", "fct_leads", "fct_verdict_spells", "fct_gate_turns", "fct_lead_content",
    }  # fmt: skip
    if not needed <= set(database.tables()):
        return {}
    found = database.query(paths.query_text("inventory", "first_days")).rows()
    return {clock: day for clock, day in found if day is not None}

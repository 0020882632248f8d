"""What the config says, as plain tables that all SQL may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.config import Config, Gate
from dashboard.engine.database import Database

_TEXTS = pl.List(pl.String)


def write(database: Database, config: Config) -> None:
    """Write every config table, empty ones too."""
    _settings(database, config)
    _gates(database, config)
    _rates(database, config)
    _types_and_families(database, config)
    _touches_and_stages(database, config)
    _dimensions(database, config)


def _types_and_families(database: Database, config: Config) -> None:
    types = config.types.new_business if config.types else ()
    _write(database, "config_types", [{"type": each} for each in types], {"type": pl.String})
    families = [
        {"source": source, "family": family}
        for family, sources in config.source_families.items()
        for source in sources
    ]
    schema = {"source": pl.String, "family": pl.String}
    _write(database, "config_source_families", families, schema)


def _touches_and_stages(database: Database, config: Config) -> None:
    touches = [each.model_dump() for each in config.touches]
    schema: dict[str, Any] = dict.fromkeys(("type", "kind", "direction"), pl.String)
    schema |= {"gated": pl.Boolean}
    _write(database, "config_touch_types", touches, schema)
    helpers = [{"role": each} for each in dict.fromkeys(config.roles.can_help)]
    _write(database, "config_helpers", helpers, {"role": pl.String})
    stages = [each.model_dump() for each in config.all_stages]
    schema = dict.fromkeys(("pipeline", "stage", "role"), pl.String)
    schema |= {"rank": pl.Int64, "probability": pl.Float64}
    _write(database, "config_stages", stages, schema)


def _dimensions(database: Database, config: Config) -> None:
    rows = [
        {
            "slot": config.slot_of(each.name),
            "name": each.name,
            "label": each.on_screen,
            "table_name": each.table,
            "column_name": each.column,
        }
        for each in config.dimensions
    ]
    names = ("slot", "name", "label", "table_name", "column_name")
    _write(database, "dimensions", rows, dict.fromkeys(names, pl.String))


def _write(
    database: Database,
    table: str,
    rows: Sequence[Mapping[str, object]],
    schema: Mapping[str, Any],
) -> None:
    database.write_table(table, pl.DataFrame(list(rows), schema=dict(schema)))


def _settings(database: Database, config: Config) -> None:
    rules = config.rules
    row = {
        "time_zone": config.company.time_zone,
        "currency": config.company.currency,
        "horizon_days": rules.horizon_days,
        "stall_days": rules.stall_days,
        "back_stamp_minutes": rules.back_stamp_minutes,
        "lookback_days": rules.lookback_days,
        "history_starts": rules.history_starts,
        "accounts_matched_to_leads": rules.accounts_matched_to_leads,
        "has_type_map": config.types is not None,
        # Slots as text, for a list cannot be searched alike by all engines.
        "alike_slots": " ".join(config.slot_of(each.name) for each in config.alike),
    }
    schema = {
        "time_zone": pl.String, "currency": pl.String, "horizon_days": pl.Int64,
        "stall_days": pl.Int64, "back_stamp_minutes": pl.Int64, "lookback_days": pl.Int64,
        "history_starts": pl.Date, "accounts_matched_to_leads": pl.Boolean,
        "has_type_map": pl.Boolean, "alike_slots": pl.String,
    }  # fmt: skip
    _write(database, "settings", [row], schema)


def _gates(database: Database, config: Config) -> None:
    schema = {
        "gate": pl.String, "label": pl.String, "position": pl.Int64, "step": pl.String,
        "before": pl.String, "stage": pl.String, "decided_by": pl.String, "since": pl.Date,
        "until": pl.Date, "sources": _TEXTS, "source_name": pl.String, "field": pl.String,
        "date_field": pl.String, "reason_field": pl.String, "pass_on_conversion": pl.Boolean,
        "required_fields": pl.Int64,
    }  # fmt: skip
    rows = [_gate(place, gate) for place, gate in enumerate(config.gates, start=1)]
    _write(database, "config_gates", rows, schema)
    lines = [
        {"gate": gate.name, "since": line.since, "threshold": line.at}
        for gate in config.gates
        for line in gate.thresholds
    ]
    schema = {"gate": pl.String, "since": pl.Date, "threshold": pl.Float64}
    _write(database, "config_gate_lines", lines, schema)
    _write(
        database,
        "config_gate_values",
        [each for gate in config.gates for each in _values(gate)],
        dict.fromkeys(("gate", "value", "verdict", "fail_kind"), pl.String),
    )


def _gate(place: int, gate: Gate) -> dict[str, object]:
    return {
        "gate": gate.name,
        "label": gate.on_screen,
        "position": place,
        "step": gate.step,
        "before": gate.before,
        "stage": gate.stage,
        "decided_by": gate.decided_by,
        "since": gate.since,
        "until": gate.until,
        "sources": gate.applies.get("source"),
        "source_name": gate.source,
        "field": gate.field,
        "date_field": gate.date_field,
        "reason_field": gate.reason_field,
        "pass_on_conversion": gate.pass_on_conversion,
        "required_fields": gate.required_fields,
    }


def _values(gate: Gate) -> list[dict[str, str | None]]:
    def row(value: str, verdict: str, fail_kind: str | None = None) -> dict[str, str | None]:
        return {"gate": gate.name, "value": value, "verdict": verdict, "fail_kind": fail_kind}

    return [
        *(row(value, "pass") for value in gate.pass_values),
        *(row(value, "waived") for value in gate.waived_values),
        *(row(value, "fail", kind) for kind, each in gate.fail_values.items() for value in each),
    ]


def _rates(database: Database, config: Config) -> None:
    """Write the dated rates; the company's own currency is worth one of itself."""
    own = {"currency": config.company.currency, "valid_from_date": None, "rate": 1.0}
    others = [
        {"currency": each.currency, "valid_from_date": each.since, "rate": each.rate}
        for each in config.rates
        if each.currency != config.company.currency
    ]
    frame = pl.DataFrame(
        [own, *others],
        schema={"currency": pl.String, "valid_from_date": pl.Date, "rate": pl.Float64},
    ).with_columns(pl.col("valid_from_date").fill_null(pl.date(1970, 1, 1)))
    database.write_table("config_rates", frame)

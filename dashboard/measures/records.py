"""The records behind a number: same SQL, same filters, one row a record.

The number of rows of a mark is its events; with `part=all` it is its n.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from dashboard import paths, words
from dashboard.engine.database import Database
from dashboard.errors import ConfigError, did_you_mean
from dashboard.measures import filters as filtering
from dashboard.measures import needs, sentences, spells
from dashboard.measures.context import Context
from dashboard.measures.estimates import ESTIMATES
from dashboard.measures.filters import Filters
from dashboard.measures.fold import rows_of
from dashboard.measures.registry import Measure
from dashboard.measures.slices import Slices, obstacles, parameters_of, rests_on

RecordsOf = Literal["deals", "leads", "verdicts"]

# What a reader may want to know of a record, in this order; names of persons are never in a fact.
_DETAILS: Mapping[str, tuple[str, ...]] = {
    "deals": (
        "account_name", "pipeline", "type", "source", "stage", "outcome", "path_class",
        "sub_origin", "created_date", "closed_date", "amount_at_creation", "amount_at_close",
        "amount_at_as_of", "last_sign_date", "silent_days", "last_fail_reason", "account_id",
    ),
    "leads": (
        "source", "score", "created_date", "hand_raised_date", "first_attempt_date",
        "first_conversation_date", "mql_date", "sql_date", "first_fail_date", "first_deal_date",
        "first_won_date", "won_amount", "lead_id",
    ),
    "verdicts": (
        "gate", "fail_kind", "reason", "decided_by", "source", "decided_date", "next_deal_date",
        "won_date", "won_deals", "won_amount", "lead_id",
    ),
}  # fmt: skip
_KEYS = {"deals": "opportunity_id", "leads": "person_id", "verdicts": "record_id"}
_HIDDEN = ("cluster_id", "n")
# The mark that opens all a number was counted among, not the events alone.
WHOLE = "all"


@dataclass(frozen=True)
class Records:
    """The records behind a mark: `n` of `total`, and what they are in words.

    `kind` is what each of them is: a deal, a lead, or a verdict about one.
    """

    frame: pl.DataFrame
    n: int
    total: int
    sentence: str
    kind: RecordsOf = "deals"


@dataclass(frozen=True)
class Members:
    """The rows that a mark counts, one a record, and all they were counted among."""

    counted: pl.DataFrame
    everything: pl.DataFrame
    kind: RecordsOf


def behind(
    slices: Slices,
    measure: Measure,
    filters: Filters,
    context: Context,
    mark: Mapping[str, str],
) -> Records:
    """Return the records behind a mark; ConfigError if the measure cannot say."""
    found = members(slices, measure, filters, context, mark)
    own = filtering.shifted(filters.resting_on(rests_on(measure)), measure.period_shift_months)
    dated_by = measure.dated_by_for(mark.values())
    population = filtering.sentence(own, dated_by, context.dimensions, context.as_of_date)
    frame = _with_details(slices.cursor, measure, found.kind, found.counted, context)
    n, total = found.counted.height, found.everything["record_id"].n_unique()
    said = f"{words.count(n)} of {words.count(total)}: {population}"
    return Records(frame, n, total, said, found.kind)


def members(
    slices: Slices,
    measure: Measure,
    filters: Filters,
    context: Context,
    mark: Mapping[str, str],
) -> Members:
    """Return whom a mark counts, without what people know them by."""
    filters = filters.resting_on(rests_on(measure))
    context = context.assuming(filters.assumed)
    lacking = needs.missing(measure, context) or obstacles(measure.reads, filters, context)
    if lacking:
        raise ConfigError(f"{measure.id}: {sentences.not_computable(lacking)}")
    _check_mark(measure, filters, mark)
    own = filtering.shifted(filters, measure.period_shift_months)
    everything = _of_mark(_rows_of(slices, measure, parameters_of(own, context)), filters, mark)
    estimate = ESTIMATES.get(measure.estimator.name)
    if estimate is not None:
        everything = estimate.members_of(measure, everything, mark, context)
    whole = mark.get("part") == WHOLE
    chosen = everything if whole else _events(measure, everything, mark, context)
    if measure.input != "rows":
        # Lists keep the order of their SQL; others have none of their own, and ties must not move.
        chosen = chosen.sort("record_id", *(key for key in measure.keys if key in chosen.columns))
    # A mark that leaves a key open names a record once for each of its values.
    chosen = chosen.unique("record_id", keep="first", maintain_order=True)
    return Members(chosen, everything, _kind(measure, chosen))


def _rows_of(slices: Slices, measure: Measure, parameters: Mapping[str, object]) -> pl.DataFrame:
    slices.expect([measure])
    slices.make(measure.reads, parameters)
    bound = [(name, repr(parameters[name])) for name in sorted(measure.parameters)]
    return slices.again((measure.sql, bound), lambda: rows_of(slices.cursor, measure, parameters))


def _check_mark(measure: Measure, filters: Filters, mark: Mapping[str, str]) -> None:
    known = list(dict.fromkeys((*measure.keys, "part")))
    known += ["record_id"] if measure.input == "rows" else []
    if filters.by is not None:
        known.append("period" if filters.by == "month" else "group")
    for name in mark:
        if name not in known:
            near = did_you_mean(name, known)
            raise ConfigError(
                f"{measure.id} has no mark {name!r}.{near} Known: {', '.join(known)}."
            )
    if "part" not in measure.keys and mark.get("part", WHOLE) != WHOLE:
        raise ConfigError(f"part = {mark['part']!r}: leave it out, or write part={WHOLE}.")


def _of_mark(frame: pl.DataFrame, filters: Filters, mark: Mapping[str, str]) -> pl.DataFrame:
    """Keep the rows of the mark's keys, group and period; some stand for no record at all."""
    frame = frame.filter(pl.col("n") > 0)
    for name, value in mark.items():
        if name == "part" and value == WHOLE:
            continue
        if name == "period":
            # Records without that date are a group of their own, with no month.
            month = filtering.parse_month(value[:7]) if value not in ("", "None") else None
            frame = frame.filter(pl.col("period").eq_missing(pl.lit(month, pl.Date)))
        elif name == "group" and filters.by is not None:
            frame = frame.filter(pl.col("group_name").cast(pl.String) == value)
        elif name in frame.columns:
            frame = frame.filter(pl.col(name).cast(pl.String) == value)
    return frame


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Keep the records that the mark counts, by the test that the number itself uses."""
    estimate = ESTIMATES.get(measure.estimator.name)
    if estimate is not None:
        return estimate.events_of(measure, frame, mark, context)
    if measure.input == "ratio":
        return frame.filter(pl.col("numerator") != 0)
    if measure.input == "values":
        return frame.filter(pl.col("value") != 0)
    if measure.input == "rows":
        return _largest(frame).head(measure.estimator.limit or frame.height)
    parts = []
    if measure.input == "mixed":
        parts.append(frame.filter(pl.col("end_kind").is_null() & (pl.col("numerator") != 0)))
    ended = frame.filter(pl.col("end_kind").is_not_null())
    last = next((key for key in reversed(measure.keys) if key in frame.columns), None)
    for rows in ended.partition_by(last, maintain_order=True) if last else [ended]:
        named = rows[last][0] if last and rows.height else ""
        estimator = measure.estimator_for(named)
        wanted = [
            spells.is_event(reading)
            for reading in spells.readings(estimator, context.horizon_days)
            if all(mark.get(key, str(value)) == str(value) for key, value in reading.keys.items())
        ]
        parts.append(rows.filter(pl.any_horizontal(wanted)) if wanted else rows.clear())
    return pl.concat(parts, how="diagonal") if parts else frame.clear()


def _largest(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(["sort_value", "record_id"], descending=[True, False], nulls_last=True)


def _kind(measure: Measure, chosen: pl.DataFrame) -> RecordsOf:
    """Say of what kind the records are: a measure of deals and verdicts opens either."""
    if "about" in chosen.columns and set(chosen["about"]) == {"deal"}:
        return "deals"
    if measure.input == "mixed" and chosen.height and chosen["end_kind"].null_count() == 0:
        return "verdicts"
    return measure.records


def _with_details(
    cursor: Database, measure: Measure, kind: RecordsOf, chosen: pl.DataFrame, context: Context
) -> pl.DataFrame:
    """Put beside each record what people need to recognise it."""
    own = chosen.select(_own_columns(measure, chosen))
    cursor.write_table(
        "asked", chosen.select(pl.col("record_id").cast(pl.String)).unique(), temporary=True
    )
    details = cursor.query(paths.query_text("records", kind), name=f"records/{kind}.sql")
    dimensions = {each.slot: each.name for each in context.dimensions}
    wanted = [
        name
        for name in (*_DETAILS[kind], *dimensions)
        if name in details.columns and name not in own.columns
    ]
    details = details.select(pl.col(_KEYS[kind]).cast(pl.String).alias("record_id"), *wanted)
    joined = own.with_columns(pl.col("record_id").cast(pl.String)).join(
        details, on="record_id", how="left", maintain_order="left"
    )
    hidden = [] if context.config.access.show_account_names else ["account_name"]
    return joined.rename(dimensions, strict=False).drop(hidden, strict=False)


def _own_columns(measure: Measure, frame: pl.DataFrame) -> list[str]:
    """Return the columns of a record: its id, its keys, what was counted."""
    first = ["record_id", *(key for key in measure.keys if key in frame.columns)]
    rest = [
        name
        for name in frame.columns
        if name not in (*first, *_HIDDEN) and not _is_empty(frame, name)
    ]
    return [*first, *rest]


def _is_empty(frame: pl.DataFrame, name: str) -> bool:
    """Say whether a column tells nothing: no period chosen, no group split by."""
    if name == "period":
        return frame["period"].null_count() == frame.height
    return name == "group_name" and set(frame["group_name"].unique().to_list()) <= {"All"}

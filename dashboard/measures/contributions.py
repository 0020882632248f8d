"""What each record adds to a measure's numbers: the rows that the measure itself sums."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dashboard import paths
from dashboard.measures import filters as filtering
from dashboard.measures import needs
from dashboard.measures.context import Context
from dashboard.measures.filters import Filters
from dashboard.measures.fold import rows_of
from dashboard.measures.registry import Measure, slices_in
from dashboard.measures.slices import Slices, obstacles, parameters_of, rests_on


def added(
    slices: Slices, measure: Measure, filters: Filters, context: Context
) -> pl.DataFrame | None:
    """Return the rows a measure sums, one a record and key; None where it cannot be computed.

    Its columns are the measure's keys, group_name, record_id, n and what its kind of input sums.
    """
    filters = filters.resting_on(rests_on(measure))
    context = context.assuming(filters.assumed)
    if needs.missing(measure, context) or obstacles(measure.reads, filters, context):
        return None
    own = filtering.shifted(filters, measure.period_shift_months)
    parameters = parameters_of(own, context)
    slices.expect([measure])
    slices.make(measure.reads, parameters)
    return rows_of(slices.cursor, measure, parameters).filter(pl.col("n") > 0)


def kept(slices: Slices, name: str, filters: Filters, context: Context) -> pl.DataFrame:
    """Return what `queries/snapshots/<name>.sql` says of the records that filters leave."""
    sql = paths.query_text("snapshots", name)
    parameters: Mapping[str, object] = parameters_of(filters, context)
    slices.make(slices_in(sql), parameters)
    return slices.cursor.query(sql, name=f"snapshots/{name}.sql")

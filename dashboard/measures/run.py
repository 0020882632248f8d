"""Answer one measure on one cursor: slices, rows, sums, numbers, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.measures import counts, estimate, needs, notes, sentences, spells
from dashboard.measures import filters as filtering
from dashboard.measures.context import Context
from dashboard.measures.filters import Filters
from dashboard.measures.fold import Asked, Folded, fold
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result, Row
from dashboard.measures.slices import (
    Slices,
    bound_in,
    cuts_by_day,
    first_behind,
    obstacles,
    parameters_of,
    rests_on,
)


def run(slices: Slices, measure: Measure, filters: Filters, context: Context) -> Result:
    """Answer a measure's question; what is missing is said in place of a number."""
    filters = filters.resting_on(rests_on(measure))
    context = context.assuming(filters.assumed)
    own = filtering.shifted(filters, measure.period_shift_months)
    if own.until and not is_cut_by_day(measure):
        own = replace(own, until=None)
    population = filtering.sentence(own, measure.dated_by, context.dimensions, context.as_of_date)
    lacking = needs.missing(measure, context)
    blocked = () if lacking else obstacles(measure.reads, filters, context)
    if lacking or blocked:
        mend = needs.how_to_mend(measure, context) or blocked
        return _without_rows(measure, filters, context, lacking or blocked, mend, population)

    asked = Asked(parameters_of(own, context), *spells.asked(measure, context))
    folded = _folded(slices, measure, asked, whole=False)
    rows = whole = estimate.rows_of(measure, folded, context, filters.by)
    if filters.by is not None:
        folded = _folded(slices, measure, asked, whole=True)
        whole = estimate.rows_of(measure, folded, context, None)

    also = estimate.named_of(measure, whole, context)
    said = sentences.written(
        measure, whole, population, context, also, is_filtered=bool(filters.where)
    )
    return Result(
        measure=measure,
        filters=filters,
        as_of=context.as_of,
        time_zone=context.time_zone,
        status=_status(measure, whole),
        needs=(),
        rows=rows,
        notes=notes.notes_of(slices, measure, own, whole, context),
        finding=said.finding,
        other_reading=said.other_reading,
        next_step=said.next_step,
        sides=said.sides,
        whole=whole,
        population=population,
        finding_by=counts.findings(measure, whole, population, context, also),
    )


def _folded(slices: Slices, measure: Measure, asked: Asked, *, whole: bool) -> Folded:
    """Return a measure's sums; those of a measure with assumptions may be of an earlier request."""

    def make() -> Folded:
        slices.expect([measure])
        slices.make(measure.reads, asked.parameters)
        return fold(slices.cursor, measure, asked, whole=whole)

    # Notes on deals ask the slices themselves.
    of_deals = any(name.startswith("chosen_deals") for name in first_behind(measure.reads))
    if slices.folds is None or not measure.assumes or of_deals:
        return make()
    # `with_records` is no matter of the asker's: sums are never of records.
    names = sorted(bound_in(measure.sql) & asked.parameters.keys())
    bound = {name: repr(asked.parameters[name]) for name in names}
    told = (*asked.causes, *asked.days)
    # Tables of records have every column, whatever keys an estimator makes of them.
    keys = () if measure.input == "records" else measure.keys
    key = (measure.sql, measure.input, keys, whole, told, *bound.items())
    return slices.folds.get(key, make)


def is_cut_by_day(measure: Measure) -> bool:
    """Say whether a period of a measure can end within a month.

    Not where its rows are known by whole months, and its period is said so; nor where the period
    is moved back, for its last month is over then on both sides of a comparison.
    """
    return not measure.period_shift_months and cuts_by_day(measure.reads)


def _status(measure: Measure, whole: Sequence[Row]) -> str:
    """An answer is too few when every row of it is; a count of what happened never is."""
    if measure.estimator.name in sentences.COUNTED:
        return "ok"
    if whole and all(row.status == "withheld" for row in whole):
        return "withheld"
    return "ok" if any(row.status != "too few" for row in whole) else "too few"


def _without_rows(
    measure: Measure,
    filters: Filters,
    context: Context,
    lacking: tuple[str, ...],
    mend: tuple[str, ...],
    population: str,
) -> Result:
    return Result(
        measure=measure,
        filters=filters,
        as_of=context.as_of,
        time_zone=context.time_zone,
        status="not computable",
        needs=mend,
        rows=(),
        notes=measure.caveats,
        finding=sentences.not_computable(lacking),
        other_reading="",
        next_step="",
        population=population,
    )

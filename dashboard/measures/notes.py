"""What a reader must know beside a number: caveats, and warnings that apply to this view."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from dashboard import paths, words
from dashboard.measures.context import Context
from dashboard.measures.estimates import ESTIMATES
from dashboard.measures.filters import Filters, month_end
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEW, FEWEST, Row
from dashboard.measures.sentences import COUNTED, difference_of
from dashboard.measures.slices import Slices, with_those_behind

# Above this share of deals that cannot be traced, a finding about paths comes with a warning.
_MUCH_UNLINKED = 0.15
# Below this share of won deals with a recorded sign from the buyer, silence is that of our records.
_LEAST_CAPTURE = 0.6
_SILENCE = re.compile(
    r"\b(stall_kind|is_silent_now|is_silent_by_day_21|chosen_deal_spans|chosen_silences)\b"
)
_PATHS = re.compile(r"\bpath_(class|group)\b")
# The three counts of what did not come through our gate, as a sentence says them.
_COUNTS = {"strict": "strict", "ours": "usual", "wide": "wide"}
# A measure that names it leaves out all who are too young.
_OLD = re.compile(r"\bis_old\b")
_COHORTS = ("lead_created", "mql", "hand_raised", "verdict")


def notes_of(
    slices: Slices, measure: Measure, filters: Filters, whole: Sequence[Row], context: Context
) -> tuple[str, ...]:
    """Return the notes of an answer, the measure's own caveats first."""
    found = [
        *measure.caveats,
        *_small(measure, whole),
        *_young(measure, filters, context),
        *_shifted(measure),
        *_types(measure, filters, context),
        *_capture(measure, context),
        *_unpriced(measure, whole, context),
        *_definitions(measure, whole),
        *_own(measure, whole, context),
        *_parked(slices, measure),
    ]
    if context.has_paths and (_PATHS.search(measure.sql) or filters.by == "path_class"):
        found.append("Deals are linked to people by their ids; weaker matches are not used.")
        found += _unlinked(slices, measure)
    return tuple(dict.fromkeys(found))


def _own(measure: Measure, whole: Sequence[Row], context: Context) -> Iterable[str]:
    estimate = ESTIMATES.get(measure.estimator.name)
    return estimate.notes_of(measure, whole, context) if estimate else ()


def _small(measure: Measure, whole: Sequence[Row]) -> Iterator[str]:
    if measure.estimator.name in COUNTED:
        return
    if any(FEWEST <= (row.n or 0) < FEW for row in whole):
        yield f"Rows with fewer than {FEW} records are too few to rank or to compare."
    if any(row.status == "too early" for row in whole):
        yield f"No value where fewer than {FEWEST} are still watched."


def _young(measure: Measure, filters: Filters, context: Context) -> Iterator[str]:
    if measure.input != "ratio" or measure.dated_by not in _COHORTS or _OLD.search(measure.sql):
        return
    end = min(month_end(filters.end), context.as_of_date) if filters.end else context.as_of_date
    young_from = context.as_of_date - dt.timedelta(days=context.horizon_days)
    if end > young_from:
        yield (
            f"Too early for those since {words.date(young_from)}: they have had fewer than "
            f"{words.days(context.horizon_days)}, so this share can still grow."
        )


def _capture(measure: Measure, context: Context) -> Iterator[str]:
    known = context.buyer_capture
    if known is not None and known < _LEAST_CAPTURE and _SILENCE.search(measure.sql):
        yield (
            f"Of 100 won deals {words.in100(known)} have a recorded sign from the buyer, fewer "
            f"than {words.in100(_LEAST_CAPTURE)}: silence here is mostly that of stage changes."
        )


def _unpriced(measure: Measure, whole: Sequence[Row], context: Context) -> Iterator[str]:
    """Say how many deals a sum of money leaves out, for want of an amount or of a rate."""
    if measure.keys != ("statistic",):
        return
    counts = {row.keys["statistic"]: row.n or 0 for row in whole}
    for deals, amount in (("deals", "amount"), ("won_deals", "won_amount")):
        lacking = counts.get(deals, 0) - counts.get(amount, counts.get(deals, 0))
        if lacking > 0:
            yield (
                f"{words.count(lacking)} of {words.counted(counts[deals], 'deals have')} no amount "
                f"in {context.currency} and count without money."
            )


def _definitions(measure: Measure, whole: Sequence[Row]) -> Iterator[str]:
    """Say so where a difference holds beyond luck by one or two of the three counts."""
    compared = measure.finding.compare or ()
    if not compared or not all(name.startswith("ours_") for name in compared):
        return
    rows = {row.name: row for row in whole}
    holding = []
    for count, said in _COUNTS.items():
        pair = [rows.get(count + name.removeprefix("ours")) for name in compared]
        if all(row is not None and (row.n or 0) >= FEW for row in pair):
            difference = difference_of(*(row for row in pair if row is not None))
            if difference is not None and (difference[0] > 0 or difference[1] < 0):
                holding.append(said)
    if 0 < len(holding) < len(_COUNTS):
        said = words.listed(holding)
        yield f"This holds by the {said} count; counted otherwise it could be luck."


def _shifted(measure: Measure) -> Iterator[str]:
    months = measure.period_shift_months
    if months:
        yield (
            f"Counted {abs(months)} months {'earlier' if months < 0 else 'later'} than the "
            "period chosen, so that each has had the time to end."
        )


def _types(measure: Measure, filters: Filters, context: Context) -> Iterator[str]:
    reads_deals = any(name.startswith("chosen_deals") for name in _read(measure))
    if reads_deals and not context.has_type_map and filters.population == "new_business":
        yield "No deal types are mapped, so every deal counts as new business."


def _parked(slices: Slices, measure: Measure) -> Iterator[str]:
    """Say how many deals are quiet as long and not counted as silent, and why others are."""
    if "chosen_deals_open" not in measure.reads:
        return
    query = paths.query_text("folds", "parked")
    parked, too_long = slices.ask("chosen_deals_open", query).row(0)
    if parked:
        yield (
            "Open deals as quiet but parked, because the buyer asked to wait or their stage says "
            f"so: {words.count(parked)}."
        )
    if too_long:
        yield (
            "Silent deals with a date still to come, more than sixty days after their last sign: "
            f"{words.count(too_long)}."
        )


def _read(measure: Measure) -> frozenset[str]:
    return frozenset().union(*(with_those_behind(each) for each in measure.reads))


def _unlinked(slices: Slices, measure: Measure) -> Iterator[str]:
    for slice_name, query, what in (
        ("chosen_deals_closed", "unlinked_closed", "wins"),
        ("chosen_deals_created", "unlinked_created", "deals"),
    ):
        if slice_name not in _read(measure) or not slices.has(slice_name):
            continue
        unlinked, deals = slices.ask(slice_name, paths.query_text("folds", query)).row(0)
        if deals and unlinked / deals > _MUCH_UNLINKED:
            yield (
                f"For {words.count(unlinked)} of {words.count(deals)} {what} we cannot tell how "
                "they came: more than 15 in 100."
            )

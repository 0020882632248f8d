"""What reaching a gate's line adds: the jump at it, with every check beside it.

Keys: `statistic`, and `of`, which tells rows of one statistic apart: points from the line, a
multiple, a trait, a grade. Every row is counted among all leads that are old enough and in no test
by lot; whether leads pile up on the line, among those in such a test too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from dashboard.estimators.discontinuity import REACH, Jump, honest_jump
from dashboard.estimators.discontinuity_checks import DONUTS
from dashboard.estimators.fuzzy import Ratio
from dashboard.estimators.intervals import wilson
from dashboard.estimators.score_validity import adjacent_differences
from dashboard.measures.context import Context
from dashboard.measures.estimates import base, jump_words
from dashboard.measures.estimates.jump_bins import (
    ROUNDING,
    Leads,
    counted,
    is_continuum,
    old_enough,
    placed,
    traits_of,
)
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

SHARE, VALUE, CAPPED, WORKED = "itt_share", "itt_value", "itt_value_capped", "first_stage"
RATIO, RATIO_VALUE = "ratio", "ratio_value"
PILED, DENSITY = "bunching", "density"
# What reads how many leads a score has, and nothing of what became of them.
_OF_NUMBER = (PILED, DENSITY)
BALANCE, PLACEBO, DONUT = "balance", "placebo", "donut"
WIDTH, BEND, BIN, GRADE = "bandwidth", "smoothness", "bin", "adjacent"
# As many values of a score or fewer are grades, which have no slope to draw.
MOST_GRADES = 10
_FACTORS = (0.5, 1.0, 2.0)
_CHECK_FAILED = ("bunching", "imbalance", "weak")
_WON, _PAID = pl.col("wins") > 0, pl.col("value") > 0
# The records that a row counts, where it is not those won.
_COUNTS: Mapping[str, pl.Expr] = {
    **dict.fromkeys((VALUE, CAPPED, RATIO_VALUE), _PAID),
    WORKED: pl.col("is_worked"),
}


@dataclass(frozen=True)
class _Maker:
    """Makes the rows of one group."""

    measure: Measure
    leads: Leads
    named: Mapping[str, object]
    told: Mapping[str, object]

    def row(self, statistic: str, of: object, jump: Jump | Ratio | None, unit: str) -> Row:
        """Return a row of counts, with the jump where there is one."""
        rows = self.leads.everyone if statistic in _OF_NUMBER else self.leads.rows
        n = int(rows["n"].sum())
        bare = Row(
            {"statistic": statistic, "of": of, **self.named},
            None,
            None,
            None,
            n=n,
            events=_count(rows, _counts(statistic, of, self.leads)),
            grade=self.measure.grade,
            status="too few" if n < FEWEST else "ok",
            details={"unit": unit},
        )
        return bare if jump is None else _with_jump(bare, jump, n)

    def main(self, statistic: str, jump: Jump | Ratio, unit: str) -> Row:
        """Return a row that a sentence names, with all there is to say of it."""
        row = self.row(statistic, None, jump, unit)
        said = jump_words.of_jump(jump, self.leads, unit, str(self.told["currency"]))
        told = {name: value for name, value in self.told.items() if name != "currency"}
        return replace(row, details={**row.details, **told, **said})


def _with_jump(row: Row, jump: Jump | Ratio, n: int) -> Row:
    reason = jump.reason or ("few records" if n < FEWEST else None)
    if reason is None:
        return replace(row, value=jump.value, low=jump.low, high=jump.high)
    status = "withheld" if reason in _CHECK_FAILED else "too few"
    return replace(row, status=status, details={**row.details, "reason": reason})


def _counts(statistic: str, of: object, leads: Leads) -> pl.Expr:
    """Return the test for the leads that a row counts."""
    if statistic in _OF_NUMBER:
        places = pl.col("x").abs()
        return (places < ROUNDING) | ((places - leads.step).abs() < ROUNDING)
    if statistic == BALANCE:
        return {
            "hand_raised": pl.col("is_hand_raised"),
            "signs": pl.col("readiness") > 0,
        }.get(str(of), pl.col("source") == str(of).removeprefix("source "))
    return _COUNTS.get(statistic, _WON)


def _count(rows: pl.DataFrame, test: pl.Expr) -> int:
    """Return how many leads pass a test; of those won or paid a bin holds the number."""
    if test is _WON:
        return int(rows["wins"].sum())
    if test is _PAID:
        return int(rows["events"].sum())
    return int(rows.filter(test)["n"].sum())


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    rows = placed(frame)
    about = traits_of(rows.filter(counted())), is_continuum(rows.filter(old_enough()))
    for named, part in base.groups(rows, split):
        leads = Leads(part.filter(old_enough()), *about)
        told = jump_words.of_leads(part, context)
        yield from _of_group(_Maker(measure, leads, named, told))


def _of_group(maker: _Maker) -> Iterator[Row]:
    leads = maker.leads
    study = leads.study
    whole = study.jump
    yield maker.main(SHARE, whole, "points")
    yield maker.main(VALUE, _checked(honest_jump(leads.value), whole), "money")
    capped = leads.bins("value_capped", "value_capped_squares", "events")
    yield maker.main(CAPPED, _checked(honest_jump(capped), whole), "money")
    yield maker.main(WORKED, _checked(honest_jump(leads.worked), whole), "points")
    for statistic, outcome, unit in ((RATIO, "wins", "points"), (RATIO_VALUE, "value", "money")):
        yield maker.main(statistic, _checked_ratio(leads.ratio(outcome), whole), unit)
    yield _piled(maker)
    if study.density is not None:
        yield maker.row(DENSITY, None, study.density, "points")
    for statistic, jumps in (
        (BALANCE, study.balance),
        (PLACEBO, study.placebos),
        (DONUT, dict(zip(DONUTS, study.donuts.values(), strict=True))),
        (WIDTH, _each_factor(study.by_bandwidth)),
        (BEND, _each_factor(study.by_smoothness)),
    ):
        yield from (maker.row(statistic, of, jump, "points") for of, jump in jumps.items())
    yield from _by_score(maker)
    yield from _grades(maker, whole)


def _each_factor(jumps: Sequence[Jump]) -> Mapping[float, Jump]:
    """Return the jump by each multiple; without any where the first could not be had."""
    return dict(zip(_FACTORS, jumps or [Jump(reason="few scores")] * len(_FACTORS), strict=True))


def _checked(jump: Jump, share: Jump) -> Jump:
    """Withhold a jump where a check of the leads forbids that of the share won."""
    if jump.value is not None and share.reason in _CHECK_FAILED:
        return Jump(below=jump.below, above=jump.above, reason=share.reason)
    return jump


def _checked_ratio(ratio: Ratio, share: Jump) -> Ratio:
    failed = ratio.value is not None and share.reason in _CHECK_FAILED
    return Ratio(reason=share.reason) if failed else ratio


def _piled(maker: _Maker) -> Row:
    found = maker.leads.study.bunching
    row = maker.row(PILED, None, None, "share")
    told = {"below": found.below, "at": found.at, "above": found.above}
    value = None if row.status != "ok" or maker.leads.is_continuous else found.p
    return replace(row, value=value, grade="observed", details={**row.details, **told})


def _by_score(maker: _Maker) -> Iterator[Row]:
    """Return the share won and the share worked at each whole point near the line."""
    near = maker.leads.everyone.filter(pl.col("x").abs() <= REACH)
    cells = near.group_by("points", maintain_order=True).agg(
        pl.col("n").filter(counted()).sum(),
        pl.col("wins").filter(counted()).sum(),
        pl.col("n").filter(counted() & pl.col("is_worked")).sum().alias("worked"),
        pl.col("n").sum().alias("everyone"),
    )
    for at, n, wins, worked, everyone in cells.sort("points").rows():
        keys = {"statistic": BIN, "of": at, **maker.named}
        told = {"unit": "share", "worked": int(worked), "everyone": int(everyone)}
        row = Row(keys, None, None, None, int(n), int(wins), "observed", "too few", details=told)
        if n < FEWEST:
            yield row
            continue
        share = wilson(float(wins), float(n))
        yield replace(row, status="ok", value=share.value, low=share.low, high=share.high)


def _grades(maker: _Maker, whole: Jump) -> Iterator[Row]:
    """Return, for a score of few values, the share won of each less that of the one below it."""
    rows = maker.leads.rows
    if whole.reason != "few scores" or not 0 < rows["score"].n_unique() <= MOST_GRADES:
        return
    cells = (
        rows.group_by("score", maintain_order=True)
        .agg(pl.col("n").sum(), pl.col("wins").sum())
        .sort("score")
    )
    apart = adjacent_differences(cells["wins"].to_numpy(), cells["n"].to_numpy())
    before = 0
    for place, (score, n, wins) in enumerate(cells.rows()):
        keys = {"statistic": GRADE, "of": score, **maker.named}
        told = {"unit": "points"}
        row = Row(keys, None, None, None, int(n), int(wins), "adjusted", "too few", details=told)
        if place and min(n, before) >= FEWEST:
            gap = apart[place - 1]
            row = replace(row, status="ok", value=gap.value, low=gap.low, high=gap.high)
        before = n
        yield row


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Keep the leads a row was counted among: all that are old enough, or those of one score."""
    del measure, context
    of, statistic = mark.get("of"), mark.get("statistic")
    rows = placed(frame).filter(old_enough() if statistic in _OF_NUMBER else counted())
    if of is None or statistic not in (BIN, GRADE):
        return rows
    column = "points" if statistic == BIN else "score"
    is_near = pl.col("x").abs() <= REACH if statistic == BIN else pl.lit(value=True)
    return rows.filter((pl.col(column).cast(pl.Float64) == float(of)) & is_near)


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    return frame.filter(_counts(mark.get("statistic", SHARE), mark.get("of"), Leads(frame)))


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    del measure, context
    main = next((row for row in rows if row.name == SHARE), None)
    if main is not None:
        yield from jump_words.notes(main, rows)


ESTIMATE = base.Estimate(
    rows_of=_rows, events_of=_events, members_of=_members, notes_of=_notes, is_ordered=True
)

"""The parts of a change: which reason each record's own change has, and what each reason adds.

The reasons are taken in one fixed order, each from what the ones before it left, so that the parts
sum to the whole.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import polars as pl

from dashboard.estimators.kitagawa import Groups, mix_and_rate
from dashboard.snapshots.change import Mover, Part, PartKind
from dashboard.snapshots.sides import Side
from dashboard.snapshots.tracked import Figure

# A record that adds the same as before has no part in the change.
SAME = "same"
_ORDER: tuple[PartKind, ...] = ("restated", "definition", "moved", "matured", "left", "new")
# What a deal's records state; if none of it differs, what it adds changed by the definition.
_STATED = (
    "created_date", "closed_date", "outcome", "stage", "amount_at_creation", "amount_at_close",
    "amount_at_as_of", "path_class", "last_fail_date", "last_sign_date",
)  # fmt: skip
# Parts are told in steps of 2^-44 of the largest number, so that sums of floats are exact.
_STEPS = 44
# So many records are named as those that moved a figure.
_MOVERS = 3


@dataclass(frozen=True)
class Reasons:
    """What sets two sides apart besides their records: as much as the reason of a change rests on.

    `listed` are the deals stated otherwise than before by the workspace's own account, and in which
    columns; `noted` those of them that the exports as a whole lacked on one side; `moved` those of
    which any stated value differs, or that one side lacks.
    """

    before: Side
    after: Side
    listed: Mapping[str, frozenset[str]]
    moved: frozenset[str]
    noted: frozenset[str] = frozenset()

    def listed_of(self, figure: Figure) -> list[str]:
        """Return the deals of which something that a figure rests on is stated otherwise."""
        return [each for each, columns in self.listed.items() if columns & figure.rests_on]

    @cached_property
    def crossed(self) -> list[str]:
        """Return the deals that one side alone holds though the exports had them for both.

        A deal of the as-of day may be older or newer than the export: nothing is said of it.
        """
        if not (self.before.is_cut or self.after.is_cut):
            return []
        over = pl.col("created_date") < self.before.as_of
        then, now = (side.deals.filter(over) for side in (self.before, self.after))
        gone = then.join(self.after.deals, on="opportunity_id", how="anti")
        came = now.join(self.before.deals, on="opportunity_id", how="anti")
        alone = {*gone["opportunity_id"].to_list(), *came["opportunity_id"].to_list()}
        return sorted(alone - self.noted)

    def is_redefined(self, measure: str) -> bool:
        """Say whether a measure, or the config it rests on, is another than then."""
        was, is_now = (side.definitions.get(measure) for side in (self.before, self.after))
        return was != is_now or self.before.rules_hash != self.after.rules_hash


@dataclass(frozen=True)
class _Sums:
    """Numerators and denominators then and now of the records of one reason, by group."""

    before: Groups
    after: Groups
    records: int


def moved_deals(before: pl.DataFrame, after: pl.DataFrame) -> frozenset[str]:
    """Return the deals of which a stated value differs, or that only one side has."""
    both = before.select("opportunity_id", *_STATED, pl.lit(value=True).alias("then")).join(
        after.select("opportunity_id", *_STATED, pl.lit(value=True).alias("now")),
        on="opportunity_id",
        how="full",
        coalesce=True,
        suffix="_now",
    )
    differs = [pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in _STATED]
    alone = pl.col("then").is_null() | pl.col("now").is_null()
    found = both.filter(pl.any_horizontal(alone, *differs))
    return frozenset(found["opportunity_id"].to_list())


def told_apart(figure: Figure, reasons: Reasons) -> pl.DataFrame:
    """Return each record of either side with what it adds on both, and the reason it differs."""
    then, now = (side.of(figure.id) for side in (reasons.before, reasons.after))
    both = then.drop("figure").join(
        now.drop("figure"), on="record_id", how="full", coalesce=True, suffix="_now"
    )
    return both.with_columns(_reason(figure, reasons).alias("reason"))


def _reason(figure: Figure, reasons: Reasons) -> pl.Expr:
    before, after = reasons.before, reasons.after
    was, is_now = pl.col("numerator").is_not_null(), pl.col("numerator_now").is_not_null()
    same = ~(
        pl.col("numerator").ne_missing(pl.col("numerator_now"))
        | pl.col("denominator").ne_missing(pl.col("denominator_now"))
    )
    gone = was & ~is_now & _is_outside(pl.col("business_date"), after)
    listed = pl.col("record_id").is_in(reasons.listed_of(figure))
    came_on = pl.col("business_date_now")
    # The as-of day itself was not over.
    later = (came_on > before.as_of) | ((came_on == before.as_of) & ~listed)
    came = ~was & is_now & (later | _is_outside(came_on, before))
    crossed = (was != is_now) & pl.col("record_id").is_in(reasons.crossed)
    # A weight that allows for records too young moves with the others; that is no other definition.
    as_counted = was & is_now & ((pl.col("numerator") > 0) == (pl.col("numerator_now") > 0))
    reweighed = as_counted if figure.after_days else pl.lit(value=False)
    redefined = pl.lit(value=reasons.is_redefined(figure.measure))
    unmoved = ~pl.col("record_id").is_in(list(reasons.moved))
    cannot_ripen = figure.is_settled or after.as_of <= before.as_of
    return (
        pl.when(same)
        .then(pl.lit(SAME))
        .when(gone)
        .then(pl.lit("left"))
        .when(came)
        .then(pl.lit("new"))
        .when(crossed)
        .then(pl.lit("moved"))
        .when(reweighed)
        .then(pl.lit("matured"))
        .when(listed)
        .then(pl.lit("restated"))
        .when(redefined & unmoved)
        .then(pl.lit("definition"))
        .otherwise(pl.lit("restated" if cannot_ripen else "matured"))
    )


def _is_outside(day: pl.Expr, side: Side) -> pl.Expr:
    """Say which days a side's period does not reach; records without a day are in any."""
    bounds: list[pl.Expr] = [pl.lit(value=False)]
    bounds += [day < side.start] if side.start else []
    bounds += [day > side.end] if side.end else []
    return pl.any_horizontal(bounds).fill_null(value=False)


@dataclass(frozen=True)
class Parted:
    """A figure then and now, and the parts of its change; None where a side has no records."""

    before: float | None
    after: float | None
    by: float | None
    parts: tuple[Part, ...]


def parted(figure: Figure, told: pl.DataFrame) -> Parted:
    """Return the parts of a change, which sum to it exactly; none where a side is undefined."""
    sums = _sums(told)
    done: list[str] = []
    values = [_value(figure, sums, done)]
    for kind in _ORDER:
        done.append(kind)
        found = _value(figure, sums, done)
        # Between two steps there may be nothing to divide by: what follows takes its part.
        values.append(values[-1] if found is None else found)
    first, last = values[0], _value(figure, sums, _ORDER)
    if first is None or last is None:
        return Parted(_float(first), _float(last), None, ())
    step = _step(values)
    grid = [_on_grid(each or Fraction(0), step) for each in values]
    steps = [late - early for early, late in pairwise(grid)]
    parts = _named(figure, sums, steps, step)
    return Parted(float(first), float(last), grid[-1] - grid[0], parts)


def restated_by(figure: Figure, told: pl.DataFrame, listed: Sequence[str]) -> float:
    """Return what the listed records alone restated of a figure, in its unit."""
    is_restated = pl.col("reason") == "restated"
    is_listed = pl.col("record_id").is_in(list(listed))
    if not told.select((is_restated & is_listed).any()).item():
        return 0.0
    others = is_restated & ~is_listed
    apart = pl.when(others).then(pl.lit("unlisted")).otherwise("reason")
    sums = _sums(told.with_columns(apart.alias("reason")))
    was, is_now = (_value(figure, sums, done) for done in ((), ("restated",)))
    return 0.0 if was is None or is_now is None else float(is_now - was)


def _named(
    figure: Figure, sums: Mapping[str, _Sums], steps: Sequence[float], step: Fraction
) -> tuple[Part, ...]:
    records = {kind: sums[kind].records if kind in sums else 0 for kind in _ORDER}
    parts = [
        Part(kind, by, records[kind])
        for kind, by in zip(_ORDER[:-1], steps, strict=False)
        if by or records[kind]
    ]
    by, count = steps[-1], records["new"]
    split = _split(sums) if figure.is_share and count else None
    if split is None:
        return (*parts, Part("new", by, count)) if by or count else tuple(parts)
    mix = _on_grid(Fraction(split), step)
    return (*parts, Part("mix", mix, count), Part("rate", by - mix, count))


def _split(sums: Mapping[str, _Sums]) -> float | None:
    """Return the part of the last step that is another mix of groups."""
    before = [each.before if kind == "new" else each.after for kind, each in sums.items()]
    after = [each.after for each in sums.values()]
    found = mix_and_rate(_added(before), _added(after))
    return found.mix if found else None


def _added(parts: Sequence[Groups]) -> Groups:
    total: dict[str, tuple[float, float]] = {}
    for part in parts:
        for name, (numerator, denominator) in part.items():
            own = total.get(name, (0.0, 0.0))
            total[name] = (own[0] + numerator, own[1] + denominator)
    return total


def movers(told: pl.DataFrame, accounts: Mapping[str, str | None]) -> tuple[Mover, ...]:
    """Return the records that changed the sum of what counts most, the largest first."""
    now, then = (pl.col(name).fill_null(0.0) for name in ("numerator_now", "numerator"))
    moved = told.filter(pl.col("reason") != SAME).select("record_id", (now - then).alias("by"))
    size = pl.col("by").abs()
    largest = moved.filter(size > 0).sort([size, "record_id"], descending=[True, False])
    return tuple(
        Mover(record, accounts.get(record), by) for record, by in largest.head(_MOVERS).rows()
    )


def _sums(told: pl.DataFrame) -> dict[str, _Sums]:
    """Add up by reason and group; the sums of floats do not depend on their order."""
    found: dict[str, _Sums] = {}
    group = pl.coalesce("group_name_now", "group_name", pl.lit("All"))
    by_group = told.with_columns(group.alias("group")).sort("reason", "group")
    parts = by_group.partition_by("reason", "group", as_dict=True, maintain_order=True)
    for (reason, name), rows in parts.items():
        own = found.get(str(reason), _Sums({}, {}, 0))
        then = (_sum(rows["numerator"]), _sum(rows["denominator"]))
        now = (_sum(rows["numerator_now"]), _sum(rows["denominator_now"]))
        found[str(reason)] = _Sums(
            {**own.before, str(name): then},
            {**own.after, str(name): now},
            own.records + rows.height,
        )
    return found


def _sum(values: pl.Series) -> float:
    return math.fsum(values.drop_nulls().to_list())


def _value(figure: Figure, sums: Mapping[str, _Sums], done: Sequence[str]) -> Fraction | None:
    """Return the figure once these reasons have been taken."""
    sides = [each.after if kind in done else each.before for kind, each in sums.items()]
    numerator = sum((Fraction(own[0]) for side in sides for own in side.values()), Fraction(0))
    if not figure.is_share:
        return numerator
    denominator = sum((Fraction(own[1]) for side in sides for own in side.values()), Fraction(0))
    return numerator / denominator if denominator > 0 else None


def _step(values: Sequence[Fraction | None]) -> Fraction:
    largest = max((abs(float(each)) for each in values if each is not None), default=0.0)
    return Fraction(2) ** (math.frexp(largest)[1] - _STEPS)


def _on_grid(value: Fraction, step: Fraction) -> float:
    return float(round(value / step) * step)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)

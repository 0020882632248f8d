"""The plain arithmetic of the oracle: shares, sums and curves, record by record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

FEWEST = 10
Expected = dict[frozenset[tuple[str, str]], dict[str, Any]]
Spells = Sequence[tuple[str, int]]


def named(keys: Mapping[str, object]) -> frozenset[tuple[str, str]]:
    return frozenset((name, str(value)) for name, value in keys.items())


def split(frame: pl.DataFrame, *names: str) -> Iterator[tuple[dict[str, object], pl.DataFrame]]:
    """Go through the groups of a frame by the columns of a split answer and these."""
    columns = [each for each in ("period", "group") if each in frame.columns] + list(names)
    if not columns:
        if frame.height:
            yield {}, frame
        return
    for values, part in frame.partition_by(columns, as_dict=True).items():
        yield dict(zip(columns, values, strict=True)), part


def share(
    frame: pl.DataFrame, numerator: str, denominator: str, *names: str, **keys: object
) -> Expected:
    """Return numerator over denominator per group, none below ten records."""
    found: Expected = {}
    for own, part in split(frame, *names):
        above = float(part[numerator].cast(pl.Float64).sum())
        below = float(part[denominator].cast(pl.Float64).sum())
        enough = part.height >= FEWEST and below
        found[named({**own, **keys})] = {
            "value": above / below if enough else None,
            "n": part.height,
            "events": part.filter(pl.col(numerator).cast(pl.Float64) != 0).height,
            "numerator": above,
            "denominator": below,
        }
    return found


def total(frame: pl.DataFrame, value: str, *names: str, **keys: object) -> Expected:
    """Return the sum of a column per group; the records without a value count nothing."""
    found: Expected = {}
    for own, part in split(frame, *names):
        there = part.filter(pl.col(value).is_not_null())
        summed = float(there[value].cast(pl.Float64).sum()) if there.height else None
        counted = there.filter(pl.col(value).cast(pl.Float64) != 0).height
        found[named({**own, **keys})] = {"value": summed, "n": there.height, "events": counted}
    return found


def spells_of(frame: pl.DataFrame, kind: str, days: str) -> Spells:
    return [(str(end), int(day)) for end, day in frame.select(kind, days).iter_rows()]


def _steps(spells: Spells, causes: Iterable[str]) -> Iterator[tuple[int, int, float, bool]]:
    """Go through the days on which something ended: day, watched, share ended so, none left."""
    wanted = set(causes)
    on_day: dict[int, list[str]] = {}
    for end, at in spells:
        on_day.setdefault(max(at, 0), []).append(end)
    watched, still_open, share_ended, is_complete = len(spells), 1.0, 0.0, True
    for day in sorted(on_day):
        ends = [end for end in on_day[day] if end != "censored"]
        share_ended += still_open * sum(end in wanted for end in ends) / watched
        still_open *= 1 - len(ends) / watched
        yield day, watched, share_ended, is_complete
        is_complete = is_complete and len(ends) == len(on_day[day])
        watched -= len(on_day[day])


def ended_by(spells: Spells, causes: Iterable[str], day: int) -> float | None:
    """Return the share ended in one of these ways by a day, other ends ruling it out.

    As Aalen and Johansen: day by day, the share still open times those who end among those
    watched. None where records left before the day and fewer than ten are watched on it.
    """
    wanted = set(causes)
    if not any(end == "censored" and at < day for end, at in spells):
        return sum(end in wanted and at <= day for end, at in spells) / len(spells)
    if sum(at >= day for _, at in spells) < FEWEST:
        return None
    return [0.0, *(share for at, _, share, _ in _steps(spells, wanted) if at <= day)][-1]


def first_half(spells: Spells, cause: str) -> float | None:
    """Return the first day by which half have ended so; None is fewer than half."""
    for day, watched, reached, is_complete in _steps(spells, [cause]):
        if not is_complete and watched < FEWEST:
            return None
        if reached >= 0.5 - 1e-12:
            return float(day)
    return None


def curve(
    frame: pl.DataFrame,
    kind: str,
    days: str,
    read: Callable[[Spells], float | None],
    counts: Callable[[Spells], int],
    *names: str,
    **keys: object,
) -> Expected:
    """Return what is read off the spells of each group, none below ten records."""
    found: Expected = {}
    for own, part in split(frame, *names):
        spells = spells_of(part, kind, days)
        value = read(spells) if len(spells) >= FEWEST else None
        found[named({**own, **keys})] = {
            "value": value,
            "n": len(spells),
            "events": counts(spells),
        }
    return found


def by_day(spells: Spells, cause: str, day: int) -> int:
    return sum(end == cause and at <= day for end, at in spells)

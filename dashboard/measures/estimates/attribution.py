"""Who gets the credit for a win: five rules side by side, and how far each is from first touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import polars as pl

from dashboard.estimators import attribution
from dashboard.measures.context import Context
from dashboard.measures.estimates import base
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

FIRST, LAST, REMOVAL = "first_touch", "last_touch", "removal"
_SIMPLE: Mapping[str, attribution.Rule] = {
    FIRST: "first",
    LAST: "last",
    "linear": "linear",
    "position": "position",
}
RULES = (*_SIMPLE, REMOVAL)
_BETWEEN = " > "
# In place of a channel: the credit that goes to another one than by first touch.
ELSEWHERE = "elsewhere"


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    """Return every channel of the whole in each group: one without credit there has none."""
    del context
    named = sorted({channel for story in frame["story"].unique() for channel in _path(story)})
    for keys, part in base.groups(frame, split):
        stories = _stories(part)
        shares = {rule: _shares(stories, rule) for rule in RULES}
        wins = sum(each.won for each in stories)
        for channel, rule in product((*named, ELSEWHERE), RULES):
            if (channel, rule) == (ELSEWHERE, FIRST):
                continue
            yield Row(
                keys={"channel": channel, "rule": rule, **keys},
                value=_value(shares, channel, rule) if wins >= FEWEST else None,
                low=None,
                high=None,
                n=wins,
                events=sum(each.won for each in stories if _credits(each.path, channel, rule)),
                grade=measure.grade,
                status="ok" if wins >= FEWEST else "too few",
            )


@dataclass(frozen=True)
class _Story:
    """One way by which deals came, and how many of them were won and lost."""

    path: Sequence[str]
    won: int
    lost: int


def _stories(part: pl.DataFrame) -> list[_Story]:
    counted = part.group_by("story", maintain_order=True).agg(
        pl.col("is_won").sum().alias("won"), pl.len().alias("n")
    )
    return [
        _Story(_path(story), won, n - won) for story, won, n in counted.sort("story").iter_rows()
    ]


def _path(story: str) -> Sequence[str]:
    return story.split(_BETWEEN)


def _shares(stories: Sequence[_Story], rule: str) -> Mapping[str, float]:
    paths = [each.path for each in stories]
    won = [float(each.won) for each in stories]
    if rule == REMOVAL:
        return attribution.markov_credit(paths, won, [float(each.lost) for each in stories])
    return attribution.credit(paths, won, _SIMPLE[rule])


def _value(shares: Mapping[str, Mapping[str, float]], channel: str, rule: str) -> float | None:
    if channel == ELSEWHERE:
        return attribution.total_variation(shares[FIRST], shares[rule])
    # Without any win that the chain explains nobody has credit by removal.
    return shares[rule].get(channel, 0.0) if shares[rule] else None


def _credits(path: Sequence[str], channel: str, rule: str) -> bool:
    """Say whether a win of this path gives a channel credit; every win counts for elsewhere."""
    if channel in ("", ELSEWHERE):
        return True
    ends = {FIRST: path[:1], LAST: path[-1:]}
    return channel in ends.get(rule, path)


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Keep the deals won: the lost ones serve the removal alone and get no credit."""
    del measure, mark, context
    return frame.filter(pl.col("is_won"))


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    asked = mark.get("channel", ""), mark.get("rule", "")
    stories = [each for each in frame["story"].unique() if _credits(_path(each), *asked)]
    return frame.filter(pl.col("story").is_in(stories))


ESTIMATE = base.Estimate(rows_of=_rows, events_of=_events, members_of=_members)

"""The comparison like with like in words: the gap of each outcome, and what the mix has in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import words
from dashboard.measures.counts import USUAL
from dashboard.measures.result import Row
from dashboard.present.answers import Answers

MEASURE = "like_for_like"
# The lines reach this far to both sides, in shares, and further where a range does.
REACH = 0.2
# A gap that the mix of deals changes by less than this, in shares, is left at that.
_SAME_GAP = 0.01
# outcome: what is said of so many in a hundred as they are, and in whose gap the mix has a part
_AS_THEY_ARE = {
    "won": ("won", "in won deals"),
    "moved": ("moved within 30 days", "in moved deals"),
    "silent": ("without a sign in their first 21 days", "in silent deals"),
}
# outcome: what deals outside the gate do more or fewer of
_OUTCOMES = {
    "won": "are won",
    "moved": "move within 30 days",
    "silent": "show no sign of life in their first 21 days",
}


def as_they_are(told: Answers, outcomes: Sequence[str], count: str = USUAL) -> list[str]:
    """Say the two shares behind each line, those through every gate first, and what the mix does.

    Deals too young for an outcome are in neither, so the shares may differ from those of all deals.
    The gap of the two shares and the line differ by the mix of deals alone: by nothing where both
    groups have the same.
    """
    pairs = {each: _pair(told, each, count) for each in outcomes}
    known = {outcome: pair for outcome, pair in pairs.items() if pair is not None}
    if not known:
        return []
    said = [
        f"{words.in100(inside)} and {words.in100(outside)}{' in 100' if at == 0 else ''} "
        f"{_AS_THEY_ARE[outcome][0]}"
        for at, (outcome, (inside, outside)) in enumerate(known.items())
    ]
    gaps = {outcome: outside - inside for outcome, (inside, outside) in known.items()}
    return [
        f"As they are, of deals old enough: {'; '.join(said)}.",
        *_of_the_mix(told, gaps, count),
    ]


def _pair(told: Answers, outcome: str, count: str) -> tuple[float, float] | None:
    found = [row_of(told, outcome, f"share_{arm}", count) for arm in ("inside", "outside")]
    inside, outside = (row.value if row else None for row in found)
    return None if inside is None or outside is None else (inside, outside)


def _of_the_mix(told: Answers, gaps: Mapping[str, float], count: str) -> list[str]:
    """Say what part the mix of deals has in each gap, once where it is the same in all."""
    rows = {each: row_of(told, each, count=count) for each in gaps}
    lines = {each: row for each, row in rows.items() if row is not None and is_drawn(row)}
    effects: dict[str, list[str]] = {}
    for outcome, row in lines.items():
        effects.setdefault(_effect(gaps[outcome], row.value or 0.0), []).append(outcome)
    same = next((str(row.details.get("same") or "") for row in lines.values()), "")
    if not same:
        return []
    mix = f"mix of {words.listed(same.split(', '))}"
    said = []
    for effect, outcomes in effects.items():
        whose = words.listed([_AS_THEY_ARE[each][1] for each in outcomes])
        gap = "gap" if len(outcomes) == len(gaps) else f"gap {whose}"
        if effect:
            said.append(effect.format(gap=gap, mix=mix))
    return said


def _effect(gap: float, alike: float) -> str:
    """Return what the mix does to a gap, in words; nothing where the gap stays as it is."""
    if abs(alike - gap) < _SAME_GAP:
        return ""
    if gap * alike < 0:
        return "The {mix} turns the {gap} round."
    if abs(alike) > abs(gap):
        return "The {mix} hides part of the {gap}."
    return "The rest of the {gap} is the {mix}."


def is_known(told: Answers, outcome: str, count: str = USUAL) -> bool:
    """Say whether the comparison of an outcome has a number."""
    row = row_of(told, outcome, count=count)
    return row is not None and is_drawn(row)


def row_of(
    told: Answers, outcome: str, statistic: str = "like_for_like", count: str = USUAL
) -> Row | None:
    """Return one number of the comparison; nothing where it was not asked."""
    return told.row(MEASURE, outcome=outcome, component=count, statistic=statistic)


def is_drawn(row: Row) -> bool:
    """Say whether a comparison has its number and both ends of its range."""
    return None not in (row.value, row.low, row.high)


def said_of(outcome: str, row: Row) -> tuple[str, str]:
    """Say the gap, then its range and whether it could be luck."""
    more = words.more_or_fewer(row.value)
    is_clear = (row.low or 0.0) > 0 or (row.high or 0.0) < 0
    luck = ": beyond luck." if is_clear else ": could be luck."
    doing = _OUTCOMES.get(outcome, words.word(outcome))
    return (
        f"Like with like, {more} in 100 outside our gate {doing}",
        f" ({row.details.get('range')}){luck}",
    )


def named(outcome: str) -> str:
    """Return what a comparison is called that cannot be shown: in won deals."""
    return _AS_THEY_ARE[outcome][1] if outcome in _AS_THEY_ARE else words.word(outcome)


def why_not(row: Row) -> str:
    """Say why there is no comparison of an outcome."""
    share = row.details.get("share_comparable")
    if row.status != "withheld" or share is None:
        return "too few deals to compare."
    return (
        f"withheld. {words.in100(float(str(share)))} in 100 deals outside our gate have their like "
        f"among those through it, in {row.details.get('strata')} groups, too few to compare."
    )


def end_said(difference: float) -> str:
    """Write the end of a range: 33 fewer; one that is no difference has no side."""
    return words.more_or_fewer(difference) if words.whole(difference, times=100) else "0"

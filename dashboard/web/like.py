"""The comparison like with like: a sentence and a line with its range, one for each outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html

from dashboard import words
from dashboard.measures.result import Row
from dashboard.web.parts import Child, aria, counted, percent
from dashboard.web.sheet import Sheet

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


def like_with_like(sheet: Sheet, outcomes: Sequence[str]) -> Child | None:
    """Return the drawn comparison of deals outside the gate with those through every gate.

    Nothing where it was not asked or could not be made at all.
    """
    rows = [(each, _row(sheet, each)) for each in outcomes]
    known = [(outcome, row) for outcome, row in rows if row is not None]
    if not known:
        return None
    ends = [abs(end) for _, row in known for end in (row.low, row.high) if end]
    reach = 1.1 * max([REACH, *ends])
    lines = [_line(outcome, row, reach) for outcome, row in known]
    same = str(known[0][1].details.get("same", ""))
    drawn = any(_is_drawn(row) for _, row in known)
    note = f"Same {same}." if drawn and same else ""
    about = counted(sheet.about(MEASURE), "Like with like")
    return html.Div([*lines, html.P([note, about], className="note")], className="like")


def as_they_are(sheet: Sheet, outcomes: Sequence[str]) -> list[str]:
    """Say the two shares behind each line, those through every gate first, and what the mix does.

    Deals too young for an outcome are in neither, so the shares may differ from those of all deals.
    The gap of the two shares and the line differ by the mix of deals alone: by nothing where both
    groups have the same.
    """
    pairs = {each: _pair(sheet, each) for each in outcomes}
    known = {outcome: pair for outcome, pair in pairs.items() if pair is not None}
    if not known:
        return []
    said = [
        f"{words.in100(inside)} and {words.in100(outside)}{' in 100' if at == 0 else ''} "
        f"{_AS_THEY_ARE[outcome][0]}"
        for at, (outcome, (inside, outside)) in enumerate(known.items())
    ]
    gaps = {outcome: outside - inside for outcome, (inside, outside) in known.items()}
    return [f"As they are, of deals old enough: {'; '.join(said)}.", *_of_the_mix(sheet, gaps)]


def _pair(sheet: Sheet, outcome: str) -> tuple[float, float] | None:
    found = [_row(sheet, outcome, f"share_{arm}") for arm in ("inside", "outside")]
    inside, outside = (row.value if row else None for row in found)
    return None if inside is None or outside is None else (inside, outside)


def _of_the_mix(sheet: Sheet, gaps: Mapping[str, float]) -> list[str]:
    """Say what part the mix of deals has in each gap, once where it is the same in all."""
    lines = {each: row for each in gaps if (row := _row(sheet, each)) and _is_drawn(row)}
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


def is_known(sheet: Sheet, outcome: str) -> bool:
    """Say whether the comparison of an outcome has a number."""
    row = _row(sheet, outcome)
    return row is not None and _is_drawn(row)


def _row(sheet: Sheet, outcome: str, statistic: str = "like_for_like") -> Row | None:
    return sheet.row(MEASURE, outcome=outcome, component=sheet.count, statistic=statistic)


def _is_drawn(row: Row) -> bool:
    return None not in (row.value, row.low, row.high)


def _line(outcome: str, row: Row, reach: float) -> html.Div:
    if not _is_drawn(row):
        named = _AS_THEY_ARE[outcome][1] if outcome in _AS_THEY_ARE else words.word(outcome)
        line = f"Like with like, {named}: {_why_not(row)}"
        return html.Div(html.P(line), className="like-line")
    said = _said(outcome, row)
    spoken = "".join(said)
    return html.Div(
        [html.P([html.B(said[0]), said[1]]), difference(row, reach, spoken)], className="like-line"
    )


def _said(outcome: str, row: Row) -> tuple[str, str]:
    more = words.more_or_fewer(row.value)
    is_clear = (row.low or 0.0) > 0 or (row.high or 0.0) < 0
    luck = ": beyond luck." if is_clear else ": could be luck."
    doing = _OUTCOMES.get(outcome, words.word(outcome))
    return (
        f"Like with like, {more} in 100 outside our gate {doing}",
        f" ({row.details.get('range')}){luck}",
    )


def _why_not(row: Row) -> str:
    share = row.details.get("share_comparable")
    if row.status != "withheld" or share is None:
        return "too few deals to compare."
    return (
        f"withheld. {words.in100(float(str(share)))} in 100 deals outside our gate have their like "
        f"among those through it, in {row.details.get('strata')} groups, too few to compare."
    )


def difference(row: Row, reach: float, spoken: str) -> html.Div:
    """Draw the difference on a line of its own: fewer left, more right, zero a strong line.

    The ends of its range stand over the ends of the line, spread where it is short.
    """
    value, low, high = row.value or 0.0, row.low or 0.0, row.high or 0.0

    def place(share: float) -> float:
        return 50 + 50 * share / reach

    ends = {"left": percent(place(low)), "width": percent(place(high) - place(low))}
    middle = {"left": percent(place((low + high) / 2)), "--range": ends["width"]}
    return html.Div(
        [
            html.Span("fewer", className="end"),
            html.Div(
                [
                    html.Span(className="whisker", style=ends),
                    html.Span(className="zero"),
                    html.Span("no difference", className="zero-name"),
                    html.Span(
                        [html.Span(_end(low)), html.Span(_end(high))],
                        className="range-ends",
                        style=middle,
                    ),
                    html.Span(className="point", style={"left": percent(place(value))}),
                ],
                className="axis",
                role="img",
                **aria(label=spoken),
            ),
            html.Span("more", className="end"),
        ],
        className="difference",
    )


def _end(difference: float) -> str:
    """Write the end of a range: 33 fewer; one that is no difference has no side."""
    return words.more_or_fewer(difference) if words.whole(difference, times=100) else "0"

"""What a report of a change says: numbers in their unit, and sentences that claim no cause."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import words
from dashboard.estimators.intervals import Interval
from dashboard.followed.model import Changed, Gap, Moved
from dashboard.measures.registry import Unit
from dashboard.measures.result import FEWEST, Row
from dashboard.measures.time_marks import DEFINITION

# What stands over the two readings wherever they are shown.
SUPPORTS = "What speaks for the change"
AGAINST = "What else it can be"
NO_CAUSE = "What came after a change need not come of it: both readings stand below."
_OF_100 = ("share", "points")
_SAME = "no difference"
_LUCK = "more than luck alone would leave"


def value_text(row: Row, unit: Unit, currency: str) -> str:
    """Write a row's number, its range where it is only bounded, its counts where it is small."""
    if row.bound_low is not None and row.bound_high is not None:
        low = value_in(row.bound_low, unit, currency, bare=True)
        high = value_in(row.bound_high, unit, currency)
        return high if high.startswith(f"{low} ") else f"between {low} and {high}"
    is_count = unit in ("count", "money", "hours")
    if row.value is None or (not is_count and (row.n or 0) < FEWEST):
        return f"{words.count(row.events)} of {words.count(row.n)}"
    return value_in(row.value, unit, currency)


def gap_of(by: Interval, unit: Unit, currency: str, status: str = "") -> Gap:
    """Return a difference with its range in words: 6 in 100 more (2 to 10 more)."""
    return Gap(by.value, by.low, by.high, gap_said(by, unit, currency), status)


def undefined(why: str) -> Gap:
    """Return a difference that is not known, and why."""
    return Gap(None, None, None, why)


def then_said(gap: Gap, verb: str = "differ", past: str = "differed") -> str:
    """Say a difference as the end of a sentence: differed by 3 more, did not differ."""
    nothing = f"{_SAME} "
    if gap.said.startswith(nothing):
        return f"did not {verb} {gap.said.removeprefix(nothing)}"
    return f"{past} by {gap.said}"


def moved_said(moved: Moved, why: str) -> str:
    """Say a measure before and after in one sentence."""
    name = f"{moved.title} ({moved.name})" if moved.name else moved.title
    both = f"{name}: {moved.was_text} before, {moved.now_text} after"
    if moved.by is None:
        if why.endswith("."):
            return f"{both}. {words.begun(why)}"
        status = words.word(moved.status)
        return f"{both}; not compared: {why or status}."
    luck = _LUCK if moved.is_clear else "which luck alone could leave"
    return f"{both}; {moved.by.said}, {luck}."


def report_said(change: Changed, rows: Sequence[Moved]) -> str:
    """Say how many of the measures differ after a change by more than luck."""
    told = [each for each in rows if each.is_told]
    clear = [each for each in told if each.is_clear]
    day = words.date(change.day)
    if not told and change.kind == DEFINITION:
        return (
            f"What is counted is another thing since {day}: nothing is set beside what was before."
        )
    if not told:
        first = next((each.said for each in rows if each.said), "No measure is named for it.")
        return f"Nothing can be told yet of what followed {day}. {first}"
    named = "; ".join(f"{each.title}, {each.by.said}" for each in clear if each.by)
    if len(told) == 1:
        differs = f"differs by {_LUCK}: {named}" if clear else f"does not differ by {_LUCK}"
        return f"1 measure was looked at: after {day} it {differs}."
    looked_at = f"Of {words.count(len(told))} measures"
    if not clear:
        return f"{looked_at} none differs after {day} by {_LUCK}."
    verb = "differs" if len(clear) == 1 else "differ"
    return f"{looked_at} {len(clear)} {verb} after {day} by {_LUCK}: {named}."


def gap_said(by: Interval, unit: Unit, currency: str) -> str:
    """Write a difference with its range where it has one."""
    of = " in 100" if unit in _OF_100 else ""
    spread = ""
    if by.low is not None and by.high is not None:
        spread = f"{words.gap_between(by.low, by.high, unit, currency)}{of}"
    if by.value is None:
        return spread or words.UNKNOWN
    size = words.gap(by.value, unit, currency)
    if size.startswith("0 "):
        return f"{_SAME} ({spread})" if spread else _SAME
    return f"{size}{of} ({spread.removesuffix(of)})" if spread else f"{size}{of}"


def value_in(value: float, unit: Unit, currency: str, *, bare: bool = False) -> str:
    """Write a number in its unit: 38 in 100, $11.6M; `bare` without the words of a share."""
    of = " in 100" if unit in _OF_100 and not bare else ""
    if unit == "share":
        return f"{words.in100(value)}{of}"
    if unit == "points":
        return f"{words.more_or_fewer(value)}{of}"
    return words.in_unit(value, unit, currency)

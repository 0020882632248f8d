"""How wins came, in words: the largest by their paths, and what counts as from outside."""

from __future__ import annotations

from dashboard.measures.counts import USUAL
from dashboard.measures.result import Row
from dashboard.present.answers import Answers
from dashboard.present.nothing import no_wins
from dashboard.present.overview_words import GATED
from dashboard.present.sentence import Part

_NUMBERS = "none one two three four five six seven eight nine ten".split()
# count: its name in the switch, the paths it takes for outside, and how it says so
OUTSIDE = {
    "ours": (
        "usual",
        ("bypassed", "rejected_before", "back_stamped"),
        "never screened, turned away and came another way, or paperwork after",
    ),
    "strict": (
        "strict",
        ("bypassed", "rejected_before"),
        "never screened, or turned away and came another way",
    ),
    "wide": (
        "wide",
        ("returned", "skipped", "bypassed", "rejected_before", "back_stamped"),
        "everything but straight through every gate",
    ),
}


def headline(told: Answers, count: str = USUAL) -> list[Part]:
    """Say of the largest wins how many came through every gate, how many outside, how many refused.

    Each is in at most one of the first two; who had been turned away first may be in either.
    """
    rows = largest(told)
    if not rows:
        return [(no_wins(told), "")]
    known = [row for row in rows if row.details.get("path_class")]
    who = f"Of the {number(len(rows))} largest wins, " if len(rows) > 1 else "Of our one win, "
    if not known:
        return [(f"{who}by which way they came our records do not say yet.", "")]
    classes = OUTSIDE[count][1]
    outside = sum(row.details["path_class"] in classes for row in known)
    through = sum(
        row.details["path_class"] in GATED and row.details["path_class"] not in classes
        for row in known
    )
    refused = sum(bool(row.details.get("is_turned_away_first")) for row in known)
    ten = f"the {number(len(rows))}" if len(rows) > 1 else "them"
    first = f"; {number(refused)} of {ten} had been turned away first." if refused else "."
    straight = "straight " if count == "wide" else ""
    return [
        (who, ""),
        (number(through), "blue"),
        (f" came {straight}through every gate and ", ""),
        (number(outside), "vermillion"),
        (f" {'outside the normal flow' if straight else 'did not'}{first}", ""),
    ]


def largest(told: Answers) -> list[Row]:
    """Return the largest wins; none where they are not known."""
    result = told.usable("largest_wins")
    return list(result.rows) if result else []


def number(count: int) -> str:
    """Write a small number as a word."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)

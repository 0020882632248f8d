"""Hand-made standings of deals, in the shape in which `momentum_curve` answers."""

from __future__ import annotations

from dataclasses import replace

from dashboard.measures.result import Result, Row
from tests.web.example_results import result

DAYS = (0, 7, 14, 21, 22, 30, 45, 60, 75, 90)

# path: moved, lost, silent, in hundredths at each day; the rest is still talking
THROUGH = {
    "moved": (0, 6, 13, 18, 19, 24, 28, 31, 33, 34),
    "lost": (0, 2, 4, 5, 5, 6, 8, 9, 10, 10),
    "silent": (0, 0, 0, 0, 29, 38, 41, 42, 43, 43),
}
OUTSIDE = {
    "moved": (0, 13, 26, 35, 36, 41, 47, 50, 52, 53),
    "lost": (0, 3, 6, 8, 8, 9, 10, 10, 10, 10),
    "silent": (0, 0, 0, 0, 17, 22, 24, 25, 26, 26),
}


def standing_rows(group: str, n: int, shares=THROUGH, *, until: int = 90) -> list[Row]:
    """Return the rows of one path; shares end after a day, counts do not."""
    rest = tuple(100 - sum(each) for each in zip(*shares.values(), strict=True))
    made = []
    for state, values in {**shares, "talking": rest}.items():
        for day, value in zip(DAYS, values, strict=True):
            part = value / 100
            known = n >= 10 and day <= until
            made.append(
                Row(
                    keys={"path_group": group, "state": state, "day": day},
                    value=part if known else None,
                    low=max(0.0, part - 0.05) if known else None,
                    high=min(1.0, part + 0.05) if known else None,
                    n=n,
                    events=round(n * part),
                    status="ok" if known else "too few" if n < 10 else "too early",
                )
            )
    return made


def momentum(**of_each: int) -> Result:
    """Return an answer with so many deals on each path."""
    rows = []
    for group, n in of_each.items():
        rows += standing_rows(group, n, OUTSIDE if group == "no_gate" else THROUGH)
    return result("momentum_curve", *rows)


def like(low: float, value: float, high: float, said: str) -> Result:
    """Return a like-with-like difference of silent deals: outside less through every gate."""
    details = {"unit": "points", "range": said, "same": "segment, size, source, quarter"}
    keys = {"outcome": "silent", "component": "ours", "statistic": "like_for_like"}
    row = Row(keys, value, low, high, 430, None, grade="adjusted", details=details)
    moved = replace(row, keys={**keys, "outcome": "moved"}, value=-value, low=-high, high=-low)
    return result("momentum_curve", row, moved)

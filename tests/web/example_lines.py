"""Hand-made answers of the shapes `curve` and `trend`, with every kind of point there is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dashboard.measures.result import Result, Row
from tests.web.example_results import MEASURES, result

DAYS = (14, 30, 60, 90)


def share(value: float | None, n: int, /, **more: object) -> Row:
    """Return a share with a range of five to both sides; below ten there are counts alone."""
    keys = dict(more.pop("keys", {}))  # type: ignore[call-overload]
    return Row(
        keys=keys,
        value=value,
        low=None if value is None else max(0.0, value - 0.05),
        high=None if value is None else min(1.0, value + 0.05),
        n=n,
        events=round(n * (value or 0.3)),
        status="ok" if value is not None else "too few",
        **more,  # type: ignore[arg-type]
    )


def curve(*groups: str, until: int = 90) -> Result:
    """Return shares by day of each group; the second group's line ends early."""
    rows = []
    for at, group in enumerate(groups):
        for day in DAYS:
            ends = bool(at) and day > until
            value = None if ends else 0.1 + 0.05 * at + day / 250
            rows.append(share(value, 5 if ends else 120, keys={"path_group": group, "day": day}))
    return result("momentum_curve", *rows)


def trend(months: int = 14) -> Result:
    """Return a share by month: two months too small for a rate, one too young, one range each."""
    rows = []
    for at in range(months):
        month = dt.date(2025 + (8 + at) // 12, (8 + at) % 12 + 1, 1)
        value = None if at in (3, 4) else 0.22 + 0.02 * (at % 5)
        row = share(value, 7 if value is None else 40, keys={"month": month})
        if value is not None:
            row = replace(row, bound_low=value, bound_high=value + 0.07, high=value + 0.11)
        rows.append(replace(row, status="too early") if at == months - 1 else row)
    made = result("won_without_gate", *rows)
    measure = MEASURES["won_without_gate"].model_copy(update={"keys": ("month",), "shape": "trend"})
    return replace(made, measure=measure)

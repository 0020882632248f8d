"""How numbers are rounded for a reader: halves away from zero, as they are printed.

The only place that rounds what is shown: Python's own round() takes halves to the even side.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

# The longest float has 309 digits before its point.
_EXACT = Context(prec=400)


def half_up(value: float, digits: int = 0, *, times: int = 1) -> Decimal:
    """Round so many `times` a value to so many digits after the point: 2.5 is 3, -2.5 is -3.

    The decimal number that is printed is rounded, not the binary one near it: 0.145 is 15 in 100.
    """
    if not math.isfinite(value):
        return Decimal(value)
    exact = _EXACT.multiply(Decimal(repr(float(value))), Decimal(times))
    found = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)
    found = found.quantize(Decimal(1), context=_EXACT) if digits < 0 else found
    # There is no nothing below nothing.
    return found if found else abs(found)


def whole(value: float, *, times: int = 1) -> int:
    """Round so many `times` a value to a whole number."""
    return int(half_up(value, times=times))

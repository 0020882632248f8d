"""Labels that stand beside what they name, pushed apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence


def apart(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Return heights near the wanted ones, each `gap` from the next, inside `top` to `bottom`.

    All in pixels, growing downward, in any order. Labels that meet move by the same amount up and
    down (pooled neighbours), so a group stays centred on what it names; where there is no room
    for all, the gap shrinks.
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    if not order:
        return []
    room = bottom - top
    step = min(gap, room / (len(order) - 1)) if len(order) > 1 else gap
    # Less the gaps, the heights must not fall: blocks that would are joined at their mean.
    blocks: list[tuple[float, int]] = []
    for place, at in enumerate(order):
        total, many = wanted[at] - place * step, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / many:
            before, count = blocks.pop()
            total, many = total + before, many + count
        blocks.append((total, many))
    free = [total / many for total, many in blocks for _ in range(many)]
    last = bottom - (len(order) - 1) * step
    placed = [0.0] * len(order)
    for place, at in enumerate(order):
        placed[at] = min(max(free[place], top), last) + place * step
    return placed

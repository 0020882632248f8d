"""Labels that stand beside what they name, pushed apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def apart(
    wanted: Sequence[float], sizes: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Return middles near the wanted ones, so that labels of these heights do not overlap.

    All in pixels, growing downward, in any order, and inside `top` to `bottom`. Labels that meet
    move up and down by the same amount (pooled neighbours), so a group stays centred on what it
    names; where there is no room for all, they are laid closer.
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    if not order:
        return []
    heights = [sizes[at] for at in order]
    steps = [0.0]
    for one, next_one in pairwise(heights):
        steps.append(steps[-1] + (one + next_one) / 2)
    first, last = top + heights[0] / 2, bottom - heights[-1] / 2
    if steps[-1] > last - first:
        closer = max(0.0, last - first) / steps[-1]
        steps = [step * closer for step in steps]
    # Less the steps, the middles must not fall: blocks that would are joined at their mean.
    blocks: list[tuple[float, int]] = []
    for at, step in zip(order, steps, strict=True):
        total, many = wanted[at] - step, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / many:
            before, count = blocks.pop()
            total, many = total + before, many + count
        blocks.append((total, many))
    free = [total / many for total, many in blocks for _ in range(many)]
    placed = [0.0] * len(order)
    for at, middle, step in zip(order, free, steps, strict=True):
        placed[at] = min(max(middle, first), max(first, last - steps[-1])) + step
    return placed

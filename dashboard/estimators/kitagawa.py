"""A share that moved, in two parts: other records than before, and others among them that count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# What counts and out of what, by group.
Groups = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class MixAndRate:
    """By how much a share moved with the mix of its groups, and with the shares within them."""

    mix: float
    rate: float


def mix_and_rate(before: Groups, after: Groups) -> MixAndRate | None:
    """Return both parts of a change of a share; they sum to it. None where a side has no records.

    In words: what the change would be had only the sizes of the groups changed, and what had only
    the shares within them, each with the other at the mean of both times, so that nothing is left
    over. A group that is on one side alone has the same share on both, so that its coming or going
    is all mix. It says where a change lies and not what brought it about; by other groups the
    parts are others. Kitagawa (1955), Journal of the American Statistical Association 50:1168.
    """
    names = sorted({*before, *after})
    then, now = _total(before), _total(after)
    if then <= 0 or now <= 0:
        return None
    mix = rate = 0.0
    for name in names:
        count0, size0 = before.get(name, (0.0, 0.0))
        count1, size1 = after.get(name, (0.0, 0.0))
        if size0 == 0 and size1 == 0:
            continue
        rate0 = count0 / size0 if size0 else count1 / size1
        rate1 = count1 / size1 if size1 else rate0
        weight0, weight1 = size0 / then, size1 / now
        mix += (weight1 - weight0) * (rate0 + rate1) / 2
        rate += (rate1 - rate0) * (weight0 + weight1) / 2
    return MixAndRate(mix, rate)


def _total(groups: Groups) -> float:
    return sum(size for _, size in groups.values())

"""What must hold before a jump at a threshold is believed, and the jump withheld where it fails."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.discontinuity import (
    REACH,
    Jump,
    by_bandwidth,
    by_smoothness,
    honest_jump,
    least_error,
    smoothness_of,
    withheld,
)
from dashboard.estimators.intervals import LEVEL
from dashboard.estimators.local_lines import lines
from dashboard.estimators.score_bins import Bins, binned

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# How far the middle of three scores may bend away from a straight line and count as smooth.
BEND = 0.05
# Points of score beside the threshold; where nothing changes, nothing may jump.
PLACEBOS = (-10.0, 10.0)
DONUTS = (1.0, 2.0, 3.0)
CELLS, LEAST_CELLS = 40, 4


@dataclass(frozen=True)
class Bunching:
    """How often chance alone brings so many, or so few, records to the threshold's own score."""

    p: float | None
    below: int
    at: int
    above: int


@dataclass(frozen=True)
class Study:
    """A jump with everything that stands beside it; without a value `jump` says why."""

    jump: Jump
    bunching: Bunching
    density: Jump | None
    balance: Mapping[str, Jump]
    placebos: Mapping[float, Jump]
    donuts: Mapping[float, Jump]
    by_smoothness: tuple[Jump, ...]
    by_bandwidth: tuple[Jump, ...]


def bunching(below: int, at: int, above: int, *, bend: float = BEND) -> Bunching:
    """Return the exact test that records do not pile up at the threshold.

    In words: of the records at three neighbouring scores the middle one holds a third, or between
    (1 - k) / (3 - k) and (1 + k) / (3 + k) if the histogram may bend by k; twice the smaller tail
    of the binomial, taken where it is largest. It finds scores that were pushed up to the
    threshold. It misleads when few scores are given at all (rounding to fives piles up by
    itself), and sees nothing of a push that comes from further below and lands further above.
    Frandsen (2017), Advances in Econometrics 38:281.
    """
    if min(below, at, above) < 0:
        raise ValueError("A score has fewer than no records.")
    total = below + at + above
    if total == 0:
        return Bunching(None, below, at, above)
    least, most = (1 - bend) / (3 - bend), (1 + bend) / (3 + bend)
    too_few = _binomial(total, least, 0, at)
    too_many = _binomial(total, most, at, total)
    return Bunching(min(1.0, 2 * min(too_few, too_many)), below, at, above)


def bunching_at(bins: Bins, *, step: float = 1.0, bend: float = BEND) -> Bunching:
    """Return the test of bunching at the threshold's own score and its two neighbours."""
    counts = [int(bins.n[np.isclose(bins.x, at)].sum()) for at in (-step, 0.0, step)]
    return bunching(*counts, bend=bend)


def density_jump(bins: Bins, *, reach: float = REACH, level: float = LEVEL) -> Jump:
    """Return by how much the number of records jumps at the threshold, for a continuous score.

    In words: the records within `reach` counted in 40 cells, and the honest jump of these counts
    as parts of their mean, a count having its own size as variance. A jump away from zero says
    that scores were moved across. It misleads for whole scores (see `bunching`), and near an end
    of the scale. McCrary (2008), Journal of Econometrics 142:698, with the honest interval.
    """
    width = 2 * reach / CELLS
    cells = np.arange(-CELLS / 2, CELLS / 2)
    place = np.floor(bins.x / width)
    near = (place >= cells[0]) & (place <= cells[-1])
    counts = np.bincount((place[near] - cells[0]).astype(int), bins.n[near], CELLS)
    mean = float(counts.mean())
    if mean == 0:
        return Jump(reason="few records")
    # A cell stands at its middle, so that none of it lies on the other side.
    middles, sums = (cells + 0.5) * width, counts / mean
    even = binned(middles, np.ones(CELLS), sums, sums**2)
    bend = smoothness_of(even, reach=reach) or 0.0
    drawn = lines(middles, np.ones(CELLS), np.linspace(LEAST_CELLS * width, reach, CELLS))
    return least_error(drawn, sums, drawn.weights**2 @ (sums / mean), bend, level=level)[0]


def balance_jumps(
    traits: Mapping[str, Bins], *, reach: float = REACH, level: float = LEVEL
) -> Mapping[str, Jump]:
    """Return the jumps of what was settled before the score: leads on both sides are alike.

    All intervals together hold at `level` (each at 1 - 5 % / number), so one that leaves out zero
    is a reason to withhold. It misleads as proof: what was not recorded may differ.
    Lee and Lemieux (2010), Journal of Economic Literature 48:281; Bonferroni.
    """
    each = 1 - (1 - level) / max(len(traits), 1)
    return {
        name: honest_jump(bins, reach=reach, level=each) for name, bins in sorted(traits.items())
    }


def placebo_jumps(
    bins: Bins,
    cutoffs: Sequence[float] = PLACEBOS,
    *,
    reach: float = REACH,
    level: float = LEVEL,
) -> Mapping[float, Jump]:
    """Return the jumps at scores where nothing changes, each from its own side of the threshold.

    One of twenty leaves out zero by chance. Imbens and Lemieux (2008), Journal of Econometrics
    142:615.
    """
    found = {}
    for cutoff in cutoffs:
        side = bins.x >= 0 if cutoff >= 0 else bins.x < 0
        found[cutoff] = honest_jump(bins.where(side, threshold=cutoff), reach=reach, level=level)
    return found


def donut_jumps(
    bins: Bins,
    radii: Sequence[float] = DONUTS,
    *,
    reach: float = REACH,
    level: float = LEVEL,
) -> Mapping[float, Jump]:
    """Return the jumps without the records nearest the threshold, which may have been moved.

    Radius 1 leaves out the first score on either side, as whole scores go. It misleads when scores
    are pushed from further away. Barreca, Lindo and Waddell (2016), Economic Inquiry 54:268.
    """
    found = {}
    for radius in radii:
        kept = (bins.x < -radius) | (bins.x >= radius)
        found[radius] = honest_jump(bins.where(kept), reach=reach, level=level)
    return found


def study(
    outcome: Bins,
    traits: Mapping[str, Bins] | None = None,
    *,
    counts: Bins | None = None,
    is_continuous: bool = False,
    step: float = 1.0,
    reach: float = REACH,
    level: float = LEVEL,
) -> Study:
    """Return the jump with its checks, withheld with the reason where one of them fails.

    Too few first; then bunching at the threshold (of a continuous score a jump of its density);
    then a trait that jumps. Placebos, donuts, half and double bend and bandwidth are shown beside
    and withhold nothing. `step` is the distance of neighbouring scores. `counts` are all the
    records by score where the outcome leaves some out, as those in a test by lot on one side: read
    without them, the other side would seem piled up.
    """
    everyone = outcome if counts is None else counts
    piled = bunching_at(everyone, step=step)
    density = density_jump(everyone, reach=reach, level=level) if is_continuous else None
    traits_found = balance_jumps(traits or {}, reach=reach, level=level)
    jump = honest_jump(outcome, reach=reach, level=level)
    is_piled = leaves_out_zero(density) if density else is_bunched(piled, level=level)
    if jump.reason is None and is_piled:
        jump = withheld(jump, "bunching")
    elif jump.reason is None and any(map(leaves_out_zero, traits_found.values())):
        jump = withheld(jump, "imbalance")
    return Study(
        jump,
        piled,
        density,
        traits_found,
        placebo_jumps(outcome, reach=reach, level=level),
        donut_jumps(outcome, [step * radius for radius in DONUTS], reach=reach, level=level),
        by_smoothness(outcome, reach=reach, level=level),
        by_bandwidth(outcome, reach=reach, level=level),
    )


def is_bunched(found: Bunching, *, level: float = LEVEL) -> bool:
    """Return whether chance alone would hardly ever leave such counts at the threshold."""
    return found.p is not None and found.p < 1 - level


def leaves_out_zero(jump: Jump) -> bool:
    """Return whether the interval of a jump, if there is one, does not hold zero."""
    return jump.low is not None and jump.high is not None and not jump.low <= 0 <= jump.high


def _binomial(n: int, p: float, first: int, last: int) -> float:
    """Return how often n draws with chance p have from `first` to `last` hits."""
    hits = np.arange(first, last + 1)
    logs = hits * math.log(p) + (n - hits) * math.log1p(-p) + _log_choose(n, hits)
    return min(1.0, float(np.sum(np.exp(logs))))


def _log_choose(n: int, hits: ArrayLike) -> NDArray[np.float64]:
    upto = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    chosen = np.asarray(hits)
    return np.asarray(upto[n] - upto[chosen] - upto[n - chosen], dtype=np.float64)

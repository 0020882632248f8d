"""Two lines that meet a threshold, one from each side, for many bandwidths at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

Kernel = Literal["triangular", "uniform"]

# Below this part of its own size a determinant is rounding: the records lie on one score.
FLAT = 1e-12
# Records of one score from which their own variance is taken.
LEAST_WITHIN = 10


@dataclass(frozen=True)
class Lines:
    """What a sum of outcomes is multiplied by; one row a bandwidth, one column a bin.

    `weights` give the height of the right line at the threshold less that of the left; `slopes`
    the slope of the line of the bin's own side. `pulls` is the bias by a second derivative of 2.
    """

    bandwidths: Numbers
    x: Numbers
    weights: Numbers
    slopes: Numbers
    pulls: Numbers

    def variances(self, n: Numbers, y: Numbers, squares: Numbers) -> Numbers:
        """Return the variance of the jump for each bandwidth.

        In words: the variance within each score, which is right however the curve runs; a score of
        few records tells little of it, there it is the squared distance from the line. Kolesar and
        Rothe (2018); Eicker, Huber and White for the second.
        """
        few = n < LEAST_WITHIN
        within = np.where(few, 0.0, squares - y**2 / n) * n / np.where(few, 1.0, n - 1)
        found = self.weights**2 @ np.maximum(within, 0.0)
        if few.any():
            heights = self._heights(y)
            far = np.maximum(squares - 2 * heights * y + n * heights**2, 0.0)
            found = found + np.sum(np.where(few, self.weights**2 * far, 0.0), axis=1)
        return np.asarray(found, dtype=np.float64)

    def _heights(self, y: Numbers) -> Numbers:
        """Return the height of each line over each bin of its side."""
        right = self.x >= 0
        heights = np.empty_like(self.weights)
        for side, sign in ((right, 1.0), (~right, -1.0)):
            at_threshold = sign * self.weights[:, side] @ y[side]
            slope = self.slopes[:, side] @ y[side]
            heights[:, side] = at_threshold[:, None] + slope[:, None] * self.x[side]
        return heights


def lines(x: Numbers, n: Numbers, bandwidths: Numbers, kernel: Kernel = "triangular") -> Lines:
    """Return the local-linear weights on both sides of 0, least squares weighted by the kernel.

    Fan and Gijbels (1996), Local Polynomial Modelling and Its Applications, 2.3.
    """
    shape = (bandwidths.size, x.size)
    weights, slopes, pulls = np.zeros(shape), np.zeros(shape), np.zeros(bandwidths.size)
    apart = np.abs(x) / bandwidths[:, None]
    kernels = np.maximum(1 - apart, 0.0) if kernel == "triangular" else (apart <= 1) * 1.0
    for side, sign in ((x >= 0, 1.0), (x < 0, -1.0)):
        at, heavy = x[side], kernels[:, side]
        s0, s1, s2 = (heavy @ (n[side] * at**power) for power in range(3))
        spread = s0 * s2 - s1**2
        if np.any(spread <= FLAT * s0 * s2):
            raise ValueError("A line needs two scores within the bandwidth on each side.")
        weights[:, side] = sign * heavy * (s2[:, None] - s1[:, None] * at) / spread[:, None]
        slopes[:, side] = heavy * (s0[:, None] * at - s1[:, None]) / spread[:, None]
        pulls += np.abs(weights[:, side] @ (n[side] * at**2))
    return Lines(bandwidths, x, weights, slopes, pulls)

"""A share by a day, as a sum over its records: those seen to the end stand for those that left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def censoring_weights(days: ArrayLike, is_censored: ArrayLike) -> NDArray[np.float64]:
    """Return for each record one over the chance of having been watched until its day.

    In words: the Aalen-Johansen share of an end by a day is the sum of the weights of those that
    ended so by then, over all records: exactly, with ends before censoring on a tied day. So a
    share that allows for records too young can be told record by record. Nothing can be
    said beyond the last day anybody was watched; there the weight is that of the last day. Satten
    and Datta (2001), The American Statistician 55:207.
    """
    elapsed = np.asarray(days, dtype=np.float64)
    censored = np.asarray(is_censored, dtype=np.bool_)
    if elapsed.size == 0:
        return np.empty(0)
    times, place = np.unique(elapsed, return_inverse=True)
    ended = np.bincount(place, ~censored, minlength=times.size)
    left = np.bincount(place, censored, minlength=times.size)
    at_risk = np.cumsum((ended + left)[::-1])[::-1]
    able = at_risk - ended
    kept = np.where(able > 0, 1.0 - left / np.where(able > 0, able, 1.0), 1.0)
    # Watched until before the day: the censoring of the day itself comes after its ends.
    watched = np.concatenate([[1.0], np.cumprod(kept)[:-1]])
    last = watched[watched > 0].min()
    return np.asarray(1.0 / np.where(watched > 0, watched, last)[place], dtype=np.float64)

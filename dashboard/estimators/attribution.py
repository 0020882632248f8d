"""Which channel gets the credit for a win, by five rules that disagree. None of them is a cause.

A path is the ordered channels of one deal's touches; its weight is a number of deals or an amount.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

Rule = Literal["first", "last", "linear", "position"]
Path = Sequence[str]

# Of the position rule: to the first and the last touch; the rest to those between.
TO_EACH_END = 0.4


def credit(paths: Sequence[Path], weights: Sequence[float], rule: Rule) -> dict[str, float]:
    """Return the share of the credit for each channel; the shares add up to 1.

    "first" and "last" give a deal to one touch, "linear" the same to every touch, "position" 40 %
    to the first, 40 % to the last and 20 % to those between (half and half where there are two).
    A channel touched twice gets credit for both touches. Deals without a touch have no channel
    and are left out; without any touch the result is empty. It misleads as proof of effect: a
    channel used late in every deal gets the last credit whether or not it moved anybody.
    """
    found: dict[str, float] = defaultdict(float)
    for path, weight in zip(paths, weights, strict=True):
        for channel, part in zip(path, _parts(len(path), rule), strict=True):
            found[channel] += weight * part
    return _as_shares(found)


def markov_credit(
    paths: Sequence[Path], won: Sequence[float], others: Sequence[float]
) -> dict[str, float]:
    """Return the share of the credit for each channel by what its removal would take away.

    In words: the touches make a chain from the start to won or not; `won` and `others` are the
    weights of each path by how it ended. A channel is removed by letting all that would enter it
    end without a win; its effect is the part of the wins that is lost so; effects are scaled to
    add up to 1. Repeats in a row change nothing. Without paths that were not won a channel's effect
    is how often the winners pass it. It misleads as the touches before the last one are forgotten,
    and removing a channel would send buyers elsewhere, not away. Anderl et al. (2016),
    International Journal of Research in Marketing 33:457.
    """
    channels = sorted({channel for path in paths for channel in path})
    flows = _flows(paths, won, others, channels)
    wins = _chance_of_win(flows)
    if not channels or wins <= 0:
        return {}
    effects = {}
    for place, channel in enumerate(channels, start=1):
        without = flows.copy()
        without[:, -1] += without[:, place]
        without[:, place] = 0.0
        effects[channel] = 1 - _chance_of_win(without) / wins
    return _as_shares(effects)


def total_variation(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    """Return the part of the credit that would have to change hands: half the sum of |a - b|.

    0 is the same attribution, 1 one that shares no channel. None where one has no credit at all.
    """
    if not one or not other:
        return None
    return (
        sum(abs(one.get(name, 0.0) - other.get(name, 0.0)) for name in sorted({*one, *other})) / 2
    )


def _parts(touches: int, rule: Rule) -> Iterable[float]:
    """Return the part of a deal that each of its touches gets."""
    if touches == 0:
        return []
    if rule == "linear" or (rule == "position" and touches < 3):
        return [1 / touches] * touches
    if rule == "position":
        between = (1 - 2 * TO_EACH_END) / (touches - 2)
        return [TO_EACH_END, *[between] * (touches - 2), TO_EACH_END]
    place = 0 if rule == "first" else touches - 1
    return [float(touch == place) for touch in range(touches)]


def _as_shares(found: Mapping[str, float]) -> dict[str, float]:
    total = sum(found.values())
    return {name: found[name] / total for name in sorted(found)} if total > 0 else {}


def _flows(
    paths: Sequence[Path], won: Sequence[float], others: Sequence[float], channels: Sequence[str]
) -> Numbers:
    """Return the weights from each state (row) to each; columns start, channels, won, not won."""
    state = {channel: place for place, channel in enumerate(channels, start=1)}
    flows = np.zeros((len(channels) + 1, len(channels) + 3))
    for path, wins, rest in zip(paths, won, others, strict=True):
        if not path:
            continue
        visited = [0, *(state[channel] for channel in path)]
        for here, there in pairwise(visited):
            flows[here, there] += wins + rest
        flows[visited[-1], -2:] += wins, rest
    return flows


def _chance_of_win(flows: Numbers) -> float:
    """Return how often the chain that starts in the first state ends in a win."""
    total = flows.sum(axis=1, keepdims=True)
    chances = np.divide(flows, total, out=np.zeros_like(flows), where=total > 0)
    states = len(flows)
    return float(np.linalg.solve(np.eye(states) - chances[:, :states], chances[:, -2])[0])

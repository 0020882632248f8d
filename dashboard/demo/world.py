"""The parameters of the sample company's world, and the draws that all its parts share."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from dashboard import paths

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]

# Other parameters than those written down, by section: another world.
Changes = Mapping[str, Mapping[str, Any]]

# No event: later than every day there is.
NEVER = np.inf

MINUTE = 1 / (12 * 60)
"""One minute as a part of a working day of twelve hours: times run in such days."""


@dataclass(frozen=True)
class World:
    """The parameters of `world.toml`, the as-of date, the size, and one stream of chance."""

    parameters: Mapping[str, Any]
    as_of: dt.date
    leads: int
    chance: np.random.Generator

    def __getitem__(self, section: str) -> Any:
        """Return one section of the parameters."""
        return self.parameters[section]

    @property
    def days(self) -> int:
        """Return the length of the recorded history; nothing happens at or after this day."""
        return int(self["window"]["days"])

    @property
    def first_day(self) -> dt.date:
        """Return day 0."""
        return self.as_of - dt.timedelta(days=self.days)

    @property
    def as_of_at(self) -> dt.datetime:
        """Return the instant of the export, in UTC without zone."""
        return dt.datetime.combine(self.as_of, dt.time(self["window"]["as_of_hour"]))

    def count(self, per_1000: float) -> int:
        """Return how many of something there are, given its number per 1,000 leads."""
        return round(per_1000 * self.leads / 1000)

    def exponential(self, mean: float, size: int) -> Floats:
        """Draw waiting times with a constant hazard."""
        return self.chance.exponential(mean, size)

    def gamma(self, shape_scale: Sequence[float], size: int) -> Floats:
        """Draw from a gamma distribution given as shape and scale."""
        return self.chance.gamma(shape_scale[0], shape_scale[1], size)

    def uniform(self, bounds: Sequence[float], size: int) -> Floats:
        """Draw evenly between two bounds."""
        return self.chance.uniform(bounds[0], bounds[1], size)

    def happens(self, probability: float | npt.NDArray[Any], size: int) -> Flags:
        """Draw yes or no, each with its own probability."""
        return np.asarray(self.chance.random(size) < probability)

    def pick(self, shares: Sequence[float], size: int) -> Integers:
        """Draw positions in a list of shares."""
        return self.chance.choice(len(shares), size=size, p=shares)

    def stream(self, number: int) -> np.random.Generator:
        """Return a stream of chance beside the world's own: the same for the same seed.

        What draws from it leaves the rest of the world as it is. Each number has one use.
        """
        seeds = cast("np.random.SeedSequence", self.chance.bit_generator.seed_seq)
        return np.random.default_rng(np.random.SeedSequence(seeds.entropy, spawn_key=(number,)))


def load(*, seed: int, leads: int, as_of: dt.date, changes: Changes) -> World:
    """Read the parameters that are written down beside the layouts, some of them changed."""
    text = (paths.datasets() / "demo" / "world.toml").read_text(encoding="utf-8")
    parameters = changed(tomllib.loads(text), changes)
    return World(parameters, as_of, leads, np.random.default_rng(seed))


def changed(parameters: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    """Return the parameters with those of some sections changed; KeyError for an unknown one."""
    result = dict(parameters)
    for section, values in changes.items():
        unknown = values.keys() - result[section].keys()
        if unknown:
            raise KeyError(f"{section}: {', '.join(sorted(unknown))}")
        result[section] = {**result[section], **values}
    return result


def logistic(value: npt.NDArray[Any]) -> Floats:
    """Turn a logit into a probability."""
    return np.asarray(1 / (1 + np.exp(-value)), dtype=np.float64)


def by_position(values: Sequence[Any], positions: Integers) -> npt.NDArray[Any]:
    """Look each position up in a list."""
    return np.asarray(values)[positions]

"""What is wrong with the answers of some companies, held to a known truth.

A 95 % interval misses one time in twenty; five misses in twenty, or four in ten, would be chance
once in 400 measures or less, so one fewer is allowed; never a value beyond four standard errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from tests.demo.companies import Answer

# Companies: misses of an interval that are allowed.
MISSES = {20: 4, 10: 3}
ERRORS = 4.0
NORMAL = 1.959964


def faults(
    names: Iterable[str], companies: Sequence[Mapping[str, Answer]], truth: Mapping[str, float]
) -> list[str]:
    """Return every measure that is biased, misses too often, or is too few in most companies."""
    found = []
    for name in names:
        given = [company[name] for company in companies if name in company]
        if len(given) < len(companies) / 2:
            found.append(f"{name} is too few in {len(companies) - len(given)} companies")
            continue
        found += [*bias_of(name, given, truth[name]), *interval_faults(name, given, truth)]
    return found


def bias_of(name: str, given: list[Answer], expected: float) -> list[str]:
    """The mean of all is within four of its own errors, a finer sieve; days are whole."""
    values = [each.value for each in given]
    error = float(np.std(values, ddof=1)) / len(values) ** 0.5
    grain = 0.5 if expected >= 1 else 0.0
    if abs(float(np.mean(values)) - expected) <= ERRORS * error + grain:
        return []
    return [f"{name}: the mean is {np.mean(values):.4f}, the truth {expected:.4f}"]


def interval_faults(name: str, given: list[Answer], truth: dict[str, float]) -> list[str]:
    """A range is held at each of its ends; another interval at its one value."""
    upper = truth.get(name.replace("won_without_gate", "won_without_gate_high"), truth[name])
    if any(each.low is None or each.high is None for each in given):
        return []
    far = [each for each in given if abs(each.value - truth[name]) > ERRORS * error_of(each)]
    faults = []
    for end in {truth[name], upper}:
        misses = sum(not low(each) <= end <= high(each) for each in given)
        if misses > MISSES[20 if len(given) > 10 else 10]:
            faults.append(f"{name}: {misses} intervals miss {end}")
    return [*faults, *(f"{name}: {each} is far from {truth[name]}" for each in far)]


def low(given: Answer) -> float:
    assert given.low is not None
    return given.low


def high(given: Answer) -> float:
    assert given.high is not None
    return given.high


def error_of(given: Answer) -> float:
    """Return the standard error: of the wider side, as near zero an interval is not even."""
    upper = given.value if given.upper_value is None else given.upper_value
    return max(high(given) - upper, given.value - low(given)) / NORMAL

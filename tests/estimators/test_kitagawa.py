"""A share's change in mix and rate: a worked example, and nothing left over whatever the groups."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.kitagawa import mix_and_rate

GROUPS = st.dictionaries(
    st.sampled_from(["small", "middle", "large", "not recorded"]),
    st.tuples(st.floats(0, 1), st.integers(0, 500)).map(
        lambda drawn: (round(drawn[0] * drawn[1]), drawn[1])
    ),
    max_size=4,
)


def test_two_groups_as_worked_by_hand():
    # Small: 30 of 60, then 25 of 50. Large: 10 of 40, then 20 of 50. Shares .40 and .45.
    # Mix: (.5 - .6) x .5 + (.5 - .4) x (.25 + .40) / 2 = -.05 + .0325 = -.0175.
    # Rate: 0 + (.40 - .25) x (.4 + .5) / 2 = .0675.
    found = mix_and_rate(
        {"small": (30, 60), "large": (10, 40)}, {"small": (25, 50), "large": (20, 50)}
    )
    assert (found.mix, found.rate) == pytest.approx((-0.0175, 0.0675))


def test_only_other_sizes_are_all_mix():
    found = mix_and_rate({"a": (50, 100), "b": (10, 100)}, {"a": (25, 50), "b": (15, 150)})
    assert found.rate == pytest.approx(0.0, abs=1e-15)
    assert found.mix == pytest.approx(0.2 - 0.3)


def test_a_group_that_comes_is_all_mix():
    found = mix_and_rate({"a": (50, 100)}, {"a": (50, 100), "b": (90, 100)})
    assert found.rate == pytest.approx(0.0, abs=1e-15)
    assert found.mix == pytest.approx(0.70 - 0.50)


def test_without_records_on_a_side_there_is_nothing_to_split():
    assert mix_and_rate({}, {"a": (1, 2)}) is None
    assert mix_and_rate({"a": (1, 2)}, {"a": (0, 0)}) is None


@given(GROUPS, GROUPS)
def test_mix_and_rate_are_the_whole_change(before, after):
    then, now = (sum(size for _, size in side.values()) for side in (before, after))
    found = mix_and_rate(before, after)
    if not then or not now:
        assert found is None
        return
    shares = [math.fsum(k for k, _ in side.values()) for side in (before, after)]
    assert found.mix + found.rate == pytest.approx(shares[1] / now - shares[0] / then, abs=1e-12)

"""A value that was typed and that no record has: which ones there are, the nearest first."""

from __future__ import annotations

import pytest

from dashboard.errors import ConfigError
from dashboard.measures.dimension_values import check_values, nearest

REGIONS = [f"Region {at:02}" for at in range(20)]


def test_the_nearest_stand_first_whatever_their_capitals():
    assert nearest("emea", ["APAC", "EMEA", "Americas"]) == ["EMEA", "Americas", "APAC"]


def test_at_most_twelve_are_named_and_the_others_counted():
    assert len(nearest("Region 7", REGIONS)) == 12
    with pytest.raises(ConfigError) as told:
        check_values({"region": ["Region 7"]}, {"region": REGIONS})
    (said,) = told.value.faults
    assert said.startswith("No record has region 'Region 7'. Known, the nearest first: Region 07, ")
    assert said.endswith(" and 8 more.")


def test_every_unknown_value_is_named_and_known_ones_pass():
    known = {"region": ["EMEA"], "segment": ["SMB"]}
    check_values({"region": ["EMEA"], "other": ["x"]}, known)
    with pytest.raises(ConfigError) as told:
        check_values({"region": ["EMEA", "a"], "segment": ["b"]}, known)
    assert len(told.value.faults) == 2

"""What a reader assumes instead of the config: read, written, kept apart, and declared."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as draw

from dashboard import answer
from dashboard.config import ASSUMED_KEYS, Assumptions
from dashboard.errors import ConfigError
from dashboard.measures import assumptions
from dashboard.measures.filters import Filters
from dashboard.measures.run import run
from dashboard.measures.slices import Slices, parameters_of, rests_on

SAID = Assumptions(seller_hour_cost=90, spare_seller_hours=1900, confirmed_by="Finance")
KINDS = {each.key: each for each in assumptions.all_of_them()}


def test_every_number_of_the_config_can_be_assumed_otherwise():
    assert set(ASSUMED_KEYS.values()) == set(Assumptions.model_fields) - {"confirmed_by"}


def test_the_limits_are_those_of_the_config():
    told = {key: (each.low, each.high, each.is_whole) for key, each in KINDS.items()}
    assert told == {
        "hour_cost": (0, 10_000, False),
        "margin": (0, 1, False),
        "minutes": (0, 480, False),
        "spare_hours": (0, 1e7, False),
        "horizon": (30, 365, True),
        "running_cost": (0, 1e9, False),
    }


def test_a_readers_number_stands_in_place_of_the_configs_and_the_rest_stays():
    found = assumptions.under(SAID, {"margin": 0.4, "gate_horizon_days": 180.0})
    assert found.model_dump() == {
        "seller_hour_cost": 90, "margin": 0.4, "minutes_per_touch": 12, "spare_seller_hours": 1900,
        "gate_horizon_days": 180, "gate_running_cost": 0, "confirmed_by": "Finance",
    }  # fmt: skip
    assert isinstance(found.gate_horizon_days, int)
    assert SAID.margin == 0.7


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("hour_cost", "-1"), ("hour_cost", "10001"), ("hour_cost", "1e3"), ("hour_cost", "nan"),
        ("hour_cost", "inf"), ("hour_cost", "80,5"), ("hour_cost", "٣"), ("hour_cost", " 80"),
        ("hour_cost", "0x1F"), ("hour_cost", ""), ("hour_cost", "80;drop"), ("margin", "1.01"),
        ("margin", "70"), ("horizon", "29"), ("horizon", "366"), ("horizon", "90.5"),
        ("minutes", "481"), ("spare_hours", "99999999999"), ("running_cost", "1.1234567"),
    ],
)  # fmt: skip
def test_what_is_no_sound_number_is_ignored_in_an_address_and_refused_when_typed(key, text):
    assert assumptions.read({key: [text]}, SAID) == {}
    with pytest.raises(ConfigError, match=f"{key} cannot be"):
        assumptions.parsed([(key, text.strip() if text != " 80" else "8 0")], SAID)


def test_a_refusal_says_what_can_be_written():
    with pytest.raises(ConfigError) as told:
        assumptions.parsed([("horizon", "400")], SAID)
    assert str(told.value) == "horizon cannot be '400'. Write a whole number from 30 to 365."
    with pytest.raises(ConfigError, match="hour_cost"):
        assumptions.parsed([("hourcost", "80")], SAID)


def test_the_configs_own_number_is_no_change():
    assert assumptions.read({"hour_cost": ["90.0"], "margin": ["0.70"]}, SAID) == {}
    assert assumptions.parsed([("hour_cost", "90")], SAID) == {}
    # What the config does not know, any number changes: also none at all.
    assert assumptions.read({"spare_hours": ["0"]}, Assumptions()) == {"spare_seller_hours": 0}


@given(
    draw.fixed_dictionaries(
        {},
        optional={
            "hour_cost": draw.integers(0, 10_000_000).map(lambda each: each / 1000),
            "margin": draw.integers(0, 1_000_000).map(lambda each: each / 1_000_000),
            "horizon": draw.integers(30, 365).map(float),
            "running_cost": draw.integers(0, 10**9).map(float),
        },
    )
)
def test_what_is_written_is_read_again(asked):
    assumed = {ASSUMED_KEYS[key]: number for key, number in asked.items()}
    written = {key: [text] for key, text in assumptions.pairs(assumed)}
    unlike = Assumptions(
        seller_hour_cost=0.0001, margin=0.0000001, gate_running_cost=0.5, gate_horizon_days=365
    )
    found = assumptions.read(written, unlike)
    assert found == {name: value for name, value in assumed.items() if value != 365}


def test_the_horizon_is_bound_and_others_assumption_is_not_ours(context):
    assert parameters_of(Filters(), context)["gate_horizon_days"] == 365
    assumed = Filters(assumed={"gate_horizon_days": 90.0})
    assert parameters_of(assumed, context)["gate_horizon_days"] == 90
    assert parameters_of(Filters(), context.assuming(assumed.assumed))["gate_horizon_days"] == 90


def test_an_answer_is_told_apart_by_the_assumptions_it_rests_on_alone():
    asked = Filters(assumed={"margin": 0.5, "seller_hour_cost": 95})
    assert asked.cache_key != Filters().cache_key
    assert asked.resting_on(()).cache_key == Filters().cache_key
    assert asked.resting_on({"margin"}).assumed == {"margin": 0.5}
    assert asked.resting_on({"margin", "seller_hour_cost"}) is asked
    assert Filters().to_json().get("assumed") is None
    assert asked.to_json()["assumed"] == {"margin": 0.5, "seller_hour_cost": 95}


def test_an_assumption_that_a_slice_binds_need_not_be_declared(measures):
    measure = measures["win_rate"]
    assert rests_on(measure) == set()
    sql = f"{measure.sql} where age_days >= $gate_horizon_days"
    assert rests_on(measure.model_copy(update={"sql": sql})) == {"gate_horizon_days"}
    assert rests_on(measure.model_copy(update={"assumes": ("margin",)})) == {"margin"}


class Watched(Assumptions):
    """The assumptions of the config, and which of them an answer read."""

    def __getattribute__(self, name: str) -> object:
        asked_by = sys._getframe(1).f_globals["__name__"]
        # Every slice is told the horizon, also one that does not ask for it.
        if name in Assumptions.model_fields and asked_by != "dashboard.measures.slices":
            READ.add(name)
        return super().__getattribute__(name)


READ: set[str] = set()


def test_a_measure_names_each_assumption_it_reads(demo_workspace):
    """What the memory tells answers apart by is all that they rest on."""
    warehouse = answer.open_warehouse(demo_workspace)
    said = Watched.model_validate(warehouse.config.assumptions.model_dump())
    config = warehouse.config.model_copy(update={"assumptions": said})
    context = replace(warehouse.context, config=config)
    undeclared = {}
    with closing(warehouse.database.cursor()) as cursor:
        for measure in warehouse.registry:
            READ.clear()
            run(Slices(cursor), measure, Filters(), context)
            lacking = READ - rests_on(measure) - {"confirmed_by"}
            if lacking:
                undeclared[measure.id] = sorted(lacking)
    warehouse.close()
    assert undeclared == {}

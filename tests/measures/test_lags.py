"""After how many days a step of the funnel is read."""

from __future__ import annotations

import polars as pl
import pytest

from dashboard.engine.database import open_in_memory
from dashboard.measures import context as contexts
from dashboard.measures.lags import USUAL, horizons

HEAD = ("clock", "end_kind", "elapsed_days", "n")


def lags(*spells):
    return pl.DataFrame([("created_to_deal", *each) for each in spells], schema=HEAD, orient="row")


@pytest.mark.parametrize(
    ("spells", "days"),
    [
        # Nine in ten of those who get there are there on day 10, on day 31, on day 400.
        ([("reached", 10, 180), ("reached", 50, 20)], 30),
        ([("reached", 10, 170), ("reached", 31, 30)], 60),
        ([("reached", 10, 170), ("reached", 400, 30)], 365),
        # Whoever never gets there does not move it.
        ([("reached", 10, 180), ("reached", 50, 20), ("censored", 500, 900)], 30),
        # Half are too young to have come late: 10 of 100 early, then 5 of the 50 still watched.
        ([("reached", 10, 10), ("censored", 20, 40), ("reached", 80, 5), ("censored", 90, 45)], 90),
        # Nine tell nothing: the usual time of this step.
        ([("reached", 10, 9), ("censored", 50, 900)], 90),
        ([], 90),
    ],
)
def test_a_step_is_read_when_nine_in_ten_have_got_there(spells, days):
    assert horizons(lags(*spells))["created_to_deal"] == days


def test_every_clock_has_a_horizon():
    assert horizons(lags()) == USUAL


def test_a_warehouse_knows_the_horizons_of_all_its_data():
    database = open_in_memory()
    database.write_table("cube_lead_lags", lags(("reached", 31, 10)))
    assert contexts._lead_horizons(database)["created_to_deal"] == 60
    assert contexts._lead_horizons(open_in_memory()) == USUAL

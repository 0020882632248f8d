"""Kaplan-Meier and Aalen-Johansen: published values, worked examples, edges."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.estimators.intervals import UNDEFINED, Interval, wilson
from dashboard.estimators.survival import aalen_johansen, kaplan_meier
from tests.estimators.references import (
    REMISSION_ENDED,
    REMISSION_LOG_LOG,
    REMISSION_TABLE,
    REMISSION_WEEKS,
    TOY_CAUSES,
    TOY_DAYS,
    TOY_FIRST,
    TOY_SECOND,
    TOY_VARIANCE,
)

NAMES = {0: "censored", 1: "moved", 2: "lost"}
# METHODS C: stall onset, or won, lost, or the as-of day; eight deals, no sign of life for 21 days.
STALLS = [(45, "won"), (21, "stalled"), (50, "lost"), (21, "stalled")]
STALLS += [(15, "censored"), (45, "censored"), (21, "stalled"), (10, "lost")]


def remission(least_at_risk=1, **options):
    ones = [1] * len(REMISSION_WEEKS)
    return kaplan_meier(
        REMISSION_WEEKS, REMISSION_ENDED, ones, least_at_risk=least_at_risk, **options
    )


def ends(days, kinds, causes, counts=None, least_at_risk=1, **options):
    counts = [1] * len(days) if counts is None else counts
    return aalen_johansen(
        days, kinds, counts, causes=causes, least_at_risk=least_at_risk, **options
    )


def toy(**options):
    return ends(TOY_DAYS, [NAMES[cause] for cause in TOY_CAUSES], ("moved", "lost"), **options)


def momentum(days=(5, 10, 12, 15, 20, 25, 40, 45), causes=(1, 1, 2, 0, 1, 2, 0, 1), **options):
    return ends(days, [NAMES[cause] for cause in causes], ("moved", "lost"), **options)


def stalls(*more):
    days, kinds = zip(*STALLS, *more, strict=True)
    return ends(days, kinds, ("stalled", "won", "lost"))


def bounds(interval):
    return [interval.low, interval.high]


def area(days, heights, start, upto):
    """Return the area under a step curve."""
    edges = np.clip(np.concatenate([[0], days, [upto]]), 0, upto)
    return float(np.sum(np.diff(edges) * np.concatenate([[start], heights])))


def test_remission_under_6mp():
    result = remission()
    for week, share, error in REMISSION_TABLE:
        at = list(result.table.days).index(week)
        assert result.survival[at] == pytest.approx(share, abs=1e-6)
        assert result.standard_errors[at] == pytest.approx(error, abs=1e-6)
    for week, low, high in REMISSION_LOG_LOG:
        assert bounds(result.survival_at(week)) == pytest.approx([low, high], abs=1e-6)
    assert result.median() == Interval(23, 13, None)


def test_remission_equals_the_reference_values(golden):
    expected = golden["km_6mp"]
    ones = [1] * len(expected["T"])
    result = kaplan_meier(expected["T"], expected["E"], ones, least_at_risk=1)
    errors = dict(zip(result.table.days, result.standard_errors, strict=True))
    for week, share in expected["S"].items():
        assert result.survival_at(int(week)).value == pytest.approx(share, abs=1e-6)
        assert errors[int(week)] == pytest.approx(expected["se"][week], abs=1e-6)
    for week, limits in expected["loglog"].items():
        assert bounds(result.survival_at(int(week))) == pytest.approx(limits, abs=1e-6)
    assert result.median().value == expected["median"]
    mean = area(result.table.days, result.survival, 1.0, 23)
    assert mean == pytest.approx(expected["rmst23"], abs=1e-6)


def test_aalen_johansen_toy():
    result = toy()
    for cause, table in (("moved", TOY_FIRST), ("lost", TOY_SECOND)):
        for day, share in table:
            assert result.share_at(day, cause).value == pytest.approx(share, abs=1e-9)
    for day, variance in TOY_VARIANCE:
        at = list(result.table.days).index(day)
        assert result.variances["moved"][at] == pytest.approx(variance, abs=1e-6)


def test_aalen_johansen_equals_the_reference_values(golden):
    expected = golden["aj_toy"]
    result = momentum(expected["T"], expected["E"])
    for cause, name in (("moved", "F1"), ("lost", "F2")):
        for day, share in expected[name].items():
            assert result.share_at(int(day), cause).value == pytest.approx(share, abs=1e-6)
    for day, variance in expected["var1"].items():
        at = list(result.table.days).index(int(day))
        assert result.variances["moved"][at] == pytest.approx(variance, abs=1e-6)


def test_momentum_equals_the_reference_values(golden):
    expected = golden["aj_momentum"]
    result = momentum(expected["T"], expected["E"])
    assert result.share_at(30, "moved").value == pytest.approx(expected["F1_30"], abs=1e-6)
    assert result.share_at(30, "lost").value == pytest.approx(expected["F2_30"], abs=1e-6)
    assert result.open_at(30).value == pytest.approx(expected["unmoved_30"], abs=1e-6)
    assert result.share_at(45, "moved").value == pytest.approx(expected["F1_45"], abs=1e-6)
    assert bounds(result.share_at(30, "moved")) == pytest.approx(expected["cloglog_30"], abs=1e-6)
    index = 100 / 60 * area(result.table.days, result.shares["moved"], 0.0, 60)
    assert index == pytest.approx(expected["index60"], abs=1e-6)


def test_worked_example_of_momentum():
    result = momentum()
    at = list(result.table.days).index(25)
    assert result.share_at(30, "moved").value == pytest.approx(0.40625)
    assert np.sqrt(result.variances["moved"][at]) == pytest.approx(0.18388, abs=5e-6)
    assert bounds(result.share_at(30, "moved")) == pytest.approx([0.150, 0.812], abs=5e-4)
    assert result.share_at(30, "lost").value == pytest.approx(0.28125)
    assert result.open_at(30).value == pytest.approx(0.3125)
    assert result.share_at(45, "moved").value == pytest.approx(0.71875)


def test_the_wrong_answers_of_the_worked_example_are_other_numbers():
    """METHODS B: 3 of all 8 moved by day 30; losses taken for deals that may still move."""
    days, causes = np.array([5, 10, 12, 15, 20, 25, 40, 45]), np.array([1, 1, 2, 0, 1, 2, 0, 1])
    right = momentum().share_at(30, "moved").value
    naive = np.mean((causes == 1) & (days <= 30))
    single = kaplan_meier(days, causes == 1, np.ones(8), least_at_risk=1)
    censored = 1 - single.survival_at(30).value
    assert [naive, right, censored] == pytest.approx([0.375, 0.40625, 0.4375])


def test_the_summed_hazard_of_remission():
    """METHODS, 6-MP: Nelson and Aalen's sum of ended / at risk up to week 23."""
    table = remission().table
    upto = table.days <= 23
    assert np.sum(table.ended[upto] / table.at_risk[upto]) == pytest.approx(0.752114, abs=1e-6)


def test_worked_example_of_stalls():
    assert stalls().share_at(21, "stalled").value == pytest.approx(0.4375)


def test_a_deal_touched_and_open_stays_at_risk_of_the_stall():
    assert stalls((40, "censored")).share_at(21, "stalled").value == pytest.approx(0.3810, abs=5e-5)


def test_any_stall_within_thirty_days_of_the_worked_example():
    """With onsets after a touch counted too: the extra deal stalls on day 26, o3 on day 31."""
    deals = [(30, "won"), (21, "stalled"), (31, "stalled"), (21, "stalled"), (15, "censored")]
    deals += [(45, "censored"), (21, "stalled"), (10, "lost"), (26, "stalled")]
    days, kinds = zip(*deals, strict=True)
    result = ends(days, kinds, ("stalled", "won", "lost"))
    assert result.share_at(30, "stalled").value == pytest.approx(0.5079, abs=5e-5)


def test_ended_before_anyone_was_censored_is_k_of_n_with_wilson():
    result = momentum()
    assert result.share_at(12, "moved") == wilson(2, 8)
    assert result.share_at(12, "lost") == wilson(1, 8)
    assert result.open_at(12).value == 5 / 8
    assert bounds(result.open_at(12)) == pytest.approx(bounds(wilson(5, 8)))
    assert result.share_at(4, "moved") == wilson(0, 8)


def test_censored_on_the_day_itself_was_watched_through_it():
    assert momentum().share_at(15, "moved") == wilson(2, 8)
    assert momentum().share_at(16, "moved") != wilson(2, 8)


def test_events_come_before_censoring_on_a_tied_day():
    result = ends([3, 3, 7], ["moved", "censored", "moved"], ("moved",))
    assert result.shares["moved"] == pytest.approx([1 / 3, 1.0])
    assert kaplan_meier([3, 3, 7], [1, 0, 1], [1, 1, 1]).survival == pytest.approx([2 / 3, 0.0])


def test_a_day_below_zero_is_day_zero():
    late, early = momentum((0, 0, 3), (1, 2, 0)), momentum((-4, -1, 3), (1, 2, 0))
    assert list(early.table.days) == [0, 3]
    assert early.share_at(0, "moved") == late.share_at(0, "moved") == wilson(1, 3)
    assert early.share_at(-1, "moved") == wilson(0, 3)


def test_no_records_have_no_share():
    nothing = ends([], [], ("moved",))
    assert nothing.share_at(30, "moved") == UNDEFINED
    assert nothing.open_at(30) == UNDEFINED
    assert nothing.half_reached_by("moved") == UNDEFINED
    assert nothing.curve("moved").days.size == 0
    assert kaplan_meier([], [], []).median() == UNDEFINED
    assert kaplan_meier([], [], []).survival_at(3) == UNDEFINED


def test_nothing_is_said_past_the_last_day_watched():
    result = momentum([5, 9, 20], [1, 2, 0], counts=[30, 30, 30])
    assert result.share_at(20, "moved") == wilson(30, 90)
    assert result.share_at(21, "moved") == UNDEFINED
    assert result.open_at(21) == UNDEFINED
    assert remission().survival_at(36) == UNDEFINED


def test_a_group_that_has_all_ended_is_known_for_ever():
    result = momentum([5, 9], [1, 2], counts=[30, 10])
    assert result.share_at(9999, "moved") == wilson(30, 40)
    assert bounds(result.open_at(9999)) == pytest.approx(bounds(wilson(0, 40)))


def test_a_share_without_variance_has_a_value_and_no_interval():
    none_yet = momentum([2, 50], [0, 1], counts=[40, 40])
    assert none_yet.share_at(30, "moved") == Interval(0.0)
    assert none_yet.open_at(30) == Interval(1.0)
    all_moved = momentum([2, 20], [0, 1], counts=[40, 40])
    assert all_moved.share_at(20, "moved") == Interval(1.0)
    assert remission().survival_at(5) == Interval(1.0)


def test_the_curve_ends_where_fewer_than_ten_are_at_risk():
    days, causes = [1, 4, 8, 9, 12], [1, 0, 1, 0, 1]
    result = momentum(days, causes, counts=[5, 5, 5, 1, 9], least_at_risk=10)
    assert list(result.curve("moved").days) == [1, 4, 8, 9]
    assert result.share_at(9, "moved").value == pytest.approx(0.2 + 0.8 * 5 / 15)
    assert result.share_at(10, "moved") == UNDEFINED
    assert momentum(days, causes, counts=[5, 5, 5, 1, 9]).share_at(12, "moved").value == 1.0


def test_few_left_do_not_end_a_curve_while_nobody_was_censored():
    result = momentum([1, 2, 3], [1, 1, 1], counts=[90, 8, 2], least_at_risk=10)
    assert result.share_at(3, "moved") == wilson(100, 100)
    assert list(result.curve("moved").days) == [1, 2, 3]


def test_kaplan_meier_ends_where_fewer_than_ten_are_at_risk():
    result = remission(least_at_risk=10)
    assert result.survival_at(16).value is not None
    assert result.survival_at(22) == UNDEFINED
    assert result.median().value is None


def test_half_is_reached_on_the_first_day_with_one_half_or_more():
    result = momentum([3, 7, 9, 30], [1, 1, 1, 0], counts=[20, 20, 10, 50])
    assert result.half_reached_by("moved") == Interval(9, 9, None)
    assert result.half_reached_by("lost") == UNDEFINED


def test_one_half_made_of_thirds_and_tenths_is_one_half():
    """Ten steps of 1/20 add up to 0.49999999999999994 in floating point."""
    days = list(range(1, 11))
    result = momentum([*days, 10], [1] * 10 + [0], counts=[3] * 10 + [30])
    assert result.half_reached_by("moved").value == 10
    censored = momentum([0, *days, 10], [0] + [1] * 10 + [0], counts=[3] + [3] * 10 + [30])
    assert censored.half_reached_by("moved").value == 10


def test_the_range_of_half_reached_by_is_where_the_band_crosses_one_half():
    days = list(range(1, 61))
    result = momentum([*days, 60, 10], [1] * 60 + [0, 0], counts=[2] * 60 + [80, 5])
    half = result.half_reached_by("moved")
    curve = result.curve("moved")
    at = {int(day): place for place, day in enumerate(curve.days)}
    assert half.low < half.value < half.high
    assert curve.highs[at[int(half.low)]] >= 0.5 > curve.highs[at[int(half.low)] - 1]
    assert curve.values[at[int(half.value)]] >= 0.5 > curve.values[at[int(half.value)] - 1]
    assert curve.lows[at[int(half.high)]] >= 0.5 > curve.lows[at[int(half.high)] - 1]


def test_half_reached_in_one_leap_starts_its_range_on_that_day():
    """On the day of the leap the share is all, which has no band; before it there is none."""
    leap = momentum([2, 20], [0, 1], counts=[40, 40])
    assert leap.half_reached_by("moved") == Interval(20, 20, None)
    assert kaplan_meier([20], [1], [40]).median() == Interval(20, 20, None)


def test_half_cannot_be_reached_where_too_few_are_at_risk():
    result = momentum([1, 2, 3], [0, 1, 1], counts=[60, 4, 5], least_at_risk=10)
    assert result.half_reached_by("moved") == UNDEFINED


def test_the_design_effect_multiplies_the_variance():
    plain, wide = momentum(), momentum(deff=4.0)
    copies = momentum(counts=[4] * 8)
    copied = momentum(counts=[4] * 8, deff=4.0)
    for day in (12, 30):
        assert wide.share_at(day, "moved").value == plain.share_at(day, "moved").value
        assert bounds(wide.share_at(day, "moved"))[0] < bounds(plain.share_at(day, "moved"))[0]
        assert bounds(copied.share_at(day, "moved")) == pytest.approx(
            bounds(plain.share_at(day, "moved"))
        )
    assert bounds(copies.share_at(30, "moved"))[0] > bounds(plain.share_at(30, "moved"))[0]
    assert remission(deff=4.0).standard_errors == pytest.approx(2 * remission().standard_errors)


def test_an_unknown_end_is_refused_and_not_taken_for_open():
    with pytest.raises(ValueError, match="neither 'censored' nor a cause: lots"):
        ends([1, 2], ["moved", "lots"], ("moved", "lost"))
    with pytest.raises(KeyError):
        momentum().share_at(30, "stalled")


@pytest.mark.parametrize(("day", "count"), [(float("nan"), 1), (3, -1), (3, float("nan"))])
def test_a_histogram_without_day_or_with_a_negative_count_is_refused(day, count):
    with pytest.raises(ValueError, match="day histogram"):
        ends([day], ["moved"], ("moved",), counts=[count])

"""The mixture cure model: scipy and lifelines, a simulation with a known end, edges."""

from __future__ import annotations

import math
import time
import warnings

import numpy as np
import pytest

from dashboard.estimators.cure import Cure, is_allowed, weibull_cure
from dashboard.estimators.intervals import UNDEFINED, Interval
from dashboard.estimators.survival import kaplan_meier

# METHODS, synthetic world: Weibull(1.3, 90 days), 94 % never; entry over the last year.
TRUTH, SHAPE, SCALE, YEAR = 0.06, 1.3, 90.0, 365


def world(seed, n, *, share=TRUTH, shape=SHAPE, scale=SCALE, window=YEAR):
    random = np.random.default_rng(seed)
    lag = np.where(random.random(n) < share, scale * random.weibull(shape, n), 1e9)
    watched = random.integers(0, window + 1, n)
    observed = np.floor(lag) <= watched
    return np.where(observed, np.floor(lag), watched), observed


def fitted(days, observed, **options):
    return weibull_cure(days, observed, np.ones(len(days)), **options)


def minus_likelihood(share, scale, shape, days, observed):
    """Written anew from the definition, a record at a time."""

    def done(edge):
        return -np.expm1(-((edge / scale) ** shape))

    t = days[observed]
    events = np.log(share * (done(t + 1) - done(t)))
    return -events.sum() - np.log(1 - share * done(days[~observed] + 1)).sum()


def best_by_scipy(days, observed, share=None):
    """Return the lowest minus likelihood and its place, at one share or at any."""
    optimize = pytest.importorskip("scipy.optimize")

    def at(place):
        chosen = 1 / (1 + math.exp(-place[2])) if share is None else share
        return minus_likelihood(chosen, math.exp(place[0]), math.exp(place[1]), days, observed)

    start = [4.5, 0.2, -2.7][: 3 if share is None else 2]
    options = {"xatol": 1e-9, "fatol": 1e-10, "maxiter": 9_000, "maxfev": 9_000}
    return optimize.minimize(at, start, method="Nelder-Mead", options=options)


@pytest.mark.parametrize(
    "world_of",
    [
        {"seed": 1, "n": 3_000},
        {"seed": 2, "n": 800, "share": 0.4, "shape": 0.8, "scale": 30},
        {"seed": 3, "n": 600, "share": 0.2, "shape": 2.5, "scale": 60},
    ],
)
def test_it_finds_the_highest_likelihood_that_scipy_finds(world_of):
    days, observed = world(**world_of)
    ours, theirs = fitted(days, observed), best_by_scipy(days, observed)
    assert ours.scale == pytest.approx(math.exp(theirs.x[0]), rel=1e-4)
    assert ours.shape == pytest.approx(math.exp(theirs.x[1]), rel=1e-4)
    assert ours.ultimate.value == pytest.approx(1 / (1 + math.exp(-theirs.x[2])), rel=1e-5)


def test_the_interval_ends_where_the_profile_likelihood_has_fallen_by_1_92():
    days, observed = world(4, 1_500)
    ours = fitted(days, observed)
    top = best_by_scipy(days, observed).fun
    for end in (ours.ultimate.low, ours.ultimate.high):
        assert best_by_scipy(days, observed, end).fun - top == pytest.approx(1.920729, abs=1e-4)


def test_it_is_near_lifelines_which_takes_days_for_instants():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lifelines = pytest.importorskip("lifelines")
        days, observed = world(5, 2_000)
        fitter = lifelines.MixtureCureFitter(base_fitter=lifelines.WeibullFitter())
        fitter.fit_right_censoring(np.where(observed, days + 0.5, days + 1), observed)
    ours = fitted(days, observed)
    assert ours.ultimate.value == pytest.approx(1 - fitter.cured_fraction_, rel=1e-3)
    assert ours.scale == pytest.approx(fitter.lambda_, rel=5e-3)
    assert ours.shape == pytest.approx(fitter.rho_, rel=5e-3)


def test_young_arrivals_do_not_lower_the_ultimate_share():
    """METHODS A: truth 6.0 %; won of all 4.64 %, Kaplan-Meier at 180 days 5.49 %, cure 6.05 %."""
    made = [world(seed, 20_000) for seed in range(20)]
    of_all = np.mean([observed.mean() for _, observed in made])
    by_180 = np.mean(
        [1 - kaplan_meier(*draw, np.ones(20_000)).survival_at(180).value for draw in made]
    )
    cure = np.mean([fitted(*draw).ultimate.value for draw in made])
    assert of_all == pytest.approx(0.0464, abs=0.001)
    assert by_180 == pytest.approx(0.0549, abs=0.001)
    assert cure == pytest.approx(0.0600, abs=0.001)


def test_the_rows_of_the_histogram_may_be_split_and_mixed():
    days, observed = world(6, 2_000)
    cells, counts = np.unique(np.stack([days, observed]), axis=1, return_counts=True)
    assert fitted(days, observed) == weibull_cure(cells[0], cells[1], counts)


def test_maturity_grows_from_nothing_to_all():
    model = Cure(Interval(0.06), scale=90.0, shape=1.3)
    assert model.maturity(-1) == 0
    assert model.maturity(89) == pytest.approx(1 - math.exp(-1))
    assert model.maturity(5_000) == pytest.approx(1)
    assert model.share_by(89) == pytest.approx(0.06 * (1 - math.exp(-1)))
    assert model.maturity(round(model.median_lag()) - 1) == pytest.approx(0.5, abs=0.005)
    assert Cure(UNDEFINED).maturity(5) is Cure(UNDEFINED).share_by(5) is None


def test_accounts_widen_the_interval_as_fewer_records_would():
    days, observed = world(7, 1_000)
    plain = fitted(days, observed).ultimate
    thrice = weibull_cure(days, observed, np.full(1_000, 3.0), deff=3.0).ultimate
    assert [thrice.value, thrice.low, thrice.high] == pytest.approx(
        [plain.value, plain.low, plain.high], rel=1e-4
    )
    assert fitted(days, observed, deff=3.0).ultimate.low < plain.low


def test_a_curve_that_still_rises_may_lead_anywhere_and_is_not_shown():
    days, observed = world(8, 4_000, scale=600.0, shape=1.0, share=0.5)
    found = fitted(days, observed)
    assert found.ultimate.high - found.ultimate.low > 0.2
    assert found.events >= 50
    assert not is_allowed(found)


def test_when_all_have_had_the_event_the_share_is_all():
    days = np.floor(20 * np.random.default_rng(9).weibull(1.5, 200))
    found = fitted(days, np.ones(200, dtype=bool))
    assert found.ultimate.value == found.ultimate.high == 1
    assert 0.9 < found.ultimate.low < 1
    assert found.shape == pytest.approx(1.5, rel=0.15)


@pytest.mark.parametrize(
    ("events", "longest", "scale", "allowed"),
    [(50, 200, 100.0, True), (49, 200, 100.0, False), (50, 199, 100.0, False)],
)
def test_it_is_allowed_with_50_events_and_two_median_lags(events, longest, scale, allowed):
    shape = 1.0
    model = Cure(Interval(0.1), scale / math.log(2), shape, events, longest)
    assert model.median_lag() == pytest.approx(100)
    assert is_allowed(model) is allowed


@pytest.mark.parametrize(
    ("days", "observed"), [([], []), ([5, 9], [0, 0]), ([5, 5, 9], [1, 1, 0]), ([0], [1])]
)
def test_events_on_fewer_than_two_days_tell_nothing(days, observed):
    found = fitted(days, observed)
    assert found.ultimate == UNDEFINED
    assert found.median_lag() is None
    assert not is_allowed(found)


def test_two_events_tell_a_little():
    found = fitted([3, 40, 400, 400, 400], [1, 1, 0, 0, 0])
    assert found.ultimate.low < 0.4 < found.ultimate.high == 1


@pytest.mark.parametrize(("day", "count"), [(float("nan"), 1), (3, -1)])
def test_a_histogram_without_day_or_with_a_negative_count_is_refused(day, count):
    with pytest.raises(ValueError, match="day histogram"):
        weibull_cure([day], [1], [count])


def test_sixty_thousand_people_take_less_than_a_second():
    days, observed = world(10, 60_000, window=1_500)
    began = time.process_time()
    fitted(days, observed)
    assert time.process_time() - began < 1

"""Where nothing was changed, how often a report claims that something moved."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.estimators.difference import difference
from dashboard.estimators.intervals import Interval, wilson
from dashboard.followed.compare import among_many
from dashboard.followed.model import Gap, Moved
from dashboard.measures.changes import FEWER, LUCK, MORE

MEASURES, REPORTS = 7, 600


def moved(by: Interval) -> Moved:
    """Return a measure as it stands before the others of its report are known."""
    status = MORE if (by.low or 0) > 0 else FEWER if (by.high or 0) < 0 else LUCK
    gap = Gap(by.value, by.low, by.high, "", status)
    return Moved("win_rate", "Win rate", {}, "", "share", "observed", status, "", by=gap)


def drawn(random: np.random.Generator, share: float, more: float = 0.0, n: int = 150) -> Interval:
    was, now = (wilson(random.binomial(n, each), n) for each in (share, share + more))
    return difference(now, was)


def test_of_reports_on_nothing_at_most_one_in_ten_claims_anything():
    """Seven measures each, no change in any: without the family every third would claim one."""
    random = np.random.default_rng(7)
    alone = claimed = 0
    for _ in range(REPORTS):
        rows = [moved(drawn(random, share)) for share in random.uniform(0.1, 0.5, MEASURES)]
        alone += any(each.is_clear for each in rows)
        claimed += any(each.is_clear for each in among_many(rows))
    assert alone / REPORTS > 0.2
    assert claimed / REPORTS == pytest.approx(0.10, abs=0.035)


def test_what_did_move_is_claimed_among_those_that_did_not():
    random = np.random.default_rng(8)
    found, false_shares = 0, []
    for _ in range(REPORTS):
        rows = [moved(drawn(random, 0.3, 0.25))]
        rows += [moved(drawn(random, 0.3)) for _ in range(MEASURES - 1)]
        is_first, *others = (each.is_clear for each in among_many(rows))
        found += is_first
        false_shares.append(sum(others) / max(1, is_first + sum(others)))
    assert found / REPORTS > 0.95
    # Of the finds of a report one in ten is false, on the average over reports.
    assert np.mean(false_shares) < 0.10


def test_by_hand_a_find_among_too_many_is_luck():
    """A p of 0.04 among seven stands second: a q of 0.14; one of 0.001 is 0.007."""
    clear = Interval(0.10, 0.10 - 0.0954, 0.10 + 0.0954)
    very = Interval(0.10, 0.10 - 0.0596, 0.10 + 0.0596)
    none = Interval(0.0, -0.1, 0.1)
    first, second, *_ = among_many([moved(clear), moved(very), *[moved(none)] * 5])
    assert (first.status, second.status) == (LUCK, MORE)
    assert first.by.status == LUCK
    assert first.q == pytest.approx(0.04 * 7 / 2, rel=0.05)
    assert second.q == pytest.approx(0.001 * 7, rel=0.05)


def test_a_measure_without_a_range_is_no_part_of_the_family():
    rows = [moved(Interval(0.10, 0.02, 0.18)), moved(Interval(0.3))]
    first, second = among_many(rows)
    assert (first.status, second.q) == (MORE, None)

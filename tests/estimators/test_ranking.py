"""The area under the ROC curve: the worked example, counting all pairs, edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.ranking import Auc, auc, auc_difference, placements
from dashboard.estimators.standardise import Difference

# METHODS H.
SCORES, OUTCOMES = [90, 80, 70, 65, 60, 50, 40, 30], [1, 1, 1, 0, 1, 0, 0, 0]
RECORDS = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=4, max_size=25)


def of_records(scores, outcomes, **options):
    outcomes = np.asarray(outcomes, dtype=int)
    return auc(scores, outcomes, 1 - outcomes, **options)


def by_pairs(scores, outcomes):
    """Return DeLong's parts as they are printed, from all pairs of records."""
    scores, outcomes = np.asarray(scores, float), np.asarray(outcomes, bool)
    won, lost = scores[outcomes], scores[~outcomes]
    better = (won[:, None] > lost) + 0.5 * (won[:, None] == lost)
    return better.mean(axis=1), better.mean(axis=0)


def test_worked_example_of_the_methods():
    found = of_records(SCORES, OUTCOMES)
    assert found.value == 15 / 16
    assert found.standard_error == pytest.approx(0.0884, abs=5e-5)
    of_events, of_others = placements(SCORES, OUTCOMES, 1 - np.array(OUTCOMES))
    outcomes = np.array(OUTCOMES, dtype=bool)
    assert list(of_events[outcomes]) == [1, 1, 1, 0.75]
    assert sorted(of_others[~outcomes]) == [0.75, 1, 1, 1]


def test_reference_values(golden):
    found = of_records(SCORES, OUTCOMES)
    assert found.value == golden["auc_toy"]["auc"]
    assert found.standard_error == pytest.approx(golden["auc_toy"]["se"], abs=1e-6)


@given(RECORDS)
def test_it_equals_counting_all_pairs(records):
    scores, outcomes = zip(*records, strict=True)
    found = of_records(scores, outcomes)
    if len(set(outcomes)) < 2:
        assert found == Auc()
        return
    of_events, of_others = by_pairs(scores, outcomes)
    assert found.value == pytest.approx(of_events.mean(), abs=1e-12)
    if min(of_events.size, of_others.size) > 1:
        variance = of_events.var(ddof=1) / of_events.size + of_others.var(ddof=1) / of_others.size
        assert found.standard_error == pytest.approx(math.sqrt(variance), abs=1e-9)


@given(RECORDS)
def test_turning_the_score_mirrors_the_area(records):
    scores, outcomes = map(np.array, zip(*records, strict=True))
    there, back = of_records(scores, outcomes), of_records(-scores, outcomes)
    if there.value is not None:
        assert back.value == pytest.approx(1 - there.value)
    if there.low is not None:
        assert [back.low, back.high] == pytest.approx([1 - there.high, 1 - there.low])


def test_it_is_the_rank_sum_of_mann_and_whitney():
    stats = pytest.importorskip("scipy.stats")
    random = np.random.default_rng(1)
    won, lost = random.integers(20, 80, 60), random.integers(10, 70, 200)
    statistic = stats.mannwhitneyu(won, lost).statistic
    found = of_records([*won, *lost], [1] * 60 + [0] * 200)
    assert found.value == pytest.approx(statistic / (60 * 200))


def test_a_histogram_counts_as_its_records_written_out():
    scores, events, others = [10, 20, 30], [1, 2, 3], [4, 2, 1]
    records = [(s, 1) for s, k in zip(scores, events, strict=True) for _ in range(k)]
    records += [(s, 0) for s, k in zip(scores, others, strict=True) for _ in range(k)]
    written = of_records(*zip(*records, strict=True))
    folded = auc(scores, events, others)
    assert [folded.value, folded.low, folded.high, folded.standard_error] == pytest.approx(
        [written.value, written.low, written.high, written.standard_error]
    )


def test_the_interval_is_even_on_the_logit_scale():
    found = of_records(SCORES, OUTCOMES)

    def logit(share):
        return math.log(share / (1 - share))

    reach = 1.959964 * found.standard_error / (15 / 16 / 16)
    assert logit(found.high) - logit(found.value) == pytest.approx(reach, rel=1e-6)
    assert logit(found.value) - logit(found.low) == pytest.approx(reach, rel=1e-6)
    assert of_records(SCORES, OUTCOMES, level=0.5).low > found.low


def test_without_pairs_or_errors_there_is_no_interval():
    assert auc([], [], []) == auc([1], [3], [0]) == auc([1], [0], [3]) == Auc()
    assert of_records([1, 2], [0, 1]) == Auc(1.0)
    assert of_records([1, 2, 3, 4], [0, 0, 1, 1]) == Auc(1.0, standard_error=0.0)
    assert of_records([4, 3, 2, 1], [0, 0, 1, 1]) == Auc(0.0, standard_error=0.0)
    assert auc([5], [10], [10]) == Auc(0.5, standard_error=0.0)


@pytest.mark.parametrize(
    ("scores", "events", "others"), [([math.nan], [1], [1]), ([1], [-1], [1]), ([1], [1], [-1])]
)
def test_what_cannot_be_ranked_is_refused(scores, events, others):
    with pytest.raises(ValueError, match="score"):
        auc(scores, events, others)


def test_two_scores_on_the_same_records_by_hand():
    """Differences of placements, by all pairs, and their own variance."""
    random = np.random.default_rng(2)
    outcomes = random.random(120) < 0.3
    one = np.round(random.normal(outcomes * 1.0, 1, 120), 1)
    two = np.round(0.7 * one + random.normal(0, 0.8, 120), 1)
    found = auc_difference(one, two, outcomes, ~outcomes)
    parts = [a - b for a, b in zip(by_pairs(one, outcomes), by_pairs(two, outcomes), strict=True)]
    error = math.sqrt(sum(part.var(ddof=1) / part.size for part in parts))
    assert found.value == pytest.approx(parts[0].mean())
    assert found.standard_error == pytest.approx(error)
    assert found.high - found.value == pytest.approx(1.959964 * error, rel=1e-6)
    alone = [of_records(score, outcomes).standard_error for score in (one, two)]
    assert error < math.hypot(*alone)


def test_a_score_does_not_differ_from_itself():
    outcomes = np.array(OUTCOMES)
    doubled = 2 * np.array(SCORES)
    assert auc_difference(SCORES, doubled, outcomes, 1 - outcomes) == Difference(0, 0, 0, 0)


def test_two_scores_without_both_outcomes_cannot_be_compared():
    assert auc_difference([1, 2], [2, 1], [1, 1], [0, 0]) == Difference()
    assert auc_difference([1, 2], [2, 1], [1, 0], [0, 1]) == Difference(-1.0)

"""Labels beside a picture never cover each other, and stay near what they name."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboard.present.labels import apart

HEIGHTS = st.lists(
    st.tuples(st.floats(-50, 300), st.sampled_from([16.0, 32.0, 48.0])), min_size=1, max_size=8
)


def test_labels_with_room_stay_where_they_are():
    assert apart([200, 20, 100], [16, 16, 16], 0, 260) == [200, 20, 100]


def test_labels_that_meet_move_by_the_same_amount():
    assert apart([100, 104], [16, 16], 0, 260) == [94, 110]


def test_a_label_of_two_lines_takes_twice_the_room():
    assert apart([100, 100], [16, 32], 0, 260) == [88, 112]


def test_labels_stay_inside():
    assert apart([0, 260], [16, 16], 0, 260) == [8, 252]


def test_no_label_is_no_fault():
    assert apart([], [], 0, 260) == []


@given(HEIGHTS)
def test_labels_never_overlap_where_there_is_room(labels):
    wanted, sizes = [each[0] for each in labels], [each[1] for each in labels]
    placed = apart(wanted, sizes, 0, 260)
    ordered = sorted(zip(placed, sizes, strict=True))
    if sum(sizes) <= 260:
        for (one, size), (other, next_size) in pairwise(ordered):
            assert other - one >= (size + next_size) / 2 - 1e-6
    assert all(-1e-6 <= middle <= 260 + 1e-6 for middle in placed)
    for one, other in pairwise(sorted(range(len(wanted)), key=lambda at: wanted[at])):
        assert placed[one] <= placed[other] + 1e-6

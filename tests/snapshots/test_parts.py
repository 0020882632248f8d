"""The parts of a change: each record's change has one reason, and the parts are the whole."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.snapshots.parts import Reasons, moved_deals, parted, told_apart
from dashboard.snapshots.tracked import BY_ID, TRACKED
from tests.snapshots.sides import AFTER, BEFORE, END, START, after, before, deal, deals, side


def parts(figure, then, now, *, listed=(), moved=None):
    """Return the parts by kind, as (by, records)."""
    moved = moved_deals(then.deals, now.deals) if moved is None else frozenset(moved)
    columns = dict.fromkeys(listed, frozenset({"amount_at_close"}))
    reasons = Reasons(then, now, columns, moved)
    found = parted(BY_ID[figure], told_apart(BY_ID[figure], reasons))
    return found, {each.kind: (each.by, each.records) for each in found.parts}


def won(record, amount, day):
    return ("won_amount", record, amount, None, "All", day)


def test_money_won_in_five_parts_as_worked_by_hand():
    then = before(
        won("same", 100, "2026-03-01"),
        won("corrected", 50, "2026-04-01"),
        won("gone", 30, "2026-05-01"),
        won("left", 70, "2025-10-20"),
        start=dt.date(2025, 10, 1),
    )
    now = after(
        won("same", 100, "2026-03-01"),
        won("corrected", 45, "2026-04-01"),
        won("late", 20, "2026-09-01"),
        won("new", 500, "2026-10-20"),
    )
    found, by = parts("won_amount", then, now, listed={"corrected", "late", "gone"})
    assert (found.before, found.after, found.by) == (250, 665, 415)
    # -5 corrected, -30 gone, +20 added late; -70 that left; +500 new.
    assert by == {"restated": (-15, 3), "left": (-70, 1), "new": (500, 1)}


def test_a_settled_value_that_differs_is_restated_also_where_no_build_noted_it():
    then, now = before(won("a", 50, "2026-04-01")), after(won("a", 45, "2026-04-01"))
    assert parts("won_amount", then, now)[1] == {"restated": (-5, 1)}


def test_a_share_in_its_parts_as_worked_by_hand():
    def closed(record, is_won, group, day="2026-05-05"):
        return ("win_rate", record, float(is_won), 1.0, group, day)

    old = [closed(f"s{n}", n < 3, "small") for n in range(6)]
    old += [closed(f"l{n}", n < 1, "large") for n in range(4)]
    new = [closed("n1", True, "large", "2026-10-20"), closed("n2", True, "large", "2026-10-21")]
    found, by = parts("win_rate", before(*old), after(*old, *new))
    assert (found.before, found.after) == pytest.approx((4 / 10, 6 / 12))
    # Small 3/6 stays; large 1/4 becomes 3/6. Mix: (6/12 - 6/10) x 1/2 + (6/12 - 4/10) x 3/8.
    assert by["mix"] == pytest.approx(((6 / 12 - 6 / 10) / 2 + (6 / 12 - 4 / 10) * 3 / 8, 2))
    assert by["rate"] == pytest.approx(((3 / 6 - 1 / 4) * (4 / 10 + 6 / 12) / 2, 2))


def test_what_ripens_is_no_restatement():
    def open_deal(record, is_silent):
        return ("stalled_value_deals", record, float(is_silent), 1.0, "All", "2026-07-01")

    then = before(open_deal("a", False), open_deal("b", True), open_deal("c", True))
    now = after(open_deal("a", True), open_deal("b", True))
    found, by = parts("stalled_value_deals", then, now, moved={"a", "c"})
    assert by == {"matured": (pytest.approx(1 / 3), 2)}
    assert found.after == 1.0


def test_two_snapshots_of_one_day_have_nothing_that_ripened():
    row = ("stalled_value_deals", "a", 0.0, 1.0, "All", "2026-07-01")
    then = side(AFTER, row)
    now = side(AFTER, (*row[:2], 1.0, *row[3:]))
    assert parts("stalled_value_deals", then, now)[1] == {"restated": (1.0, 1)}


def test_another_definition_is_told_apart_by_records_that_state_the_same():
    stated = deals(deal("a"), deal("b"))
    then = before(
        won("a", 50, "2026-04-01"),
        won("b", 30, "2026-04-01"),
        deals=stated,
        definitions={"control_totals": "old"},
    )
    corrected = deals(deal("a"), deal("b", amount_at_close=20.0))
    now = after(
        won("a", 40, "2026-04-01"),
        won("b", 20, "2026-04-01"),
        deals=corrected,
        definitions={"control_totals": "new"},
    )
    assert parts("won_amount", then, now)[1] == {"restated": (-10, 1), "definition": (-10, 1)}


def test_another_config_is_another_definition():
    row = ("stalled_value_deals", "a", 1.0, 1.0, "All", "2026-07-01")
    stated = deals(deal("a", is_silent=True))
    then = before(row, deals=stated, rules_hash="21 days")
    now = after((*row[:2], 0.0, *row[3:]), deals=stated, rules_hash="30 days")
    assert parts("stalled_value_deals", then, now)[1] == {"definition": (-1.0, 1)}


def test_a_window_that_rolls_drops_a_month_and_takes_in_another():
    months = [f"2025-{month:02d}-15" for month in (11, 12)]
    months += [f"2026-{month:02d}-15" for month in range(1, 12)]
    year = [("won_deals", f"d{at}", 1.0, None, "All", day) for at, day in enumerate(months)]
    then = side(dt.date(2026, 10, 30), *year[:12], start=START, end=END)
    now = side(
        dt.date(2026, 11, 16), *year[1:], start=dt.date(2025, 12, 1), end=dt.date(2026, 11, 30)
    )
    found, by = parts("won_deals", then, now)
    assert found.by == 0
    assert by == {"left": (-1, 1), "new": (1, 1)}


def test_what_came_on_the_as_of_day_after_the_export_is_new():
    now = after(won("a", 5, BEFORE.isoformat()))
    assert parts("won_amount", before(), now)[1] == {"new": (5, 1)}
    assert parts("won_amount", before(), now, listed={"a"})[1] == {"restated": (5, 1)}


def test_another_path_of_a_deal_has_no_part_in_whether_it_is_silent():
    row = ("stalled_value_deals", "a", 0.0, 1.0, "All", "2026-07-01")
    then, now = before(row), after((*row[:2], 1.0, *row[3:]))
    for column, kind in (("path_class", "matured"), ("created_date", "restated")):
        reasons = Reasons(then, now, {"a": frozenset({column})}, frozenset("a"))
        figure = BY_ID["stalled_value_deals"]
        assert {each.kind for each in parted(figure, told_apart(figure, reasons)).parts} == {kind}


def test_weights_that_shift_with_the_others_are_no_definition():
    row = ("stalled_immediately", "a", 1.10, 1.0, "All", "2026-07-01")
    then = before(row, rules_hash="a")
    now = after((*row[:2], 1.05, *row[3:]), rules_hash="b")
    assert set(parts("stalled_immediately", then, now, moved=())[1]) == {"matured"}


def test_a_share_of_nothing_has_no_parts():
    found, by = parts("win_rate", before(), after(("win_rate", "a", 1.0, 1.0, "All", "2026-10-20")))
    assert (found.before, found.after, found.by, by) == (None, 1.0, None, {})


def test_where_all_that_was_there_left_the_new_take_the_whole_change():
    then = before(("win_rate", "a", 0.0, 1.0, "All", "2025-10-20"), start=dt.date(2025, 10, 1))
    now = after(("win_rate", "b", 1.0, 1.0, "All", "2026-10-20"))
    found, by = parts("win_rate", then, now)
    assert found.by == 1.0
    assert math.fsum(each[0] for each in by.values()) == 1.0


DAYS = st.dates(dt.date(2025, 9, 1), AFTER).map(lambda day: day.isoformat())
AMOUNTS = st.floats(0, 5e6).map(lambda amount: round(amount, 2))


@st.composite
def pairs_of_states(draw, figure):
    """Draw two sides of a figure: records of either or both, with any values."""

    def added(record):
        event = draw(st.booleans())
        size = draw(AMOUNTS) if figure.unit == "money" or figure.of == "amount" else 1.0
        below = size if figure.is_share else None
        group = draw(st.sampled_from(["small", "large", "not recorded"]))
        top = size if event or not figure.is_share else 0.0
        return (figure.id, record, top, below, group, draw(DAYS))

    records = [f"r{at}" for at in range(draw(st.integers(0, 12)))]
    then = {each: added(each) for each in records if draw(st.booleans())}
    now = {
        each: then[each] if each in then and draw(st.booleans()) else added(each)
        for each in records
        if draw(st.booleans())
    }

    def known():
        return deals(*(deal(each) for each in records if draw(st.booleans())))

    hashes = draw(st.sampled_from([("a", "a"), ("a", "b")]))
    listed = draw(st.sets(st.sampled_from(records))) if records else set()
    moved = draw(st.sets(st.sampled_from(records))) if records else set()
    sides = [
        maker(*rows.values(), rules_hash=config, deals=known(), is_cut=True)
        for maker, rows, config in zip((before, after), (then, now), hashes, strict=True)
    ]
    return *sides, listed, moved


@pytest.mark.parametrize("figure", TRACKED, ids=lambda each: each.id)
def test_the_parts_of_any_change_sum_to_it_exactly(figure):
    @given(pairs_of_states(figure))
    def check(drawn):
        then, now, listed, moved = drawn
        found, _ = parts(figure.id, then, now, listed=listed, moved=moved)
        if found.by is None:
            assert found.parts == ()
            return
        assert sum(each.by for each in found.parts) == found.by
        assert sum(each.by for each in reversed(found.parts)) == found.by
        assert found.by == pytest.approx(found.after - found.before, abs=1e-6, rel=1e-9)

    check()

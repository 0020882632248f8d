"""At the line: what reaching it brings, what withholds it, and who is left out."""

from __future__ import annotations

import pytest

from tests.measures.score_tables import at, text

BELOW, ABOVE = range(-15, 0), range(15)


def sides(
    below: tuple[int, int] = (40, 4), above: tuple[int, int] = (40, 6), **more: object
) -> list[dict[str, object]]:
    """Return so many leads and wins at each of fifteen scores on each side; none is worked."""
    return [
        *(at(x, *below, **more) for x in BELOW),
        *(at(x, *above, **more) for x in ABOVE),
    ]


def halves(worked_below: int, worked_above: int) -> list[dict[str, object]]:
    """Return 40 leads a score, so many of them worked; 10 and 15 in 100 won of either kind."""
    rows = []
    for x in (*BELOW, *ABOVE):
        worked = worked_above if x >= 0 else worked_below
        for is_worked, n in ((True, worked), (False, 40 - worked)):
            wins = n * (3 if x >= 0 else 2) // 20
            rows += [at(x, n, wins, is_worked=is_worked)] if n else []
    return rows


def asked(measure_case, rows, **about):
    return measure_case("threshold_jump", {"chosen_gate_bins": text(rows)}, **about)


def test_a_step_between_flat_sides_is_found_whole(measure_case):
    result = asked(measure_case, sides())
    share, money = result.row(statistic="itt_share"), result.row(statistic="itt_value")
    assert share.value == pytest.approx(0.05)
    assert share.low == pytest.approx(share.value - 1.959964 * share.details["standard_error"])
    assert share.details["bias"] == pytest.approx(0, abs=1e-9)
    assert share.details["detectable"] == pytest.approx(2.8 * share.details["standard_error"])
    assert money.value == pytest.approx(50)
    assert (share.n, share.events, share.grade, share.status) == (1200, 150, "causal-at-gate", "ok")


def test_the_finding_claims_no_direction_that_luck_could_bring(measure_case):
    seen = asked(measure_case, sides(above=(40, 14))).finding
    assert seen.startswith("Tested at the line of 65: of 100 leads that reach it, 25 more are won")
    luck = asked(measure_case, sides(above=(40, 5))).finding
    assert luck.endswith("could not have been seen.")
    assert "which could be luck" in luck


def test_the_share_worked_and_what_each_worked_lead_adds(measure_case):
    result = asked(measure_case, halves(0, 20))
    first, ratio = result.row(statistic="first_stage"), result.row(statistic="ratio")
    assert first.value == pytest.approx(0.5)
    assert first.events == 300
    # A jump of .05 over one of .5.
    assert ratio.value == pytest.approx(0.1, abs=1e-6)
    assert result.row(statistic="ratio_value").value == pytest.approx(100, abs=1e-3)


def test_there_is_no_ratio_where_the_line_hardly_changes_who_is_worked(measure_case):
    ratio = asked(measure_case, halves(20, 20)).row(statistic="ratio")
    assert (ratio.status, ratio.value, ratio.details["reason"]) == ("withheld", None, "weak")


# METHODS part E3: a score below, on and above the line.
@pytest.mark.parametrize(
    ("counts", "p", "is_withheld"),
    [((100, 104, 96), 0.97, False), ((95, 130, 90), 0.0135, True), ((60, 180, 90), 1e-13, True)],
)
def test_leads_that_sit_on_the_line_withhold_the_jump(measure_case, counts, p, is_withheld):
    rows = [each for each in sides((100, 10), (100, 15)) if abs(each["distance"]) > 1]
    rows += [at(x, n, 10) for x, n in zip((-1, 0, 1), counts, strict=True)]
    result = asked(measure_case, rows)
    piled = result.row(statistic="bunching")
    assert piled.value == pytest.approx(p, rel=0.05, abs=2e-13)
    assert piled.events == sum(counts)
    named = ("itt_share", "itt_value", "first_stage", "ratio")
    status = {result.row(statistic=each).status for each in named[:3]}
    assert status == {"withheld" if is_withheld else "ok"}
    assert (result.row(statistic="itt_share").value is None) == is_withheld
    if is_withheld:
        said = f"{counts[1]} leads sit on the line, {counts[0]} and {counts[2]} beside it"
        assert said in result.finding


def test_leads_that_sit_on_the_line_withhold_what_working_them_adds_too(measure_case):
    rows = [*halves(0, 20), at(0, 80, 12, is_worked=True), at(0, 80, 12)]
    result = asked(measure_case, rows)
    for statistic in ("ratio", "ratio_value"):
        row = result.row(statistic=statistic)
        assert (row.status, row.value, row.details["reason"]) == ("withheld", None, "bunching")


def test_scores_that_are_a_continuum_pile_up_in_their_number_near_the_line(measure_case):
    def at_tenths(on_the_line: int):
        rows = [
            at(x / 10, on_the_line if 0 <= x < 10 else 8, 3 if x >= 0 else 2)
            for x in range(-299, 300, 2)
        ]
        # No whole numbers: the score of each row is a little beside its tenth.
        return asked(measure_case, [row | {"score": 65.5} for row in rows])

    even, piled = at_tenths(8), at_tenths(40)
    assert even.row(statistic="itt_share").status == "ok"
    assert even.row(statistic="bunching").value is None
    assert piled.row(statistic="density").low > 0
    assert "the number of leads jumps at the line" in piled.finding


def test_what_is_withheld_at_the_line_is_shown_without_the_nearest_scores(measure_case):
    rows = [each for each in sides((100, 10), (100, 15)) if abs(each["distance"]) > 1]
    rows += [at(-1, 60, 6), at(0, 180, 40), at(1, 90, 13)]
    donut = asked(measure_case, rows).row(statistic="donut", of=2.0)
    assert (donut.status, donut.value) == ("ok", pytest.approx(0.05))


def test_sides_that_differed_before_withhold_the_jump(measure_case):
    rows = [
        at(x, 20, 3 if x >= 0 else 2, is_hand_raised=raised)
        for x in (*BELOW, *ABOVE)
        for raised in (True, False)
    ]
    assert asked(measure_case, rows).row(statistic="itt_share").status == "ok"
    for row in rows:
        if row["distance"] < 0:
            row["n"] = 32 if row["is_hand_raised"] else 8
    result = asked(measure_case, rows)
    balance = result.row(statistic="balance", of="hand_raised")
    assert balance.value == pytest.approx(-0.3)
    assert result.row(statistic="itt_share").details["reason"] == "imbalance"
    assert "differed before they were scored, by who asked to be called" in result.finding


def test_lines_of_several_times_are_put_on_top_of_each_other(measure_case):
    later = {"regime": "60 since 2025-07-01", "threshold": 60}
    rows = [*sides((20, 2), (20, 3)), *sides((20, 2), (20, 3), **later)]
    both = asked(measure_case, rows).row(statistic="itt_share")
    one = asked(measure_case, sides()).row(statistic="itt_share")
    assert (both.value, both.low, both.n) == pytest.approx((one.value, one.low, one.n))
    assert both.details["line"] == "65 and 60 since 2025-07-01"


def test_the_young_and_those_in_a_test_are_left_out_and_counted(measure_case):
    rows = [
        *sides(),
        at(0, 30, 30, is_old=False),
        at(-3, 20, 20, let_through_at_random=True),
        at(-3, 5, 5, let_through_at_random=False),
    ]
    result = asked(measure_case, rows)
    row = result.row(statistic="itt_share")
    assert (row.n, row.value) == (1200, pytest.approx(0.05))
    assert "Left out as younger than 365 days: 30 leads." in result.notes
    assert "Left out, in the test by lot: 25 leads." in result.notes


def with_a_test(on_the_line: int = 200) -> list[dict[str, object]]:
    """Return 200 leads a score, those below the line half in a test by lot, which won them all."""
    rows = [*sides((100, 10), (200, 30))]
    rows += [at(x, 50, 50, let_through_at_random=lot) for x in BELOW for lot in (True, False)]
    more = on_the_line - 200
    return [*rows, at(0, more, more * 3 // 20)] if more else rows


def test_a_test_by_lot_below_the_line_is_no_heap_on_it(measure_case):
    result = asked(measure_case, with_a_test())
    piled, share = result.row(statistic="bunching"), result.row(statistic="itt_share")
    assert [piled.details[name] for name in ("below", "at", "above")] == [200, 200, 200]
    # Of three like numbers the middle one is as likely larger as smaller.
    assert piled.value > 0.9
    assert (piled.n, piled.events) == (6000, 600)
    assert (share.status, share.value, share.n) == ("ok", pytest.approx(0.05), 4500)
    assert result.finding.startswith("Tested at the line of 65: ")
    below = result.row(statistic="bin", of=-1.0)
    assert (below.n, below.events, below.details["everyone"]) == (100, 10, 200)


def test_a_heap_on_the_line_is_seen_beside_a_test_by_lot(measure_case):
    result = asked(measure_case, with_a_test(on_the_line=300))
    assert result.row(statistic="itt_share").details["reason"] == "bunching"
    assert "300 leads sit on the line, 200 and 200 beside it" in result.finding


def test_a_test_by_lot_makes_no_jump_in_how_many_have_a_finer_score(measure_case):
    def at_tenths(**more: object) -> list[dict[str, object]]:
        rows = [at(x / 10, 16 if x >= 0 else 8, 3 if x >= 0 else 2) for x in range(-299, 300, 2)]
        rows += [at(x / 10, 8, 1, **more) for x in range(-299, 0, 2)] if more else []
        return [row | {"score": 65.5} for row in rows]

    assert asked(measure_case, at_tenths()).row(statistic="density").low > 0
    result = asked(measure_case, at_tenths(let_through_at_random=True))
    density = result.row(statistic="density")
    assert density.low <= 0 <= density.high
    assert density.n == 16 * 300
    assert result.row(statistic="itt_share").status == "ok"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (sides((40, 1), (40, 0)), "15 wins below and 0 above near the line; it takes 10 each."),
        (sides((3, 1), (40, 6)), "45 leads below and 600 above near the line; it takes 50 each."),
        (
            [at(x, 100, 20) for x in (-2, -1, 0, 1, 2)],
            "3 scores on each side of the line are needed.",
        ),
    ],
)
def test_too_little_near_the_line_is_said_with_what_it_takes(measure_case, rows, said):
    result = asked(measure_case, rows)
    assert result.finding == f"Not tested at the line: {said}"
    assert result.row(statistic="itt_share").status == "too few"


def test_grades_are_set_beside_the_next_one_and_not_tested(measure_case):
    # Newcombe (1998): 56 of 70 less 48 of 80.
    grades = {1: (80, 10), 2: (80, 48), 3: (70, 56), 4: (9, 9)}
    rows = [at(grade - 3, n, wins, threshold=3) for grade, (n, wins) in grades.items()]
    result = asked(measure_case, rows)
    row = result.row(statistic="adjacent", of=3.0)
    assert (row.low, row.high) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))
    assert (row.value, row.grade, row.n, row.events) == (pytest.approx(0.2), "adjusted", 70, 56)
    lowest, rare = (result.row(statistic="adjacent", of=grade) for grade in (1.0, 4.0))
    assert (lowest.value, rare.value, rare.status) == (None, None, "too few")


def test_scores_between_0_and_1_are_read_like_those_up_to_100(measure_case):
    rows = sides()
    for row in rows:
        row |= {"distance": row["distance"] / 100, "threshold": 0.65, "score": 1}
    found = asked(measure_case, rows).row(statistic="itt_share")
    whole = asked(measure_case, sides()).row(statistic="itt_share")
    assert (found.value, found.low) == pytest.approx((whole.value, whole.low))
    width = whole.details["bandwidth"]
    assert found.details["bandwidth"] == pytest.approx(width)
    assert found.details["bandwidth_of_score"] == pytest.approx(width / 100)


def test_each_score_near_the_line_has_its_share_and_its_work(measure_case):
    rows = [*halves(0, 20), at(25, 9, 1), at(40, 50, 5)]
    result = asked(measure_case, rows)
    found = {
        row.keys["of"]: (row.n, row.events, row.value, row.details["worked"])
        for row in result.rows
        if row.keys["statistic"] == "bin"
    }
    assert len(found) == 31
    assert found[0.0] == (40, 6, pytest.approx(0.15), 20)
    assert found[25.0] == (9, 1, None, 0)


def test_large_wins_are_cut_in_a_row_of_their_own(measure_case):
    rows = sides()
    for row in rows:
        if row["distance"] == 0:
            row |= {"value": 600_000, "value_squares": 600_000.0**2}
    result = asked(measure_case, rows)
    assert result.row(statistic="itt_value").value > 1000
    assert result.row(statistic="itt_value_capped").value == pytest.approx(50)


def test_without_a_line_it_says_where_to_write_it(measure_case):
    result = measure_case("threshold_jump", {}, supplied={("leads", "score"): 9})
    assert result.status == "not computable"
    assert "the score from which a gate lets leads through" in result.finding
    assert any("thresholds = [{ at = 65 }]" in each for each in result.needs)

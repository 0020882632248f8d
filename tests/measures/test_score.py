"""The score beside other signs, by tenths, and what accepting adds."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.measures.filters import Filters
from dashboard.measures.records import behind
from dashboard.measures.slices import Slices
from tests.measures import typed_tables
from tests.measures.conftest import CONTEXT
from tests.measures.score_tables import at, text

# METHODS part H: the scores of eight leads, and which of them were won.
WON = {90: 1, 80: 1, 70: 1, 65: 0, 60: 1, 50: 0, 40: 0, 30: 0}


def eight(times: int, **more: object) -> list[dict[str, object]]:
    return [at(score - 65, times, times * won, **more) for score, won in WON.items()]


def asked(measure_case, measure, rows, **about):
    return measure_case(measure, {"chosen_gate_bins": text(rows)}, **about)


def test_of_sixteen_pairs_fifteen_are_right(measure_case):
    row = asked(measure_case, "score_validity", eight(10)).row(signal="score", among="all")
    assert (row.value, row.n, row.events) == (0.9375, 80, 40)
    # DeLong: thirty placements of 1 and ten of .75 on either side, so a variance of .46875 / 39.
    error = (2 * 0.46875 / 39 / 40) ** 0.5
    reach = 1.959964 * error / (0.9375 * 0.0625)
    assert row.low == pytest.approx(1 / (1 + 2.718281828**reach / 15), rel=1e-6)
    assert row.high == pytest.approx(1 / (1 + 2.718281828**-reach / 15), rel=1e-6)


def test_nine_wins_rank_nothing(measure_case):
    rows = [at(1, 9, 9), at(0, 100, 0)]
    result = asked(measure_case, "score_validity", rows)
    assert result.row(signal="score", among="all").status == "too few"
    assert result.finding == "9 of 109 leads were won: too few to rank the rest against."


def test_of_nobody_every_sentence_is_whole(measure_case):
    given = {
        "fct_gate_leads": "| person_id | landmark_month |\n| P1 | 2025-01-01 |",
        "fct_gate_wins": "| person_id | won_days | amount |\n| P1 | 5 | 1 |",
        "fct_gate_hours": "| person_id | contact_date | minutes |\n| P1 | 2025-01-01 | 5 |",
    }
    month = Filters(start=dt.date(2020, 1, 1), end=dt.date(2020, 1, 1))
    result = measure_case("score_validity", given, filters=month)
    assert result.finding.startswith("Nothing to count among")
    assert result.other_reading.endswith("too few to rank.")


def test_fifty_wins_set_two_signs_against_each_other(measure_case):
    def gap(times: int):
        # Signs rank as the score does, but for one lead in eight: of 16 pairs 12 are right.
        rows = [row | {"readiness": int(row["score"] >= 65)} for row in eight(times)]
        found = asked(measure_case, "score_validity", rows)
        assert found.row(signal="readiness", among="all").value == 0.75
        return found.row(signal="score_less_readiness", among="all")

    few, many = gap(12), gap(13)
    assert (few.value, few.low, few.high) == (0.1875, None, None)
    assert many.value == 0.1875
    assert many.low < 0.1875 < many.high


def test_signs_that_nobody_records_rank_nothing(measure_case):
    result = asked(measure_case, "score_validity", eight(20))
    row = result.row(signal="readiness", among="all")
    assert (row.value, row.status) == (None, "too few")
    assert result.finding == "Of 100 pairs of won and not won, the score ranks 94 right."


def test_the_source_ranks_by_what_its_leads_did(measure_case):
    rows = [
        at(5, 100, 30, source="referral"),
        at(5, 100, 10, source="web"),
        at(4, 1, 0, source="web"),
    ]
    row = asked(measure_case, "score_validity", rows).row(signal="source", among="all")
    # Pairs: 30 won of referral against 91 of web, 10 of web against 70 of referral, the rest even.
    pairs = 40 * 161
    right = 30 * 91 + (30 * 70 + 10 * 91) / 2
    assert row.value == pytest.approx(right / pairs)


def test_each_group_of_leads_is_ranked_by_itself(measure_case):
    rows = [
        *eight(10),
        # Among those worked no score tells; those who are near lie within ten points.
        at(5, 20, 10, is_worked=True),
        at(-30, 20, 10, is_worked=True),
        at(3, 15, 15, is_old=False),
        *eight(10, let_through_at_random=True),
        *eight(10, let_through_at_random=False),
    ]
    found = asked(measure_case, "score_validity", rows)
    n = {
        among: found.row(signal="score", among=among).n
        for among in ("all", "worked", "near_line", "let_through")
    }
    assert n == {"all": 120, "worked": 40, "near_line": 50, "let_through": 80}
    assert found.row(signal="score", among="worked").value == 0.5
    assert found.row(signal="score", among="let_through").value == 0.9375
    assert "it ranks 50 right: too low" in found.other_reading
    assert "Left out as younger than 365 days: 15 leads." in found.notes


def test_a_score_like_a_coin_is_called_one(measure_case):
    rows = [at(5, 40, 20), at(-5, 40, 20)]
    finding = asked(measure_case, "score_validity", rows).finding
    assert finding.endswith("a coin could do as well.")


def test_tenths_hold_leads_of_one_score_together(measure_case):
    # Ten scores of 100 leads, of which the higher ones win more: 90, 80 ... 0 of 100.
    rows = [at(score, 100, 10 * score) for score in range(10)]
    result = asked(measure_case, "score_deciles", rows)
    best, worst = result.row(tenth="scored_1"), result.row(tenth="scored_10")
    assert (best.n, best.events, best.value) == (100, 90, 0.9)
    assert (worst.value, worst.details["gain"]) == (0.0, 1.0)
    assert best.details["lift"] == pytest.approx(2.0)
    assert best.details["gain"] == pytest.approx(90 / 450)
    assert (best.details["lowest"], best.details["highest"]) == (74, 74)
    assert result.row(tenth="all").value == 0.45


def test_a_score_of_many_leads_is_one_tenth_and_its_neighbours_are_empty(measure_case):
    rows = [at(1, 100, 20), at(0, 800, 40), at(-1, 100, 1)]
    result = asked(measure_case, "score_deciles", rows)
    sizes = {row.keys["tenth"]: row.n for row in result.rows}
    # The middle of the 800 is the middle of all.
    assert sizes == {"all": 1000, "scored_1": 100, "scored_5": 800, "scored_10": 100}
    assert result.finding.startswith("Of the tenth with the highest scores 20 in 100 are won")


def test_the_smooth_line_is_that_of_a_logistic_fit(measure_case):
    # Two scores: the line goes through both shares.
    rows = [at(1, 200, 50, is_worked=True), at(0, 200, 10)]
    result = asked(measure_case, "score_deciles", rows)
    shares = [row.details["expected"] for row in result.rows if row.keys["tenth"] != "all"]
    assert shares == pytest.approx([0.25, 0.05], abs=1e-6)
    assert result.row(tenth="all").details["apart"] == pytest.approx(0, abs=1e-6)
    assert "sales took on 100 in 100 of the highest tenth and 0 of the lowest" in (
        result.other_reading
    )


def test_groups_are_cut_where_the_whole_is(measure_case):
    rows = [
        *[at(score, 50, 5, group_name="SMB") for score in range(5, 10)],
        *[at(score, 50, 5, group_name="Large") for score in range(5)],
    ]
    found = asked(measure_case, "score_deciles", rows, filters=Filters(by="source"))
    tenths = {(row.keys["group"], row.keys["tenth"]) for row in found.rows}
    assert ("SMB", "scored_1") in tenths
    assert ("Large", "scored_1") not in tenths


def dealt(*, best: float = 0.3, rest: float = 0.1, sellers: int = 12, **first: object) -> str:
    """Return 20 leads of each seller in two months; one accepts 20 in 100, the next 80, and so on.

    Of the accepted `best` are won, of the others `rest`; the leads of those who accept more get
    the columns `first`.
    """
    usual = {
        "period": "", "group_name": "All", "record_id": "", "cluster_id": "", "n": 1,
        "owner_id": "", "landmark_month": "", "source": "web", "score": 70, "is_old": True,
        "is_passed": True, "is_worked": False, "let_through_at_random": "",
        "is_hand_raised": False, "wins": 0, "value": 0,
    }  # fmt: skip
    rows = []
    for seller in range(sellers):
        accepts = 8 if seller % 2 else 2
        for month in ("2025-01-01", "2025-02-01"):
            for place in range(100):
                is_worked = place < 10 * accepts
                share, first_place = (best, 0) if is_worked else (rest, 10 * accepts)
                size = 10 * accepts if is_worked else 100 - 10 * accepts
                won = place - first_place < round(share * size)
                name = f"{seller} {month} {place}"
                row = {"record_id": name, "cluster_id": name, "owner_id": f"u{seller}"}
                row |= {"landmark_month": month, "is_worked": is_worked, "wins": int(won)}
                row |= {"value": 1000 * won, **(first if accepts == 8 else {})}
                rows.append(row)
    return text(rows, usual)


def test_what_accepting_adds_is_told_by_sellers_who_differ(measure_case):
    result = measure_case("rep_leniency", {"chosen_gate_leads": dealt()})
    share = result.row(statistic="effect_share")
    # 26 of 100 are won with the lenient, 14 with the strict: .12 over .6 more accepted.
    assert share.value == pytest.approx(0.2)
    assert (share.n, share.details["sellers"], share.grade) == (2400, 12, "adjusted")
    assert result.row(statistic="effect_value").value == pytest.approx(200)
    assert result.row(statistic="accepted").value == 0.5


def test_leads_that_were_picked_withhold_it(measure_case):
    result = measure_case("rep_leniency", {"chosen_gate_leads": dealt(is_hand_raised=True)})
    assert result.row(statistic="effect_share").status == "withheld"
    assert result.finding == (
        "Withheld: sellers who accept more were dealt other leads, by asking to be called."
    )


def test_few_sellers_tell_nothing(measure_case):
    result = measure_case("rep_leniency", {"chosen_gate_leads": dealt(sellers=8)})
    assert result.finding == (
        "Not compared by seller: 8 sellers have 20 leads or more; it takes 10."
    )


def test_no_record_behind_it_tells_the_seller(database, measures):
    typed_tables.load_text(database, "chosen_gate_leads", dealt())
    typed_tables.load(
        database, "fct_leads", [{"person_id": "x", "created_date": dt.date(2025, 1, 1)}]
    )
    slices = Slices(database, "records", given=frozenset({"chosen_gate_leads"}))
    mark = {"statistic": "effect_share", "of": "None"}
    found = behind(slices, measures["rep_leniency"], Filters(), CONTEXT, mark)
    assert found.n == 480
    assert not {"seller", "owner_id", "owner"} & set(found.frame.columns)

"""What the Overview says, in every state its answers can be in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard import words
from dashboard.web.glossary import explained
from tests.web import example_results as examples
from tests.web.reading import each_component, links, page_of, text_of, with_class


def test_headline_says_both_ends_in_deals(example):
    heading = next(each for each in each_component(page_of(example)) if each["type"] == "H1")
    assert text_of(heading) == "Of our 96 wins, 53 came through every gate and 26 came round them."


def test_gates_are_named_as_the_company_calls_them(example):
    assert "Our gates: score 60, accepted by sales and budget form." in text_of(page_of(example))


def test_order_is_three_sentences_then_ledgers_then_largest_wins(example):
    ids = [each["props"].get("id") for each in each_component(page_of(example))]
    found = [each for each in ids if each in {"row-1", "row-2", "row-3", "ledgers", "largest-wins"}]
    assert found == ["row-1", "row-2", "row-3", "ledgers", "largest-wins"]


def test_rows_say_deals_first_and_money_second(example):
    text = text_of(page_of(example))
    assert "26 of 96 wins, $4.2M, did not come through our gate; at most 32" in text
    assert (
        "Of 312 deals that passed, 38 in 100 showed no sign of life in their first 21 days" in text
    )
    assert "9 wins, $1.4M, had been turned away first; 1,204 people" in text


def test_remainders_are_printed(example):
    said = "312 + 118 above + 66 missed a step + 28 can't tell = 524 created open."
    assert said in text_of(page_of(example))


def test_a_gap_between_unlike_groups_is_said_to_prove_nothing(example):
    assert "this gap alone proves nothing" in text_of(page_of(example))


def test_widths_of_the_path_bar_are_the_shares_of_deals(example):
    bar = with_class(page_of(example), "bar-parts")[0]
    widths = [each["style"]["flexGrow"] for each in links(bar)]
    assert [round(float(each), 2) for each in widths] == [
        round(100 * deals / 96, 2) for deals in (49, 4, 11, 15, 5, 6, 6)
    ]


def test_totals_match_the_companys_report(example, example_desk):
    assert "= equal to “Closed won FY26”, confirmed by RevOps" in text_of(page_of(example))
    short = examples.result(
        "control_totals",
        examples.total(95, statistic="won_deals"),
        examples.total(11_500_000, statistic="won_amount"),
    )
    example_desk.results = {**example_desk.results, "control_totals": short}
    text = text_of(page_of(example))
    assert "does not match “Closed won FY26”: 95 won here, 96 there; $100k less here" in text


def test_ledgers_hold_five_pairs_under_fixed_questions(example):
    table = next(each for each in each_component(page_of(example)) if each["type"] == "Table")
    questions = [text_of(each) for each in with_class(table, "question")][1:]
    assert questions == [
        "Do leads become customers?",
        "Is what we refuse worthless?",
        "Are deals quick?",
        "Is new pipeline real?",
        "Do we win what we open?",
    ]
    numbers = [text_of(each) for each in with_class(table, "number")]
    assert numbers == [
        *("1.0 %", "26 of 96"),
        *("31 %", "9 wins"),
        *("82 days", "29 in 100"),
        *("$38M", "$6.1M"),
        *("24 %", "19 in 100"),
    ]


def test_ledgers_keep_what_cannot_be_traced_in_the_whole(example, example_desk):
    text = text_of(page_of(example))
    assert "at most 32, with the 6 we cannot trace" in text
    assert "lost and open deals stay in" in text
    assert "left out" not in text
    example_desk.results = examples.a_handful()
    assert "at most 4, with the one we cannot trace" in text_of(page_of(example))


def test_can_tell_too_little_is_explained_with_both_reasons():
    assert explained("can't tell")["data-tip"] == (
        "no person could be linked, or our records begin too late to say"
    )


@pytest.mark.parametrize("label", ["from business dates", "from the config"])
def test_footer_says_how_the_day_was_found(example, example_desk, label):
    example_desk.as_of_label = label
    assert f"Data to 23 Oct 2026 ({label}) · days in UTC" in text_of(page_of(example))


@pytest.mark.parametrize("label", ["latest recorded change", ""])
def test_footer_says_the_time_of_the_latest_recorded_change(example, example_desk, label):
    example_desk.as_of_label = label
    assert "Data to 23 Oct 2026, 06:00 UTC · days in UTC" in text_of(page_of(example))


def test_every_number_says_how_it_is_counted(example):
    asks = with_class(page_of(example), "ask")
    assert all(each["type"] == "A" and "about=" in each["props"]["href"] for each in asks)
    assert all(each["props"]["aria-label"].startswith("How is this counted?") for each in asks)
    assert len(asks) >= 3 + 3 + 10 + 2


def test_below_ten_counts_stay_and_shares_go(example, example_desk):
    example_desk.results = examples.a_handful()
    page = page_of(example)
    row = next(each for each in each_component(page) if each["props"].get("id") == "row-2")
    assert "3 of 7 deals that passed showed no sign of life" in text_of(row)
    assert with_class(row, "whisker") == [] or "in 100" not in text_of(with_class(row, "says"))
    assert "7 of 19" in text_of(page)


def test_rows_that_cannot_be_computed_keep_their_place(example, example_desk):
    example_desk.results = examples.opportunities_alone()
    page = page_of(example)
    rows = {each["props"].get("id"): each for each in each_component(page)}
    for name in ("row-1", "row-3"):
        assert "Not computable" in text_of(rows[name])
        assert "Add Lead.csv" in text_of(rows[name])
        assert with_class(rows[name], "missing") != []
    assert "Of 524 deals created, 31 in 100 showed no sign of life" in text_of(rows["row-2"])
    assert len(with_class(page, "cell")) == 10


@pytest.mark.parametrize("measure_id", sorted(examples.everything()))
def test_an_answer_that_is_missing_leaves_the_others(example, example_desk, measure_id):
    example_desk.results = {
        name: each for name, each in example_desk.results.items() if name != measure_id
    }
    page = page_of(example)
    assert {"row-1", "row-2", "row-3", "ledgers", "largest-wins"} <= {
        each["props"].get("id") for each in each_component(page)
    }


def test_a_part_that_cannot_be_drawn_leaves_the_others(example, example_desk):
    broken = replace(example_desk.results["largest_wins"], rows=(None,))
    example_desk.results = {**example_desk.results, "largest_wins": broken}
    page = page_of(example)
    assert "This part could not be drawn" in text_of(page)
    assert "Of our 96 wins" in text_of(page)


def test_no_wins_is_said(example, example_desk):
    nothing = dict.fromkeys(examples.WON, (0, 0.0))
    example_desk.results = {
        **example_desk.results,
        "control_totals": examples.result(
            "control_totals", examples.total(0, statistic="won_deals")
        ),
        "path_mix": examples.result(
            "path_mix",
            *(examples.ratio(0, 0, part=part, statistic="deals") for part in nothing),
        ),
        "largest_wins": examples.result("largest_wins"),
    }
    for query, said in (
        ("", "There is no won deal in this period."),
        ("?from=all&to=all", "There is no won deal in these data."),
        ("?segment=SMB", "No won deal matches these filters."),
    ):
        page = page_of(example, query)
        row = next(each for each in each_component(page) if each["props"].get("id") == "row-1")
        # Headline, first row and the list of the largest: each says of what there is none.
        assert text_of(page).count(said) == 3
        assert said in text_of(row)
        assert with_class(row, "bar-parts") == []


def test_can_tell_too_little_is_in_the_headline(example, example_desk):
    paths = [examples.ratio(20, 96, part="unlinked", statistic="deals")]
    paths += [examples.ratio(76, 96, part="in_flow", statistic="deals")]
    example_desk.results = {
        **example_desk.results,
        "path_mix": examples.result("path_mix", *paths),
    }
    assert "For 20 we cannot tell." in text_of(page_of(example))


def test_no_banned_word_is_on_the_page(example):
    said = f" {text_of(page_of(example)).lower()} "
    for banned in words.BANNED:
        assert f" {banned} " not in said


def test_account_names_obey_the_config(example, example_desk):
    access = example_desk.config.access.model_copy(update={"show_account_names": False})
    example_desk.config = example_desk.config.model_copy(update={"access": access})
    assert "Arden" not in text_of(page_of(example))
    assert "Deal 006000" in text_of(page_of(example))


def test_a_count_beside_its_share_says_how_the_two_relate(example, example_desk):
    """152 of 524 is 29 in 100, 33 with the young; so is 119 of 312 in the second row, 38 and 40."""
    told = dict(example_desk.results)
    moved, *rest = told["momentum_30_days"].rows
    told["momentum_30_days"] = examples.result(
        "momentum_30_days", replace(moved, value=0.33), *rest
    )
    everybody, passed, *others = told["stalled_immediately"].rows
    young = replace(passed, value=0.40)
    told["stalled_immediately"] = examples.result("stalled_immediately", everybody, young, *others)
    assert "152 of 524 created; 41 were lost" in text_of(page_of(example))
    example_desk.results = told
    page = text_of(page_of(example))
    assert "152 of 524 created so far, 33 in 100 once the young are as old; 41 were lost" in page
    assert "119 of 312 so far, 40 in 100 once the young are as old." in page
    assert "Moving or stuck · given time, with luck range" in page


def test_silent_now_says_whose_creation_it_is_of(example):
    page = text_of(page_of(example))
    assert "Of deals created in this period, silent now: $6.1M" in page
    assert "silent now, of deals created in this period" in page
    assert "83 of the 210 still open" in page
    everything = text_of(page_of(example, "?from=all&to=all"))
    assert "Of deals created, in all our data, silent now: $6.1M" in everything

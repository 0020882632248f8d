"""A deal's moves: what the buyer did near each, and who had been in touch before it."""

from __future__ import annotations

import polars as pl

from tests.facts.stories import told
from tests.facts.world import facts


def moves(
    stories: dict[str, str], *columns: str, as_of: str = "2026-06-01", **more: str
) -> dict[str, list[tuple[object, ...]]]:
    """Return per deal what the columns hold of each of its moves, in their order."""
    database = facts({**told(stories), **more}, as_of=as_of, only=["fct_deal_moves"])
    rows = database.query("select * from fct_deal_moves order by opportunity_id, moved_date")
    found: dict[str, list[tuple[object, ...]]] = {deal: [] for deal in stories}
    for row in rows.select("opportunity_id", *columns).iter_rows():
        found[row[0]].append(row[1:])
    return found


def test_something_from_the_buyer_within_seven_days_backs_a_move() -> None:
    assert moves(
        {
            "seven before": "2026-01-01 Discovery; +3 buyer; +10 Proposal",
            "eight before": "2026-01-01 Discovery; +2 buyer; +10 Proposal",
            "seven after": "2026-01-01 Discovery; +10 Proposal; +17 mutual",
            "eight after": "2026-01-01 Discovery; +10 Proposal; +18 mutual",
            "seller alone": "2026-01-01 Discovery; +10 Proposal; +10 seller",
            "nobody": "2026-01-01 Discovery; +10 Proposal",
            "the second": "2026-01-01 Discovery; +10 Proposal; +30 Contract; +30 buyer",
        },
        "is_corroborated",
    ) == {
        "seven before": [(True,)],
        "eight before": [(False,)],
        "seven after": [(True,)],
        "eight after": [(False,)],
        "seller alone": [(False,)],
        "nobody": [(False,)],
        "the second": [(False,), (True,)],
    }


def test_a_person_who_joins_later_backs_a_move_and_the_first_one_does_not() -> None:
    people = """
        | opportunity_id | person_id | added_at   |
        | joined         | c1        | 2026-01-12 |
        | there at first | c1        | 2026-01-01 |
        | nobody knows   | c1        |            |
    """
    stories = dict.fromkeys(
        ("joined", "there at first", "nobody knows"), "2026-01-01 Discovery; +5 Proposal"
    )
    assert moves(stories, "is_corroborated", opportunity_contacts=people) == {
        "joined": [(True,)],
        "there at first": [(False,)],
        "nobody knows": [(False,)],
    }


def test_touches_belong_to_the_next_move_from_the_creation_on() -> None:
    story = (
        "2026-01-10 Discovery; +1 seller; +2 seller; +5 Proposal; +5 seller; +6 buyer; +9 seller;"
        " +9 mutual; +12 Discovery; +20 seller; +30 Contract; +40 seller"
    )
    touches = told({"d": story})["touches"] + "\n| d | 2026-01-08 12:00 | seller |"
    found = moves({"d": story}, "seller_touches", "buyer_touches", "is_forward", touches=touches)
    assert found == {"d": [(3, 0, True), (1, 2, False), (1, 0, True)]}


def test_the_buyer_spoke_first_if_before_anybody_else() -> None:
    assert moves(
        {
            "buyer": "2026-01-01 Discovery; +1 09:00 buyer; +1 09:01 seller; +5 Proposal",
            "at once": "2026-01-01 Discovery; +1 09:00 buyer; +1 09:00 seller; +5 Proposal",
            "buyer alone": "2026-01-01 Discovery; +4 buyer; +5 Proposal",
            "talked": "2026-01-01 Discovery; +1 mutual; +2 seller; +3 buyer; +5 Proposal",
            "nobody": "2026-01-01 Discovery; +5 Proposal; +6 buyer",
            "anew": "2026-01-01 Discovery; +1 seller; +5 Proposal; +8 buyer; +9 Contract",
        },
        "spoke_first",
    ) == {
        "buyer": [("buyer",)],
        "at once": [("seller",)],
        "buyer alone": [("buyer",)],
        "talked": [("both",)],
        "nobody": [("nobody",)],
        "anew": [("seller",), ("buyer",)],
    }


def test_a_move_is_watched_until_the_close_and_three_days_before_the_end() -> None:
    found = moves(
        {
            "before the close": "2026-01-01 Discovery; +5 Proposal; +20 Lost",
            "the win itself": "2026-01-01 Discovery; +20 Won",
            "three days old": "2026-01-01 Discovery; +148 Proposal",
            "two days old": "2026-01-01 Discovery; +149 Proposal",
            "seven days old": "2026-01-01 Discovery; +144 Proposal",
            "too young a deal": "2026-05-30 09:00 Discovery; +0 15:00 Proposal",
        },
        "is_watched",
        "is_old_enough_to_corroborate",
    )
    assert found == {
        "before the close": [(True, True)],
        "the win itself": [(True, True)],
        "three days old": [(True, False)],
        "two days old": [(False, False)],
        "seven days old": [(True, True)],
        "too young a deal": [(False, False)],
    }


def stays(stories: dict[str, str], **more: str) -> dict[str, str]:
    """Return per deal its stays: `stage end days`, a star for a stay that is not the first."""
    database = facts(
        {**told(stories), **more}, as_of="2026-06-01", only=["fct_stage_spells", "fct_deals"]
    )
    rows = database.query("select * from fct_stage_spells order by opportunity_id, place")
    found: dict[str, list[str]] = {deal: [] for deal in stories}
    for row in rows.iter_rows(named=True):
        star = "" if row["is_first_stay"] else "*"
        told_so = f"{row['stage_name']}{star} {row['end_kind']} {row['stay_days']}"
        found[row["opportunity_id"]].append(told_so)
    return {deal: ", ".join(told_so) for deal, told_so in found.items()}


def test_a_stay_ends_by_how_the_stage_was_left() -> None:
    assert stays(
        {
            "on": "2026-01-01 Discovery; +5 Proposal; +20 Won",
            "back": "2026-01-01 Proposal; +5 Discovery; +20 Proposal; +30 Lost",
            "held": "2026-01-01 Discovery; +5 Later; +20 Proposal",
            "still there": "2026-05-01 Discovery",
            "there and back in a day": "2026-01-01 Discovery; +5 09:00 Contract; +5 Discovery",
            "two in a day": "2026-01-01 Discovery; +5 09:00 Proposal; +5 15:00 Contract; +7 Won",
            "unknown stage": "2026-01-01 Discovery; +5 Elsewhere; +9 Proposal; +10 Won",
        }
    ) == {
        "on": "Discovery forward 5, Proposal won 15",
        "back": "Proposal backward 5, Discovery forward 15, Proposal* lost 10",
        "held": "Discovery parked 5, Later elsewhere 15, Proposal censored 131",
        "still there": "Discovery censored 31",
        "there and back in a day": "Discovery censored 151",
        "two in a day": "Discovery forward 5, Contract won 2",
        "unknown stage": "Discovery elsewhere 5, Proposal won 1",
    }


def test_a_stay_that_began_before_the_history_is_left_out() -> None:
    deals = "| opportunity_id | created_at |\n| d | 2025-11-01 |"
    story = {"d": "2026-01-01 Discovery; +5 Proposal; +20 Lost"}
    assert stays(story, opportunities=deals) == {"d": "Proposal lost 15"}
    again = {"d": "2026-01-01 Discovery; +5 Proposal; +20 Discovery; +30 Lost"}
    assert stays(again, opportunities=deals)["d"].endswith("Discovery* lost 10")


def test_the_record_of_the_deal_ends_a_stay_that_the_history_leaves_open() -> None:
    deals = """
        | opportunity_id | created_at | outcome | closed_at  |
        | d              | 2026-01-01 | lost    | 2026-02-01 |
    """
    story = {"d": "2026-01-01 Discovery; +5 Proposal"}
    assert stays(story, opportunities=deals) == {"d": "Discovery forward 5, Proposal lost 26"}


def test_stages_of_several_pipelines_carry_the_name_of_theirs() -> None:
    stages = """
        | pipeline | stage     | role | rank |
        | default  | Discovery | open | 1    |
        | default  | Proposal  | open | 2    |
        | renewal  | Discovery | open | 1    |
    """
    found = stays({"d": "2026-05-01 Discovery; +5 Proposal"}, stages=stages)
    assert found == {"d": "default: Discovery forward 5, default: Proposal censored 26"}


def test_no_deal_and_no_history_make_no_rows() -> None:
    assert moves({}, "is_forward") == {}
    assert stays({"d": "2026-01-01"}) == {"d": ""}
    empty = facts({}, as_of="2026-06-01", only=["fct_deal_depth", "fct_deal_hand_offs"])
    for table in ("fct_deal_depth", "fct_deal_hand_offs"):
        assert isinstance(found := empty.query(f"select * from {table}"), pl.DataFrame)
        assert found.height == 0

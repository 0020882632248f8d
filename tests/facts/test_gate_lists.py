"""Who passed in vain, who waits for a reply, whom to read again, and what followed content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from dashboard.engine.database import Database
from tests.facts.world import facts

VERDICTS = "| entity_id | gate | decided_at | verdict | fail_kind |"
DEALS = "| opportunity_id | lead_id | created_at | outcome | closed_at |"
TOUCHES = "| lead_id | at | direction | kind | actor_role | minutes | is_gated |"


def made(
    only: str,
    leads: Sequence[str],
    verdicts: Sequence[str] = (),
    touches: Sequence[str] = (),
    deals: Sequence[str] = (),
    as_of: str = "2026-06-01",
    lead_head: str = "| lead_id | created_at | hand_raised_at |",
    **more: object,
) -> Database:
    given = {
        "leads": "\n".join([lead_head, *leads]),
        "gate_decisions": "\n".join([VERDICTS, *verdicts]),
        "touches": "\n".join([TOUCHES, *touches]),
        "opportunities": "\n".join([DEALS, *deals]),
    }
    return facts(given, as_of=as_of, only=[only], **more)  # type: ignore[arg-type]


LEAD = ["| L1 | 2025-01-01 | |"]


def passes(verdicts: Sequence[str], deals: Sequence[str] = (), touches: Sequence[str] = ()):
    database = made("fct_lead_passes", LEAD, verdicts, touches, deals)
    return database.query(
        "select gate, age_days, is_turned_away_after, is_won_by_then, minutes, untimed_touches "
        "from fct_lead_passes"
    ).rows()


def test_a_pass_is_followed_from_the_first_one_to_the_last_gate() -> None:
    verdicts = ["| L1 | SQL | 2025-02-01 | pass | |", "| L1 | MQL | 2025-01-10 | pass | |"]
    assert passes(verdicts) == [("SQL", 507, False, False, 0.0, 0)]


@pytest.mark.parametrize(
    ("decided", "is_turned_away"),
    [("2025-01-10", True), ("2026-01-10", True), ("2026-01-11", False), ("2025-01-09", False)],
)
def test_a_refusal_within_the_year_after_the_pass_takes_it_off_the_list(decided, is_turned_away):
    verdicts = ["| L1 | MQL | 2025-01-10 | pass | |", f"| L1 | SQL | {decided} | fail | rejected |"]
    assert passes(verdicts)[0][2] is is_turned_away


@pytest.mark.parametrize(
    ("deal", "is_won"),
    [
        ("| D | L1 | 2025-03-01 | won | 2026-01-10 |", True),
        ("| D | L1 | 2025-03-01 | won | 2026-01-11 |", False),
        ("| D | L1 | 2025-03-01 | lost | 2025-04-01 |", False),
        # The pass was entered when the deal had been won.
        ("| D | L1 | 2025-01-02 | won | 2025-01-05 |", True),
    ],
)
def test_who_bought_by_the_end_of_the_year_did_not_pass_in_vain(deal, is_won):
    assert passes(["| L1 | MQL | 2025-01-10 | pass | |"], [deal])[0][3] is is_won


def test_hours_are_those_of_the_year_after_the_pass() -> None:
    touches = [
        "| L1 | 2025-01-09 | seller | call | | 100 | |",
        "| L1 | 2025-01-10 | seller | call | | 10 | |",
        "| L1 | 2026-01-10 | mutual | call | | 30 | |",
        "| L1 | 2026-01-10 | seller | call | | | |",
        "| L1 | 2026-01-11 | seller | call | | 100 | |",
    ]
    assert passes(["| L1 | MQL | 2025-01-10 | pass | |"], (), touches)[0][4:] == (40.0, 1)


NO = ["| L1 | MQL | 2026-03-01 | fail | recycled |"]


def standing(verdicts: Sequence[str], deals: Sequence[str] = ()) -> int:
    database = made("fct_turned_away_now", LEAD, verdicts, (), deals)
    return int(str(database.value("select count(*) from fct_turned_away_now")))


@pytest.mark.parametrize(
    ("verdicts", "deal", "stands"),
    [
        (NO, "", 1),
        ([*NO, "| L1 | MQL | 2026-03-02 | pass | |"], "", 0),
        ([*NO, "| L1 | MQL | 2026-02-01 | pass | |"], "", 1),
        (NO, "| D | L1 | 2026-03-01 | lost | 2026-04-01 |", 0),
        (NO, "| D | L1 | 2026-02-28 | lost | 2026-04-01 |", 1),
        (NO, "| D | L1 | 2026-02-28 | open | |", 0),
    ],
)
def test_who_stands_turned_away(verdicts, deal, stands):
    assert standing(verdicts, [deal] if deal else []) == stands


def waiting(touches: Sequence[str], kind: str = "recycled", hand_raised: str = ""):
    """Return since when L1 waits for a reply, how many signs there were, and whether they asked."""
    lead = [f"| L1 | 2025-01-01 | {hand_raised} |"]
    verdict = [f"| L1 | MQL | 2026-03-01 | fail | {kind} |"]
    database = made("fct_unanswered_signs", lead, verdict, touches)
    found = database.query(
        "select first_sign_date, waiting_days, sign_count, is_asked, last_kind "
        "from fct_unanswered_signs"
    ).rows()
    return [(str(row[0]), *row[1:]) for row in found]


CLICK = "| L1 | 2026-04-02 | buyer | click | | | |"
MAIL = "| L1 | 2026-04-05 | buyer | email | | | |"


def test_the_wait_begins_with_the_first_sign_nobody_replied_to() -> None:
    assert waiting([CLICK, MAIL]) == [("2026-04-02", 60, 2, True, "email")]
    assert waiting([CLICK]) == [("2026-04-02", 60, 1, False, "click")]


@pytest.mark.parametrize(
    ("reply", "is_left"),
    [
        ("| L1 | 2026-04-05 | seller | call | | | |", False),
        ("| L1 | 2026-04-05 | seller | email | Sales Development | | |", False),
        ("| L1 | 2026-04-06 | mutual | call | marketing | | |", False),
        ("| L1 | 2026-04-06 | seller | email | marketing | | |", True),
    ],
)
def test_a_reply_on_the_day_or_later_ends_the_wait(reply, is_left):
    assert bool(waiting([CLICK, MAIL, reply])) is is_left


def test_a_reply_to_the_first_sign_leaves_the_later_one() -> None:
    reply = "| L1 | 2026-04-03 | seller | call | | | |"
    assert waiting([CLICK, MAIL, reply]) == [("2026-04-05", 57, 1, True, "email")]


def test_signs_of_the_day_of_the_refusal_or_long_ago_are_none() -> None:
    assert waiting(["| L1 | 2026-03-01 | buyer | email | | | |"]) == []
    old = made(
        "fct_unanswered_signs",
        ["| L1 | 2024-01-01 | |"],
        ["| L1 | MQL | 2024-03-01 | fail | recycled |"],
        ["| L1 | 2025-05-31 | buyer | email | | | |"],
    )
    assert old.value("select count(*) from fct_unanswered_signs") == 0


def test_a_raised_hand_asks_and_a_locked_form_does_not() -> None:
    assert waiting([], hand_raised="2026-05-01") == [("2026-05-01", 31, 1, True, "hand raised")]
    assert waiting(["| L1 | 2026-05-01 | buyer | form | | | true |"])[0][3] is False
    assert waiting(["| L1 | 2026-05-01 | buyer | form | | | |"])[0][3] is True


def test_who_was_ruled_out_is_not_to_be_called() -> None:
    assert waiting([MAIL], kind="disqualified") == []


FAMILIES = {
    "config_source_families": "| source | family |\n| Friend | referral |\n| Web | inbound |"
}


def discovered(friends_won: int, webs_won: int, kind: str = "rejected", now: str = "rejected"):
    """Return who is listed when so many of ten of both groups were won after a no, long ago."""
    leads, verdicts, deals = [], [], []
    for letter, source, won in (("F", "Friend", friends_won), ("W", "Web", webs_won)):
        for at in range(10):
            leads.append(f"| {letter}{at} | 2024-01-01 | {source} | SMB |")
            verdicts.append(f"| {letter}{at} | MQL | 2024-02-01 | fail | {kind} |")
        deals += [
            f"| {letter}{at} | {letter}{at} | 2024-03-01 | won | 2024-0{4 + at % 3}-01 |"
            for at in range(won)
        ]
        # One lately, one a year ago.
        for name, day in (("now", "2026-05-01"), ("late", "2025-06-01")):
            leads.append(f"| {letter} {name} | 2025-01-01 | {source} | SMB |")
            verdicts.append(f"| {letter} {name} | MQL | {day} | fail | {now} |")
    touches = [
        "| F now | 2026-05-01 | buyer | email | | | |",
        "| F now | 2026-05-02 | buyer | click | | | |",
        "| F now | 2026-05-03 | seller | email | | | |",
    ]
    database = made(
        "fct_discoveries",
        leads,
        verdicts,
        touches,
        deals,
        lead_head="| lead_id | created_at | source | dim_1 |",
        configs=FAMILIES,
    )
    return database.query(
        "select record_id, alike, alike_won, alike_turned_away, alike_path_class, "
        "alike_last_won_date, sign_count from fct_discoveries order by 1"
    ).rows()


def test_whoever_is_like_a_later_winner_is_listed_with_why() -> None:
    """3 of 11 friends and 1 of 11 from the web: the first are more than 4 of 22."""
    why = (3, 11, "rejected_before", dt.date(2024, 6, 1), 1)
    assert discovered(3, 1) == [("F now", "SMB, referral, rejected", *why)]


def test_a_group_won_no_more_often_than_all_lists_nobody() -> None:
    assert discovered(3, 3) == []
    assert discovered(0, 0) == []


def test_another_reason_is_another_group() -> None:
    assert discovered(3, 1, now="recycled") == []


def test_who_was_ruled_out_is_no_discovery_and_nobodys_example() -> None:
    assert discovered(3, 1, kind="disqualified", now="disqualified") == []


def content(touches: Sequence[str], deals: Sequence[str] = (), hand_raised: str = ""):
    database = made(
        "fct_lead_content", [f"| L1 | 2025-01-01 | {hand_raised} |"], (), touches, deals
    )
    return database.query(
        "select is_gated, cast(content_date as varchar), age_days, talk_days, deal_days, won_days, "
        "stratum from fct_lead_content"
    ).rows()


OPEN = "| L1 | 2025-02-01 | buyer | page | | | false |"
GATED = "| L1 | 2025-02-01 | buyer | form | | | true |"


def test_the_first_piece_of_content_decides_and_what_followed_is_told_in_days() -> None:
    touches = [
        "| L1 | 2025-01-20 | buyer | page | | | |",
        OPEN,
        "| L1 | 2025-02-02 | buyer | form | | | true |",
        "| L1 | 2025-02-11 | mutual | call | | | |",
    ]
    deals = ["| D | L1 | 2025-03-01 | won | 2025-04-01 |"]
    stratum = "(not recorded) | other | not raised | 2025-01-01"
    assert content(touches, deals) == [(False, "2025-02-01", 485, 10, 28, 59, stratum)]


def test_of_two_at_once_the_locked_one_decides() -> None:
    assert content([OPEN, GATED])[0][0] is True


def test_who_talked_or_had_a_deal_before_is_left_out() -> None:
    assert content([OPEN, "| L1 | 2025-01-31 | mutual | call | | | |"]) == []
    assert len(content([OPEN, "| L1 | 2025-02-01 | mutual | call | | | |"])) == 1
    assert content([OPEN], ["| D | L1 | 2025-01-31 | open | |"]) == []


def test_a_hand_raised_by_then_makes_another_group() -> None:
    assert "| raised |" in content([GATED], hand_raised="2025-02-01")[0][6]
    assert "| not raised |" in content([GATED], hand_raised="2025-02-02")[0][6]


def test_our_own_touches_are_no_content_taken() -> None:
    assert content(["| L1 | 2025-02-01 | seller | email | | | true |"]) == []

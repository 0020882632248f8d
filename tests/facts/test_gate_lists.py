"""Who passed in vain, who waits for a reply, whom to read again, and what followed content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    verdict_head: str = VERDICTS,
    **more: object,
) -> Database:
    given = {
        "leads": "\n".join([lead_head, *leads]),
        "gate_decisions": "\n".join([verdict_head, *verdicts]),
        "touches": "\n".join([TOUCHES, *touches]),
        "opportunities": "\n".join([DEALS, *deals]),
    }
    return facts(given, as_of=as_of, only=[only], **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Case:
    """What happened to one lead, written of L1 and of a deal D."""

    verdicts: Sequence[str] = ()
    touches: Sequence[str] = ()
    deals: Sequence[str] = ()
    hand_raised: str = ""


def each_of(only: str, cases: Sequence[Case], columns: str, key: str = "record_id"):
    """Return the row of each case, None where the fact has none; they share one database."""

    def of_all(lines: Callable[[Case], Sequence[str]]) -> list[str]:
        return [
            line.replace("| L1 |", f"| L{at} |").replace("| D |", f"| D{at} |")
            for at, case in enumerate(cases)
            for line in lines(case)
        ]

    database = made(
        only,
        of_all(lambda case: [f"| L1 | 2025-01-01 | {case.hand_raised} |"]),
        of_all(lambda case: case.verdicts),
        of_all(lambda case: case.touches),
        of_all(lambda case: case.deals),
    )
    rows = database.query(f"select {key}, {columns} from {only}").rows()
    found = {row[0]: row[1:] for row in rows}
    assert len(found) == len(rows)
    return [found.get(f"L{at}") for at in range(len(cases))]


PASS = "| L1 | MQL | 2025-01-10 | pass | |"


def passes(cases: Sequence[Case], columns: str):
    return each_of("fct_lead_passes", cases, columns)


def test_a_pass_is_followed_from_the_first_one_to_the_last_gate() -> None:
    later = Case(["| L1 | SQL | 2025-02-01 | pass | |", PASS])
    assert passes([later], "gate, age_days, minutes, untimed_touches") == [("SQL", 507, 0.0, 0)]


def test_a_refusal_within_the_year_after_the_pass_takes_it_off_the_list() -> None:
    days = ("2025-01-10", "2026-01-10", "2026-01-11", "2025-01-09")
    cases = [Case([PASS, f"| L1 | SQL | {day} | fail | rejected |"]) for day in days]
    told = passes(cases, "is_turned_away_after")
    assert told == [(True,), (True,), (False,), (False,)]


def test_who_bought_by_the_end_of_the_year_did_not_pass_in_vain() -> None:
    """The last one's pass was entered when the deal had been won."""
    deals = (
        "| D | L1 | 2025-03-01 | won | 2026-01-10 |",
        "| D | L1 | 2025-03-01 | won | 2026-01-11 |",
        "| D | L1 | 2025-03-01 | lost | 2025-04-01 |",
        "| D | L1 | 2025-01-02 | won | 2025-01-05 |",
    )
    told = passes([Case([PASS], deals=[deal]) for deal in deals], "is_won_by_then")
    assert told == [(True,), (False,), (False,), (True,)]


def test_hours_are_those_of_the_year_after_the_pass() -> None:
    touches = [
        "| L1 | 2025-01-09 | seller | call | | 100 | |",
        "| L1 | 2025-01-10 | seller | call | | 10 | |",
        "| L1 | 2026-01-10 | mutual | call | | 30 | |",
        "| L1 | 2026-01-10 | seller | call | | | |",
        "| L1 | 2026-01-11 | seller | call | | 100 | |",
    ]
    assert passes([Case([PASS], touches)], "minutes, untimed_touches") == [(40.0, 1)]


NO = "| L1 | MQL | 2026-03-01 | fail | recycled |"


def test_who_stands_turned_away() -> None:
    cases = {
        "a no": Case([NO]),
        "passed since": Case([NO, "| L1 | MQL | 2026-03-02 | pass | |"]),
        "passed before": Case([NO, "| L1 | MQL | 2026-02-01 | pass | |"]),
        "a deal since": Case([NO], deals=["| D | L1 | 2026-03-01 | lost | 2026-04-01 |"]),
        "a deal before": Case([NO], deals=["| D | L1 | 2026-02-28 | lost | 2026-04-01 |"]),
        "a deal still open": Case([NO], deals=["| D | L1 | 2026-02-28 | open | |"]),
    }
    told = each_of("fct_turned_away_now", list(cases.values()), "days_since", "person_id")
    standing = {name: row for name, row in zip(cases, told, strict=True) if row}
    assert standing == dict.fromkeys(("a no", "passed before", "a deal before"), (92,))


def waiting(*cases: Case):
    """Return since when each waits for a reply, how many signs there were, whether they asked."""
    columns = "cast(first_sign_date as varchar), waiting_days, sign_count, is_asked, last_kind"
    return each_of("fct_unanswered_signs", cases, columns)


CLICK = "| L1 | 2026-04-02 | buyer | click | | | |"
MAIL = "| L1 | 2026-04-05 | buyer | email | | | |"


def test_the_wait_begins_with_the_first_sign_nobody_replied_to() -> None:
    called = "| L1 | 2026-04-03 | seller | call | | | |"
    cases = [Case([NO], signs) for signs in ([CLICK, MAIL], [CLICK], [CLICK, MAIL, called], [])]
    assert waiting(*cases) == [
        ("2026-04-02", 60, 2, True, "email"),
        ("2026-04-02", 60, 1, False, "click"),
        ("2026-04-05", 57, 1, True, "email"),
        None,
    ]


def test_a_reply_on_the_day_or_later_ends_the_wait_and_a_mailing_does_not() -> None:
    replies = (
        "| L1 | 2026-04-05 | seller | call | | | |",
        "| L1 | 2026-04-05 | seller | email | Sales Development | | |",
        "| L1 | 2026-04-06 | mutual | call | marketing | | |",
        "| L1 | 2026-04-06 | seller | email | marketing | | |",
    )
    told = waiting(*(Case([NO], [CLICK, MAIL, reply]) for reply in replies))
    assert [row is not None for row in told] == [False, False, False, True]


def test_signs_of_the_day_of_the_refusal_or_long_ago_are_none() -> None:
    old = Case(
        ["| L1 | MQL | 2025-02-01 | fail | recycled |"],
        ["| L1 | 2025-05-31 | buyer | email | | | |"],
        hand_raised="2025-05-31",
    )
    same_day = Case([NO], ["| L1 | 2026-03-01 | buyer | email | | | |"], hand_raised="2026-03-01")
    assert waiting(same_day, old) == [None, None]


def test_a_raised_hand_asks_and_a_locked_form_does_not() -> None:
    raised, locked, form = waiting(
        Case([NO], hand_raised="2026-05-01"),
        Case([NO], ["| L1 | 2026-05-01 | buyer | form | | | true |"]),
        Case([NO], ["| L1 | 2026-05-01 | buyer | form | | | |"]),
    )
    assert raised == ("2026-05-01", 31, 1, True, "hand raised")
    assert (locked[3], form[3]) == (False, True)


def test_who_was_ruled_out_is_not_to_be_called() -> None:
    kinds = ("disqualified", "rejected", "")
    cases = [Case([f"| L1 | MQL | 2026-03-01 | fail | {kind} |"], [MAIL]) for kind in kinds]
    assert [row is not None for row in waiting(*cases)] == [False, True, True]


FAMILIES = {
    "config_source_families": "| source | family |\n| Friend | referral |\n| Web | inbound |"
}


def discovered(
    friends_won: int,
    webs_won: int,
    kind: str = "rejected",
    now: str = "rejected",
    reason: str = "too small",
    then: str = "too small",
):
    """Return who is listed when so many of ten of both groups were won after a no, long ago.

    All of them for the reason `then`; those of now are refused for `reason`.
    """
    leads, verdicts, deals = [], [], []
    for letter, source, won in (("F", "Friend", friends_won), ("W", "Web", webs_won)):
        for at in range(10):
            leads.append(f"| {letter}{at} | 2024-01-01 | {source} | SMB |")
            verdicts.append(f"| {letter}{at} | MQL | 2024-02-01 | fail | {kind} | {then} |")
        deals += [
            f"| {letter}{at} | {letter}{at} | 2024-03-01 | won | 2024-0{4 + at % 3}-01 |"
            for at in range(won)
        ]
        # One lately, one a year ago.
        for name, day in (("now", "2026-05-01"), ("late", "2025-06-01")):
            leads.append(f"| {letter} {name} | 2025-01-01 | {source} | SMB |")
            verdicts.append(f"| {letter} {name} | MQL | {day} | fail | {now} | {reason} |")
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
        verdict_head=f"{VERDICTS} reason |",
        configs=FAMILIES,
    )
    return database.query(
        "select record_id, alike, alike_won, alike_turned_away, alike_path_class, "
        "alike_last_won_date, sign_count from fct_discoveries order by 1"
    ).rows()


def test_whoever_is_like_a_later_winner_is_listed_with_why() -> None:
    """3 of 11 friends and 1 of 11 from the web: the first are more than 4 of 22."""
    why = (3, 11, "rejected_before", dt.date(2024, 6, 1), 1)
    assert discovered(3, 1) == [("F now", "SMB, referral, too small", *why)]


def test_a_group_won_no_more_often_than_all_lists_nobody() -> None:
    assert discovered(3, 3) == []
    assert discovered(0, 0) == []


def test_another_reason_is_another_group_and_another_kind_of_no_is_not() -> None:
    assert discovered(3, 1, reason="no budget") == []
    assert len(discovered(3, 1, now="recycled")) == 1


def test_without_a_reason_the_kind_of_no_stands_for_it() -> None:
    assert discovered(3, 1, reason="", then="")[0][1] == "SMB, referral, rejected"
    assert discovered(3, 1, now="recycled", reason="", then="") == []


def test_who_was_ruled_out_is_no_discovery_and_nobodys_example() -> None:
    assert discovered(3, 1, now="disqualified") == []
    assert discovered(3, 1, kind="disqualified") == []


OPEN = "| L1 | 2025-02-01 | buyer | page | | | false |"
LOCKED = "| L1 | 2025-02-01 | buyer | form | | | true |"


def content(columns: str, *cases: Case):
    return each_of("fct_lead_content", cases, columns)


def test_the_first_piece_of_content_decides_and_what_followed_is_told_in_days() -> None:
    touches = [
        "| L1 | 2025-01-20 | buyer | page | | | |",
        OPEN,
        "| L1 | 2025-02-02 | buyer | form | | | true |",
        "| L1 | 2025-02-11 | mutual | call | | | |",
    ]
    deals = ["| D | L1 | 2025-03-01 | won | 2025-04-01 |"]
    columns = (
        "is_gated, cast(content_date as varchar), age_days, talk_days, deal_days, won_days, stratum"
    )
    stratum = "(not recorded) | other | not raised | 2025-01-01"
    assert content(columns, Case((), touches, deals)) == [
        (False, "2025-02-01", 485, 10, 28, 59, stratum)
    ]


def test_of_two_at_once_the_locked_one_decides_and_our_own_are_none() -> None:
    ours = "| L1 | 2025-02-01 | seller | email | | | true |"
    assert content("is_gated", Case((), [OPEN, LOCKED]), Case((), [ours])) == [(True,), None]


def test_who_talked_or_had_a_deal_before_is_left_out() -> None:
    told = content(
        "is_gated",
        Case((), [OPEN, "| L1 | 2025-01-31 | mutual | call | | | |"]),
        Case((), [OPEN, "| L1 | 2025-02-01 | mutual | call | | | |"]),
        Case((), [OPEN], ["| D | L1 | 2025-01-31 | open | |"]),
        Case((), [OPEN], ["| D | L1 | 2025-02-01 | open | |"]),
    )
    assert [row is not None for row in told] == [False, True, False, True]


def test_a_hand_raised_by_then_makes_another_group() -> None:
    days = ("2025-02-01", "2025-02-02")
    by_then, after = content("stratum", *(Case((), [LOCKED], hand_raised=day) for day in days))
    assert "| raised |" in by_then[0]
    assert "| not raised |" in after[0]

"""The list of stuck deals: all that are open and silent, whenever they were created."""

from __future__ import annotations

import datetime as dt

from dashboard.measures.filters import Filters

# Open deals; one was won, one talks, one is parked, one was created long ago.
OPEN = """
| opportunity_id | outcome | is_silent_now | amount_at_as_of | silent_days | created_month |
| big            | open    | true          | 50000           | 40          | 2023-01-01    |
| small          | open    | true          | 1000            | 99          | 2026-09-01    |
| no amount      | open    | true          |                 | 30          |               |
| parked         | open    | false         | 7000            | 0           | 2026-09-01    |
| talking        | open    | false         | 9000            | 3           | 2026-09-01    |
| won            | won     | true          | 9000            | 3           | 2026-09-01    |
"""
PARKED = """
| opportunity_id | outcome | is_silent_now | parking         | last_effort_role  |
| parked         | open    | false         | parked          |                   |
| too long       | open    | true          | parked_too_long | Account Executive |
"""


def test_the_largest_comes_first_and_no_period_applies(measure_case) -> None:
    asked = Filters(start=dt.date(2026, 8, 1), end=dt.date(2026, 10, 1))
    result = measure_case("stuck_now", {"fct_deals": OPEN}, """
        | record_id | value | silent_days |
        | big       | 50000 |          40 |
        | small     |  1000 |          99 |
        | no amount |       |          30 |
    """, filters=asked)  # fmt: skip
    assert result.finding == "3 open deals are silent now, $51k in all."
    assert result.population == "deals open on 23 Oct 2026"


def test_parked_deals_are_told_apart(measure_case) -> None:
    result = measure_case("stuck_now", {"fct_deals": PARKED}, """
        | record_id | parking         | last_effort_role  |
        | too long  | parked_too_long | Account Executive |
    """)  # fmt: skip
    told = [note for note in result.notes if note.endswith(": 1.")]
    assert [note.split(",")[0] for note in told] == [
        "Open deals as quiet but parked",
        "Silent deals with a date still to come",
    ]


def test_silence_of_our_records_is_said(measure_case) -> None:
    notes = measure_case("stuck_now", {"fct_deals": OPEN}, buyer_capture=0.4).notes
    assert any(note.startswith("Of 100 won deals 40 have a recorded sign") for note in notes)


def test_where_nothing_is_silent_that_is_said(measure_case) -> None:
    deals = "| opportunity_id | outcome |\n| d1 | open |"
    result = measure_case("stuck_now", {"fct_deals": deals})
    assert (len(result.rows), result.finding) == (0, "No open deal is silent now.")

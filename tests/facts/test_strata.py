"""Which deals are alike, and how each had ended by a fixed age; the facts from canonical tables."""

from __future__ import annotations

from tests.facts import world

DEALS = """
    | opportunity_id | created_at | closed_at  | outcome | source | dim_1 | dim_2 |
    | old            | 2025-08-03 | 2026-01-10 | won     | Friend | SMB   | East  |
    | late           | 2025-08-03 | 2026-02-15 | won     | Web    | SMB   | East  |
    | open           | 2025-08-03 |            | open    | Web    | SMB   |       |
    | young          | 2026-05-01 | 2026-05-20 | won     | Web    |       | West  |
    | day_22         | 2026-09-09 |            | open    | Web    | SMB   | East  |
    | day_21         | 2026-09-10 |            | open    | Web    | SMB   | East  |
"""
CHANGES = """
    | opportunity_id | changed_at | recorded_at | stage     | amount |
    | old            | 2025-08-03 | 2025-08-03  | Discovery | 9999   |
    | old            | 2025-09-01 | 2025-09-01  | Proposal  | 90000  |
    | open           | 2025-08-03 | 2025-08-03  | Discovery | 50000  |
    | open           | 2025-09-03 | 2025-09-03  | Proposal  |        |
"""


def strata(**settings):
    told = {**world.SETTINGS, **settings}
    given = {"opportunities": DEALS, "deal_changes": CHANGES}
    families = """
        | source | family   |
        | Friend | referral |
    """
    made = world.facts(
        given,
        as_of="2026-10-01",
        settings=told,
        configs={"config_source_families": families},
        only=["fct_deal_strata"],
    )
    return {
        row["opportunity_id"]: row for row in made.query("from fct_deal_strata").rows(named=True)
    }


def test_alike_by_segment_first_amount_source_family_and_quarter():
    found = {deal: row["stratum"] for deal, row in strata().items()}
    assert found["old"] == "SMB | under 10k | referral | 2025-07-01"
    assert found["late"] == "SMB | (not recorded) | other | 2025-07-01"
    assert found["open"] == "SMB | 50k to 250k | other | 2025-07-01"
    assert found["young"] == "(not recorded) | (not recorded) | other | 2026-04-01"


def test_alike_by_the_dimensions_that_the_config_names():
    assert strata(alike_slots="dim_1 dim_2")["old"]["stratum"].startswith("SMB | East | under")
    assert strata(alike_slots="")["old"]["stratum"] == "under 10k | referral | 2025-07-01"


def test_won_by_the_horizon_is_known_of_deals_as_old_as_that():
    """160 days to the win, 196 days to the win, still open; and one of 153 days in all."""
    found = {deal: row["is_won_by_horizon"] for deal, row in strata().items()}
    assert (found["old"], found["late"], found["open"]) == (True, False, False)
    assert found["young"] is None
    assert strata(horizon_days=153)["young"]["is_won_by_horizon"] is True


def test_a_move_is_known_three_days_after_day_thirty():
    """The first move stands on day 29 of one deal and on day 31 of the other."""
    found = {deal: row["is_moved_by_day_30"] for deal, row in strata().items()}
    assert (found["old"], found["open"]) == (True, False)
    assert found["day_22"] is None


def test_silence_is_known_once_a_deal_is_older_than_21_days():
    found = {deal: row["is_silent_by_day_21"] for deal, row in strata().items()}
    assert (found["day_22"], found["day_21"]) == (True, None)
    assert found["late"] is True

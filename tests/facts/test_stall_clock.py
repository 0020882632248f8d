"""Silence from the start, by METHODS C and decision 6: theta is 21 days, read at day 21."""

from __future__ import annotations

import pytest

from dashboard.estimators.survival import aalen_johansen
from tests.facts.stories import told
from tests.facts.world import facts

WORKED = {
    "o1": "2026-01-01 Discovery; +5 buyer; +12 Proposal; +30 Won",
    "o2": "2026-03-03 Discovery",
    "o3": "2026-01-01 Discovery; +10 buyer; +50 Lost",
    "o4": "2026-01-01 Discovery; +28 Proposal; +45 Won",
    "o5": "2026-03-28 Discovery",
    "o6": "2026-02-26 Discovery; +20 buyer; +39 buyer",
    "o7": "2026-01-01 Discovery; +3 seller; +9 seller; +17 seller; +25 Lost",
    "o8": "2026-01-01 Discovery; +10 Lost",
}
AS_OF = "2026-04-12"


def clocks(stories: dict[str, str], as_of: str = AS_OF, **more: str) -> dict[str, tuple[str, int]]:
    """Return how and after how many days each deal's stall clock ended."""
    given = {**told(stories), **more}
    database = facts(given, as_of=as_of, only=["fct_deal_clocks"])
    rows = database.query("select opportunity_id, stall_kind, days_to_stall from fct_deal_clocks")
    return {deal: (kind, days) for deal, kind, days in rows.iter_rows()}


def share(found: dict[str, tuple[str, int]]) -> float | None:
    """Return the Aalen-Johansen share stalled by day 21."""
    kinds = [kind for kind, _ in found.values()]
    days = [days for _, days in found.values()]
    causes = ["stalled", "won", "lost"]
    shares = aalen_johansen(days, kinds, [1] * len(days), causes=causes, least_at_risk=1)
    return shares.share_at(21, "stalled").value


def test_the_worked_example() -> None:
    found = clocks(WORKED)
    assert {deal: kind for deal, (kind, _) in found.items()} == {
        "o1": "censored",
        "o2": "stalled",
        "o3": "censored",
        "o4": "stalled",
        "o5": "censored",
        "o6": "censored",
        "o7": "stalled",
        "o8": "lost",
    }
    assert share(found) == pytest.approx(0.4375)


def test_the_worked_example_with_a_deal_touched_on_day_5() -> None:
    found = clocks({**WORKED, "o9": "2026-03-15 Discovery; +5 buyer"})
    assert share(found) == pytest.approx(0.38095, abs=1e-5)


def test_the_days_on_which_silence_ends_or_begins() -> None:
    found = clocks(
        {
            "touched on day 0": "2026-01-01 Discovery; +0 13:00 buyer",
            "touched on day 21": "2026-01-01 Discovery; +21 buyer",
            "touched on day 22": "2026-01-01 Discovery; +22 buyer",
            "talked on day 21": "2026-01-01 Discovery; +21 mutual",
            "called by the seller": "2026-01-01 Discovery; +7 seller; +14 seller",
            "moved on day 21": "2026-01-01 Discovery; +21 Proposal",
            "moved back on day 21": "2026-01-01 Proposal; +21 Discovery",
            "won on day 21": "2026-01-01 Discovery; +3 buyer; +21 Won",
            "lost on day 22": "2026-01-01 Discovery; +22 Lost",
            "21 days old": "2026-03-22 Discovery",
            "22 days old": "2026-03-21 Discovery",
            "lost and open again": "2026-01-01 Discovery; +10 Lost; +40 Discovery",
        }
    )
    assert found == {
        "touched on day 0": ("stalled", 21),
        "touched on day 21": ("censored", 22),
        "touched on day 22": ("stalled", 21),
        "talked on day 21": ("censored", 22),
        "called by the seller": ("stalled", 21),
        "moved on day 21": ("censored", 22),
        "moved back on day 21": ("censored", 22),
        "won on day 21": ("won", 21),
        "lost on day 22": ("stalled", 21),
        "21 days old": ("censored", 21),
        "22 days old": ("stalled", 21),
        "lost and open again": ("censored", 22),
    }

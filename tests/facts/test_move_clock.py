"""The clock from a deal's creation to its first forward move, by METHODS B and decision 7."""

from __future__ import annotations

import pytest

from dashboard.estimators.survival import aalen_johansen
from tests.facts.stories import told
from tests.facts.world import facts


def clocks(stories: dict[str, str], as_of: str, **changes: object) -> dict[str, tuple[str, int]]:
    """Return how and after how many days each deal's move clock ended."""
    database = facts(told(stories), as_of=as_of, only=["fct_deal_clocks"], **changes)  # type: ignore[arg-type]
    rows = database.query("select opportunity_id, move_kind, days_to_move from fct_deal_clocks")
    return {deal: (kind, days) for deal, kind, days in rows.iter_rows()}


# Eight deals; d and g are still where they began, three days before the as-of date.
WORKED = {
    "a": "2026-01-01 Discovery; +5 Proposal",
    "b": "2026-01-01 Discovery; +10 Contract",
    "c": "2026-01-01 Discovery; +12 Lost",
    "d": "2026-03-14 Discovery",
    "e": "2026-01-01 Discovery; +20 Won",
    "f": "2026-01-01 Discovery; +25 Lost",
    "g": "2026-02-17 Discovery",
    "h": "2026-01-01 Discovery; +45 Proposal; +50 Won",
}


def test_the_worked_example() -> None:
    found = clocks(WORKED, "2026-04-01")
    assert found == {
        "a": ("moved", 5),
        "b": ("moved", 10),
        "c": ("lost", 12),
        "d": ("censored", 15),
        "e": ("moved", 20),
        "f": ("lost", 25),
        "g": ("censored", 40),
        "h": ("moved", 45),
    }


def test_the_shares_of_the_worked_example() -> None:
    found = clocks(WORKED, "2026-04-01").values()
    kinds = [kind for kind, _ in found]
    days = [days for _, days in found]
    shares = aalen_johansen(days, kinds, [1] * 8, causes=["moved", "lost"], least_at_risk=1)
    assert shares.share_at(30, "moved").value == pytest.approx(0.40625)
    assert shares.share_at(30, "lost").value == pytest.approx(0.28125)
    assert shares.open_at(30).value == pytest.approx(0.3125)
    assert shares.share_at(45, "moved").value == pytest.approx(0.71875)

"""A meeting: what may stand in it, and which five things do."""

from dashboard.meeting.candidates import CANDIDATES, Candidate, Prices, Stake
from dashboard.meeting.picking import NOTHING, SEEN, Compared, Item, beyond_luck, pick, shown

__all__ = [
    "CANDIDATES",
    "NOTHING",
    "SEEN",
    "Candidate",
    "Compared",
    "Item",
    "Prices",
    "Stake",
    "beyond_luck",
    "pick",
    "shown",
]

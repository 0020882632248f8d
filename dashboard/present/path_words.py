"""The paths by which deals are won: their order in a bar, and each in numbers."""

from __future__ import annotations

from dashboard import words
from dashboard.present.answers import Answers
from dashboard.present.overview_words import won_by

# The order in which the two ends lie at the two sides and what cannot be told comes last.
ORDER = (
    "in_flow",
    "returned",
    "skipped",
    "bypassed",
    "rejected_before",
    "back_stamped",
    "unlinked",
)


def described(told: Answers, path_class: str) -> str:
    """Say a part in numbers: 4, $500k."""
    deals = won_by(told, (path_class,))
    money = words.money(won_by(told, (path_class,), "amount"), told.currency)
    return f"{words.count(deals)}, {money}"

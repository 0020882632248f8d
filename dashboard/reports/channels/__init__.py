"""The ways out: each takes one payload to one place, and says what became of it."""

from __future__ import annotations

from collections.abc import Callable

# Called once before the other side can have all of it: from here on, only its word tells.
HandingOver = Callable[[], None]


class UndeliveredError(Exception):
    """It surely did not arrive: the other side refused it, or never had all of it.

    `is_passing`: trying again may help; `after`: in so many seconds, where the other side says so.
    """

    def __init__(self, said: str, *, is_passing: bool, after: float | None = None) -> None:
        super().__init__(said)
        self.is_passing = is_passing
        self.after = after


class UnclearError(Exception):
    """The other side had all of it and gave no word: it may have arrived or not."""


_SHORTEST = 2


def without(text: str, secrets: tuple[str, ...]) -> str:
    """Return what another side said, without what it must not repeat."""
    for secret in secrets:
        # One or two letters stand in every word, and keep nothing secret.
        if len(secret) > _SHORTEST:
            text = text.replace(secret, "***")
    return " ".join(text.split())[:300]

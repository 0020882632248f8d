"""A reader as a key of what is remembered, and the order of the values they may choose from."""

from __future__ import annotations

from dashboard.measures.access import User


class Limits:
    """A reader as a cache key: equal when they may see the same."""

    def __init__(self, user: User | None) -> None:
        self.user = user
        self._key = user.cache_key if user else None

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Limits) and other._key == self._key


def named_first(value: str) -> tuple[bool, str]:
    """Put `(not recorded)` after the names."""
    return value.startswith("("), value

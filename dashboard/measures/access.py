"""The access rule: what a reader may see is intersected with what they ask for.

The one hook of the product; it narrows the filters before any SQL runs, so that numbers, rows
behind them and cached answers obey it alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dashboard.measures.filters import Filters


@dataclass(frozen=True)
class User:
    """A reader, and the values of each dimension they may see; none named is no limit."""

    name: str = ""
    limits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def cache_key(self) -> tuple[object, ...]:
        """Return what sets this reader's answers apart from another's."""
        return tuple(sorted((name, tuple(sorted(v))) for name, v in self.limits.items()))


def limited(
    filters: Filters, user: User | None, limits: Mapping[str, list[str]] | None = None
) -> Filters:
    """Return the filters within the user's limits and the workspace's.

    An empty intersection stays in the filter as an empty list, which matches nothing; it is never
    dropped, for that would show everything.
    """
    where = {name: tuple(values) for name, values in filters.where.items()}
    for allowed in (limits or {}, user.limits if user else {}):
        for name, values in allowed.items():
            asked = where.get(name)
            where[name] = tuple(values) if asked is None else _both(asked, values)
    return replace(filters, where=where)


def _both(asked: tuple[str, ...], allowed: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(value for value in asked if value in set(allowed))

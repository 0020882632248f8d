"""What every call has: the desk of the served warehouse, and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from dashboard.measures.access import User
from dashboard.web.desk import Desk
from dashboard.web.guard import QuietDash

Opener = Callable[[], Desk]
UserOf = Callable[[], User | None]


class Connect(Protocol):
    """Adds the calls of one part of the screen to the app."""

    def __call__(self, app: QuietDash, opener: Opener, user_of: UserOf) -> None:
        """Add them; `opener` gives the desk and `user_of` the reader at every request."""


def place(view: object) -> tuple[str, str]:
    """Take path and query apart; whatever a stranger sends instead leads to the Overview."""
    path, _, query = view.partition("?") if isinstance(view, str) else ("/", "", "")
    return path or "/", query

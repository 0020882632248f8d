"""The faults a user can mend, each with the exit code a scheduler reads."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import ClassVar


class GatecostError(Exception):
    """A fault shown without a traceback: what is wrong, where, and how to mend it.

    `faults` holds every fault found at once, one sentence each.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class ConfigError(GatecostError):
    """The config or the command line asks for something that cannot be."""

    exit_code = 2


class DataError(GatecostError):
    """The exports cannot be used as they are; the old warehouse is kept."""

    exit_code = 3


class CheckError(DataError):
    """A check found rows that must not exist."""


class QueryError(GatecostError):
    """A SQL file failed, or returned columns its header does not promise."""


class LockedError(GatecostError):
    """Another run holds the workspace."""

    exit_code = 75


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the nearest known name, else an empty text."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def unknown_name(kind: str, name: str, known: Sequence[str]) -> ConfigError:
    """Say that there is no such thing, what is near, and what there is."""
    listing = ", ".join(sorted(known)) or "none"
    return ConfigError(
        f"There is no {kind} called {name!r}.{did_you_mean(name, known)} Known: {listing}."
    )

"""Why rows are put aside, in words, and how each reason is mended."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dashboard import paths


@dataclass(frozen=True)
class Reason:
    """A reason in plain words, after "because", and its mend."""

    words: str
    mend: str


@cache
def all_reasons() -> Mapping[str, Reason]:
    """Return every reason by its code."""
    path = paths.datasets() / "reasons.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: Reason(**each) for code, each in content.items()}


def reason(code: str) -> Reason:
    """Return a reason by its code; one that nobody described says its code."""
    return all_reasons().get(code, Reason(code.replace("_", " "), "Correct the row in the export."))

"""The proposed pieces as one commented `gatecost.toml`, and what it leaves open."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from dashboard.ingest.as_of import AsOf
from dashboard.ingest.propose.general import control_totals
from dashboard.ingest.propose.items import Item

_TITLES = {
    "company": "The company: its currency and its days.",
    "systems": "The systems that the exports come from.",
    "files": "Files without a layout: what their rows mean.",
    "gates": "The gates: where it is decided whether a lead may go on.",
    "stages": "The stages of a deal: open ones by rank, parked ones, and how it can end.",
    "sources": "What sources and types of deals mean.",
    "dimensions": "The ways to cut every figure.",
    "touches": "What activities say: only buyer and mutual are signs of life.",
    "rules": "The limits behind the measures, printed wherever they are used.",
    "control totals": "The company's own report.",
}
_HEAD = """# Written by `gatecost init`. Change anything: a later run keeps every edit and comment.
# "required" must be filled in, "unsure" is a guess with its evidence, "assumed" is a default.
# The exports tell everything up to {at:%Y-%m-%d %H:%M} UTC ({label});
# another day would be named here, as in: as_of = {at:%Y-%m-%d}
"""
_MARKED = re.compile(r"^#\s+(required|unsure): (.*)$")
_CONTINUED = re.compile(r"^#   (\S.*)$")
# Keys that may be left empty for a person to fill in; elsewhere an empty text is a value.
_MAY_BE_EMPTY = {"won", "field", "pass", "amount", "currency"}
# Without one of these nothing can be read: the first candidate stands in.
_FIRST = {"date_format": "DD/MM/YYYY", "number_format": "1,234.56"}


class Question(NamedTuple):
    """What a person may still have to say: the line, how urgent, and the evidence."""

    line: int
    mark: str
    text: str


def written(items: Sequence[Item], as_of: AsOf) -> str:
    """Return a whole new config; its control totals ask for the last whole year."""
    items = [*items, control_totals(as_of.at.date())]
    parts = [_HEAD.format(at=as_of.at, label=as_of.label)]
    for section, title in _TITLES.items():
        texts = [each.text for each in items if each.section == section]
        if texts:
            parts.append("\n\n".join([f"# --- {title}", *texts]) + "\n")
    return "\n".join(parts)


def questions(text: str) -> list[Question]:
    """Return what a config still marks as required or unsure, line by line."""
    lines = text.splitlines()
    return [
        Question(number, found[1], " ".join([found[2], *_continued(lines[number:])]))
        for number, line in enumerate(lines, start=1)
        if (found := _MARKED.match(line))
    ]


def _continued(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        found = _CONTINUED.match(line)
        if not found:
            return
        yield found[1]


def provisional(text: str) -> dict[str, Any]:
    """Return the content of a config with its open questions left out, to look at it anyway."""
    content = tomllib.loads(text)
    for source in content.get("source", []):
        for key, first in _FIRST.items():
            if source.get(key) == "":
                source[key] = first
    _prune(content)
    if "outcome" in content and "won" not in content["outcome"]:
        del content["outcome"]
    content["gate"] = [gate for gate in content.get("gate", []) if _can_decide(gate)]
    return content


def _can_decide(gate: dict[str, Any]) -> bool:
    told = ("pass", "date_field", "pass_on_conversion", "stage")
    return "field" not in gate or any(each in gate for each in told)


def _prune(content: Any) -> None:
    if isinstance(content, list):
        for each in content:
            _prune(each)
    elif isinstance(content, dict):
        for name, inner in list(content.items()):
            if name in _MAY_BE_EMPTY and inner in ("", []):
                del content[name]
            else:
                _prune(inner)

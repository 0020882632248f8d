"""Deals told as short stories, for facts that follow from when things happened.

    {"o3": "2026-01-01 Discovery; +10 buyer; +50 Lost"}

A story begins with the day the deal was created and the stage it was created in; then come days
after that, each with a stage, or with a touch of the buyer, the seller or both (`mutual`). A time
of day may follow the day, and `by U1` names who changed the stage.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

TOUCHES = ("buyer", "seller", "mutual")
_CREATED = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?P<time> \d\d:\d\d)? ?(?P<what>\w*)")
_LATER = re.compile(r"\+(?P<day>\d+)(?P<time> \d\d:\d\d)? (?P<what>\w+)(?: by (?P<actor>\w+))?")


class Step(NamedTuple):
    """One thing that happened to a deal."""

    deal: str
    at: str
    what: str
    actor: str


def told(stories: dict[str, str]) -> dict[str, str]:
    """Return opportunities, deal_changes and touches, as text tables."""
    steps = [step for deal, story in stories.items() for step in _steps(deal, story)]
    created = {step.deal: step.at for step in reversed(steps)}
    deals = [f"| {deal} | {at} |" for deal, at in created.items()]
    changes = [
        f"| {step.deal} | {step.at} | {step.what} | {step.actor} |"
        for step in steps
        if step.what not in (*TOUCHES, "")
    ]
    touches = [
        f"| {step.deal} | {step.at} | {step.what} |" for step in steps if step.what in TOUCHES
    ]
    return {
        "opportunities": "\n".join(["| opportunity_id | created_at |", *deals]),
        "deal_changes": "\n".join(["| opportunity_id | changed_at | stage | actor_id |", *changes]),
        "touches": "\n".join(["| opportunity_id | at | direction |", *touches]),
    }


def _steps(deal: str, story: str) -> list[Step]:
    first, *later = (part.strip() for part in story.split(";"))
    created = _CREATED.fullmatch(first)
    assert created, f"{deal}: {first}"
    start = dt.date.fromisoformat(created["day"])
    steps = [Step(deal, f"{start}{created['time'] or ' 12:00'}", created["what"], "")]
    for part in later:
        step = _LATER.fullmatch(part)
        assert step, f"{deal}: {part}"
        day = start + dt.timedelta(days=int(step["day"]))
        steps.append(
            Step(deal, f"{day}{step['time'] or ' 12:00'}", step["what"], step["actor"] or "")
        )
    return steps

"""The words readers ask about, each explained once: on hover, on focus and under How we count."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

TWO_LEDGERS = (
    "Two ledgers count the same company: what the funnel says of leads on their way in, and what "
    "happened after to the deals, whichever way they came."
)

GLOSSARY = MappingProxyType(
    {
        "gate": "a point where somebody or something decides whether a lead may go on",
        "through every gate": "every gate that was asked was passed before the deal was created",
        "turned away, then through every gate": "the same, after a first no",
        "missed a step": "some gates passed before the deal; the rest missing, or later",
        "never screened": "no gate at all: a referral, a partner, direct outreach, a first meeting",
        "turned away, came another way": "the last word of a gate before the deal was no",
        "paperwork after": "no gate before the deal; the first one stamped within 30 days after it",
        "can't tell": "no person could be linked, or our records begin too late to say",
        "turned away": "a gate said no to the same person before the deal",
        "no sign of life": "no stage change, and nothing the buyer did",
        "the line": "the least score that passes the gate with a score",
        "worked": "sales took the person on",
        "lost and saved": "what the gate costs, left of zero, and what it keeps free, right of it",
        "lies between": "the records allow anything from one end to the other",
        "your assumption": "a number our records do not say; it can be changed where it stands",
        "tested at the line": "compared right at the line, where people on both sides are alike",
        "not settled": "the whole range lies on neither side of zero",
        "silent": "no sign of life for longer than the threshold, and not parked for the buyer",
        "moved": "a step forward that held, above the furthest stage the deal had reached",
        "like with like": "compared within the same segment, size and source",
        "given time": "deals too young to have ended are weighed by how older ones ended",
        "restated": "a value of a day that was over, which the exports state otherwise by now",
        "as usual": "within what the weeks before varied by, and no further",
        "in 100": "of every hundred deals of that kind",
        "range of luck": "what chance alone could make of the same process, 19 times in 20",
    }
)


def place_of(term: str) -> str:
    """Return where a word stands in the guide, as an address names it."""
    return re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")


def explained(term: str) -> dict[str, Any]:
    """Return what lets an element explain a word on hover, on focus and to a screen reader."""
    return {"data-tip": GLOSSARY[term], "aria-description": GLOSSARY[term]}

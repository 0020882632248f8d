"""Moving or stuck, in words: where the deals of both paths stood by day 30."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import words
from dashboard.measures.result import FEW
from dashboard.present.answers import Answers
from dashboard.present.sentence import Part
from dashboard.present.standing import DAY, MEASURE, PATHS, STATES, Standing, standings

PAIR = ("through_every_gate", "no_gate")


def headline(told: Answers) -> list[Part]:
    """Say how many deals had gone silent by day 30, and how many had moved, on both sides."""
    shown = shown_of(told)
    if not shown:
        return [("How do deals go on after they are created?", "")]
    if are_comparable(shown):
        return _both_sides(*shown)
    first = shown[0]
    tone = {"blue": "blue", "vermillion": "vermillion"}.get(PATHS[first.group][1], "strong")
    who = " that passed the gate" if first.group == "through_every_gate" else ""
    who = " that did not come through our gate" if first.group == "no_gate" else who
    if first.is_drawn:
        said, many = {state: first.said(state) for state in STATES}, "100"
    else:
        said = {state: words.count(first.deals(state)) for state in STATES}
        many = words.count(first.n)
    return [
        (f"By day {DAY}, ", ""),
        (said["silent"], tone),
        (f" of {many} deals{who} had gone silent; ", ""),
        (said["moved"], tone),
        # Tied, so that the number does not stand alone at the end of a line.
        ("\u00a0had\u00a0moved.", ""),
    ]


def _both_sides(through: Standing, outside: Standing) -> list[Part]:
    """Say the pair, in the order in which the pictures stand."""
    return [
        (f"By day {DAY}, ", ""),
        (through.said("silent"), "blue"),
        (" of 100 deals that passed the gate had gone silent and ", ""),
        (through.said("moved"), "blue"),
        (" had moved; of those that did not, ", ""),
        (outside.said("silent"), "vermillion"),
        # Tied, so that the pair is not parted at the end of a line.
        ("\u00a0and\u00a0", ""),
        (outside.said("moved"), "vermillion"),
        (".", ""),
    ]


def are_comparable(shown: Sequence[Standing]) -> bool:
    """Say whether both paths are known, with enough deals to stand beside each other."""
    return len(shown) == len(PAIR) and all(each.n >= FEW and each.is_drawn for each in shown)


def shown_of(told: Answers) -> list[Standing]:
    """Return the pair of paths, or all deals where no path is known."""
    result = told.usable(MEASURE)
    found = standings(result) if result else {}
    pair = [found[group] for group in PAIR if group in found and found[group].n]
    if pair:
        return pair
    return [found["all"]] if "all" in found and found["all"].n else []

"""Bars without words for a mail, which says beside each in its own type what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.present import gate_words
from dashboard.present.answers import Answers
from dashboard.present.gate_lines import Scale, scale_of
from dashboard.present.gate_words import Net
from dashboard.present.overview_words import won_by
from dashboard.present.path_words import ORDER
from dashboard.present.print.paper import Paper
from dashboard.present.theme import PATH_COLOURS

# A mail is so wide, in pixels; a strip so high.
WIDTH, HEIGHT = 600.0, 14.0
# Between two parts of a whole the ground is seen, so that no shade has to tell them apart.
GAP = 2.0
# Above and below the strip of money the line at zero stands out by so much.
_OUT = 4.0


def segments(
    paper: Paper, parts: Sequence[tuple[float, str]], left: float, top: float, width: float,
    height: float,
) -> list[tuple[float, float]]:  # fmt: skip
    """Draw parts of a whole side by side, and return where each begins and ends."""
    total = sum(size for size, _ in parts) or 1.0
    room = width - GAP * (sum(size > 0 for size, _ in parts) - 1)
    at, ends = left, []
    for size, colour in parts:
        wide = room * size / total
        if size > 0:
            paper.rect(at, top, wide, height, colour)
        ends.append((at, at + wide))
        at += wide + (GAP if size > 0 else 0.0)
    return ends


def path_strip(told: Answers) -> Paper | None:
    """Return all wins as one bar by their paths, in deals; nothing where none was won."""
    parts = [(won_by(told, (each,)), PATH_COLOURS[each]) for each in ORDER]
    if not sum(size for size, _ in parts):
        return None
    paper = Paper(WIDTH, HEIGHT)
    segments(paper, parts, 0, 0, WIDTH, HEIGHT)
    return paper


def silent_strip(told: Answers, group: str = "through_every_gate") -> Paper | None:
    """Return the share of deals without a sign of life at first; nothing where there is none."""
    row = told.row("stalled_immediately", path_group=group)
    if row is None or row.value is None:
        return None
    paper = Paper(WIDTH, HEIGHT)
    paper.rect(0, 0, WIDTH, HEIGHT, "sunk")
    paper.rect(0, 0, WIDTH * row.value, HEIGHT, "blue" if group != "all" else "solid")
    if row.low is not None and row.high is not None:
        paper.whisker(WIDTH * row.low, WIDTH * row.high, HEIGHT / 2)
    return paper


def gate_strip(told: Answers) -> Paper | None:
    """Return what the gate lost or saved, as a hatched range on its axis with a line at zero."""
    net = gate_words.net_of(told)
    if net is None:
        return None
    paper = Paper(WIDTH, HEIGHT + 2 * _OUT)
    net_range(paper, net, scale_of((net.low, net.high)), (0.0, WIDTH), _OUT, HEIGHT)
    return paper


def net_range(
    paper: Paper, net: Net, scale: Scale, ends: tuple[float, float], top: float, height: float
) -> None:
    """Draw a range of money between two places: the axis below it, zero as a strong line."""
    left, right = ends

    def place(value: float) -> float:
        return left + (right - left) * scale.place(value) / 100

    paper.line([(left, top + height), (right, top + height)], "line2")
    paper.hatched(place(net.low), top, max(place(net.high) - place(net.low), 1.0), height)
    zero = place(0.0)
    paper.line([(zero, top - _OUT), (zero, top + height + _OUT)], "ink", 2)

"""The pictures of the Overview's three sentences: paths, first signs of life, the gate's money."""

from __future__ import annotations

from dashboard import words
from dashboard.measures.result import FEW, Row
from dashboard.present import gate_words, like_words, overview_words
from dashboard.present.answers import Answers
from dashboard.present.gate_lines import Scale, bars_of, range_said, scale_of
from dashboard.present.gate_words import Net
from dashboard.present.overview_words import GATED, OUTSIDE, won_by
from dashboard.present.path_words import ORDER, described
from dashboard.present.print.paper import Paper, width_of
from dashboard.present.print.rows import share_row
from dashboard.present.print.strips import net_range, segments
from dashboard.present.sentence import plural, share
from dashboard.present.theme import PATH_COLOURS

# Pixels: of a report read on a desk, of one on a phone.
WIDE, NARROW = 600.0, 350.0
_LINE = 20.0
_BAR = 34.0
# A narrower part carries no text inside: it would be cut.
_WIDE_ENOUGH = 12.0
# From here on the names of parts stand in two columns.
_TWO_COLUMNS = 500.0


def path_bar(told: Answers, width: float = WIDE) -> Paper | None:
    """Return all wins in one bar by the path they came, each part named below it."""
    counts = {each: won_by(told, (each,)) for each in ORDER}
    total = sum(counts.values())
    if not total:
        return None
    shown = [each for each in ORDER if counts[each]]
    columns = 2 if width >= _TWO_COLUMNS else 1
    lines = -(-len(shown) // columns)
    named = _LINE * 2 if width < _TWO_COLUMNS else _LINE
    top = named + _BAR + 8
    few = total < FEW
    paper = Paper(width, top + (0 if few else _LINE + 4) + lines * _LINE)
    parts = [(counts[each], PATH_COLOURS[each]) for each in ORDER]
    places = segments(paper, parts, 0, named, width, _BAR)
    ends = dict(zip(ORDER, places, strict=True))
    _names(paper, told, ends, width)
    for each in shown:
        _inside(paper, told, each, ends[each], share(counts[each], total), named)
    if not few:
        _bracket(paper, told, ends, total, top)
        top += _LINE + 4
    for at, each in enumerate(shown):
        left = (at // lines) * width / columns
        middle = top + (at % lines) * _LINE + _LINE / 2
        paper.mark(each, left, middle)
        paper.text(left + 16, middle, f"{words.word(each)} {described(told, each)}")
    return paper


def _names(paper: Paper, told: Answers, ends: dict[str, tuple[float, float]], width: float) -> None:
    """Name the two ends above the bar; one below the other where there is little room."""
    gated, outside = (plural(won_by(told, each), "deal") for each in (GATED, OUTSIDE))
    middle = _LINE / 2 - 2
    if won_by(told, GATED):
        paper.mark("in_flow", 0, middle)
        paper.text(16, middle, f"through every gate, {gated}", "ink")
    if not won_by(told, OUTSIDE):
        return
    said = f"did not come through, {outside}"
    left = min(ends["bypassed"][0], width - width_of(said) - 22)
    if width < _TWO_COLUMNS:
        middle += _LINE
    paper.mark("bypassed", left, middle)
    paper.text(left + 16, middle, said, "ink")


def _inside(
    paper: Paper, told: Answers, each: str, ends: tuple[float, float], part: float, top: float
) -> None:
    """Write count and money into a part wide enough; white is read on the full colours alone."""
    if part < _WIDE_ENOUGH or PATH_COLOURS[each] not in ("blue", "vermillion"):
        return
    deals, money = described(told, each).split(", ")
    left, middle = ends[0] + 10, top + _BAR / 2
    paper.text(left, middle, deals, "panel", size=17, bold=True)
    after = left + width_of(deals, 17, bold=True) + 8
    if after + width_of(money, 13) < ends[1] - 6:
        paper.text(after, middle, money, "panel", size=13)


def _bracket(
    paper: Paper, told: Answers, ends: dict[str, tuple[float, float]], total: float, top: float
) -> None:
    """Say the range in hundredths of wins that did not come through, under a bracket."""
    low = share(won_by(told, OUTSIDE), total)
    high = low + share(won_by(told, ("unlinked",)), total)
    if not low:
        return
    left = ends["bypassed"][0]
    right = ends["unlinked"][1] if won_by(told, ("unlinked",)) else ends["back_stamped"][1]
    right = max(right, left + 1)
    height = top - 3
    for one, other in (
        ((left, height), (right, height)),
        ((left, height - 4), (left, height)),
        ((right, height - 4), (right, height)),
    ):
        paper.line([one, other], "ink3")
    both = dict.fromkeys(words.count(each) for each in (low, high))
    said = f"{' to '.join(both)} of every 100 wins"
    wide = width_of(said, bold=True)
    paper.text(min(left, paper.width - wide - 4), top + 9, said, "ink", bold=True)


def silent_bars(told: Answers, width: float = WIDE) -> Paper | None:
    """Return how many deals showed no sign of life; below, both groups like with like.

    A pair that is not alike is drawn as it is: the sentence beside it says that it proves nothing.
    """
    passed = told.row("stalled_immediately", path_group="through_every_gate")
    group = "through_every_gate" if passed else "all"
    passed = passed or told.row("stalled_immediately", path_group="all")
    if passed is None or passed.value is None or (passed.n or 0) < FEW:
        return None
    outside = told.row("stalled_immediately", path_group="no_gate")
    alike = like_words.row_of(told, "silent") if group != "all" and _is_drawn(outside) else None
    rows = {group: passed}
    if alike is not None and not like_words.is_drawn(alike):
        alike = None
    if alike is None and group != "all" and outside is not None and _is_drawn(outside):
        rows["no_gate"] = outside
    paper = Paper(width, len(rows) * 46 + (58 if alike else 0))
    for at, (name, row) in enumerate(rows.items()):
        _share_line(paper, name, row, at * 46)
    if alike is not None:
        difference(paper, alike, len(rows) * 46 + 6)
    return paper


def _share_line(paper: Paper, group: str, row: Row, top: float) -> None:
    said = words.word(group) if group != "all" else "all deals created"
    path = {"through_every_gate": "in_flow", "no_gate": "bypassed"}.get(group, "")
    shown, rest = words.shares_of([row.value or 0.0, 1 - (row.value or 0.0)])
    told = (f"{shown} no sign of life", f"{rest} had one")
    share_row(paper, row, top, f"{said}, {words.count(row.n)}", path, told)


def _is_drawn(row: Row | None) -> bool:
    return row is not None and row.value is not None and (row.n or 0) >= FEW


def difference(paper: Paper, row: Row, top: float) -> None:
    """Draw a difference on a line of its own: fewer left, more right, zero a strong line."""
    low, high, value = row.low or 0.0, row.high or 0.0, row.value or 0.0
    reach = 1.1 * max(like_words.REACH, abs(low), abs(high))
    left, right = 44.0, paper.width - 44
    half, middle = (right - left) / 2, top + 28

    def place(gap: float) -> float:
        return left + half + half * gap / reach

    paper.line([(left, middle), (right, middle)], "line2")
    paper.text(left - 8, middle, "fewer", "ink3", anchor="end")
    paper.text(right + 8, middle, "more", "ink3")
    zero = place(0.0)
    paper.line([(zero, middle - 9), (zero, middle + 9)], "ink", 2)
    paper.whisker(place(low), place(high), middle)
    paper.dot((place(value), middle), 5, "solid", "panel")
    paper.text(zero, middle + 19, "no difference", "ink3", anchor="middle", size=11)
    ends = [like_words.end_said(each) for each in (low, high)]
    apart = sum(map(width_of, ends)) / 2 + 12
    centre = (place(low) + place(high)) / 2
    for text, at, side in zip(ends, (low, high), (-1, 1), strict=True):
        short = place(high) - place(low) < apart
        where = centre + side * apart / 2 if short else place(at)
        paper.text(where, middle - 16, text, "ink", anchor="middle")


def gate_range(told: Answers, width: float = WIDE) -> Paper | None:
    """Return what the gate lost and saved all told, with its lines in words below."""
    net, result = gate_words.net_of(told), told.usable(gate_words.RANGE)
    if net is None or result is None:
        return None
    scale = scale_of((net.low, net.high))
    bars = bars_of(result.rows)
    columns = 4 if width >= _TWO_COLUMNS else 2
    lines = -(-len(bars) // columns)
    paper = Paper(width, 92 + lines * 40)
    ends = (6.0, width - 6)
    _net_ends(paper, net, scale, told.currency)
    net_range(paper, net, scale, ends, 28, 26)
    money_axis(paper, scale, told.currency, ends, 64)
    for at, bar in enumerate(bars):
        left, top = (at % columns) * width / columns, 92 + (at // columns) * 40
        paper.text(left, top + 6, bar.short, "ink3", size=11)
        paper.text(left, top + 22, range_said(bar, told.currency), "ink", bold=True)
    return paper


def _net_ends(paper: Paper, net: Net, scale: Scale, currency: str) -> None:
    """Write both ends of the net above its bar."""

    def place(value: float) -> float:
        return 6 + (paper.width - 12) * scale.place(value) / 100

    low, high = gate_words.ends(net, currency)
    paper.text(max(place(net.low), 0), 12, low, "ink", bold=True)
    if low != high:
        wide = width_of(high, bold=True)
        paper.text(min(place(net.high), paper.width), 12, high, "ink", bold=True, anchor="end"
                   if place(net.high) - wide > place(net.low) + width_of(low, bold=True) + 8
                   else "start")  # fmt: skip


def money_axis(
    paper: Paper, scale: Scale, currency: str, ends: tuple[float, float], top: float
) -> None:
    """Write round amounts under a picture of money, each end with its side of zero."""
    left, right = ends
    outer = (scale.ticks[0], scale.ticks[-1])
    taken = -1.0
    for tick in scale.ticks:
        said = "0"
        if tick:
            is_outer = tick in outer
            said = gate_words.amount(tick, currency) if is_outer else words.money(
                abs(tick), currency)  # fmt: skip
        wide = width_of(said, 11, bold=not tick)
        at = left + (right - left) * scale.place(tick) / 100
        at = min(max(at, wide / 2), paper.width - wide / 2)
        if at - wide / 2 > taken:
            paper.text(at, top, said, "ink" if not tick else "ink3", size=11, bold=not tick,
                       anchor="middle")  # fmt: skip
            taken = at + wide / 2 + 6


def pictures(told: Answers, width: float) -> dict[str, Paper | None]:
    """Return the three pictures by the measure that each is of."""
    return {
        "path_mix": path_bar(told, width),
        "stalled_immediately": silent_bars(told, width),
        gate_words.RANGE: gate_range(told, width),
    }


def as_they_are(told: Answers) -> str:
    """Say the pair as it is, under the comparison like with like; "" where there is none."""
    passed = told.row("stalled_immediately", path_group="through_every_gate")
    outside = told.row("stalled_immediately", path_group="no_gate")
    if passed is None or outside is None or not _is_drawn(passed) or not _is_drawn(outside):
        return ""
    if not like_words.is_known(told, "silent"):
        return overview_words.not_alike(passed, outside)
    return overview_words.as_they_are(passed, outside)

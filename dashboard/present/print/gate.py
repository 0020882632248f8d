"""The gate's pictures: the balance of costs and credits, the lines it could have, the test."""

from __future__ import annotations

from dashboard import words
from dashboard.measures.result import Result
from dashboard.present import gate_words
from dashboard.present.answers import Answers
from dashboard.present.gate_lines import LINES, Bar, Scale, bars_of, range_said, scale_of
from dashboard.present.gate_words import Net
from dashboard.present.possible_lines import Lines, lines_of
from dashboard.present.print.drawn import WIDTH, Drawn, Picture, Table
from dashboard.present.print.overview import money_axis
from dashboard.present.print.paper import Paper, width_of
from dashboard.present.settling_words import facts_of, so_far, why_not

_LINE = 46.0
_BAR = 16.0
_FAN = 150.0
_HOW_TO_READ = (
    "Solid: at least so much, whatever is assumed. Hatched: it depends on what is assumed, or on "
    "what our records do not say. All told takes each line at its worst, then each at its best."
)
_FAN_READ = (
    "Money a year against today, gained above and lost below. Hatched: sales did not take those "
    "people on, so it lies anywhere between. Dark: they did, and what is open is luck."
)


def balance_of(told: Answers, result: Result) -> list[Drawn]:
    """Return costs left of zero and credits right of it, and all told under them."""
    net = gate_words.net_of(told)
    if net is None:
        return []
    bars = bars_of(result.rows)
    scale = scale_of([*(end for bar in bars for end in bar.ends), net.low, net.high])
    width = WIDTH
    paper = Paper(width, len(bars) * _LINE + _LINE + 30)
    for at, bar in enumerate(bars):
        _bar(paper, bar, scale, at * _LINE, told.currency)
    top = len(bars) * _LINE
    paper.line([(0, top + 1), (width, top + 1)], "line2")
    paper.text(0, top + 14, "All told", "ink", bold=True)
    said = words.begun(gate_words.between(net, told.currency))
    paper.text(width, top + 14, said, "ink", bold=True, anchor="end")
    _piece(paper, scale, net.low, net.high, top + 24, is_solid=False)
    foot = top + 24 + _BAR
    _zero(paper, scale, top + 24)
    money_axis(paper, scale, told.currency, (0, width), foot + 14)
    return [Picture(paper, _spoken(bars, net, told.currency), note=_HOW_TO_READ)]


def _place(scale: Scale, value: float, width: float) -> float:
    return width * scale.place(value) / 100


def _bar(paper: Paper, bar: Bar, scale: Scale, top: float, currency: str) -> None:
    said = range_said(bar, currency)
    if bar.low is None or bar.high is None:
        said = words.begun(words.word(bar.row.status))
    paper.text(0, top + 12, LINES[bar.name][0], "ink")
    wide = width_of(LINES[bar.name][0])
    paper.text(wide + 8, top + 12, "credit" if bar.is_credit else "cost", "ink3", size=11)
    paper.text(paper.width, top + 12, said, "ink", bold=True, anchor="end")
    if bar.low is None or bar.high is None:
        return
    far, near = (bar.high, bar.low) if bar.is_credit else (bar.low, bar.high)
    if bar.solid:
        _piece(paper, scale, 0.0, bar.solid, top + 22, is_solid=True)
    if far != bar.solid:
        begins = bar.solid or (near if near * far < 0 else 0.0)
        _piece(paper, scale, begins, far, top + 22, is_solid=False)
        if near and near * far > 0 and near != bar.solid:
            at = _place(scale, near, paper.width)
            paper.line([(at, top + 20), (at, top + 24 + _BAR)], "ink")
    _zero(paper, scale, top + 22)


def _zero(paper: Paper, scale: Scale, top: float) -> None:
    """Draw the strong line at zero through one bar, clear of the words above it."""
    at = _place(scale, 0.0, paper.width)
    paper.line([(at, top - 3), (at, top + _BAR + 3)], "ink", 2)


def _piece(
    paper: Paper, scale: Scale, start: float, end: float, top: float, *, is_solid: bool
) -> None:
    low, high = sorted((_place(scale, start, paper.width), _place(scale, end, paper.width)))
    if is_solid:
        paper.rect(low, top, max(high - low, 1.0), _BAR, "solid")
    else:
        paper.hatched(low, top, max(high - low, 1.0), _BAR)


def _spoken(bars: list[Bar], net: Net, currency: str) -> str:
    said = [f"{bar.short}: {range_said(bar, currency)}" for bar in bars]
    return "; ".join([*said, f"all told: {gate_words.between(net, currency)}"])


def tradeoff_of(told: Answers, result: Result) -> list[Drawn]:
    """Return the range of money of every line that the gate could have."""
    lines = lines_of(result.rows)
    if lines is None:
        return []
    known = [money for each in lines.at if (money := lines.money(each))]
    low = min([0.0, *(each.low for each in known)])
    high = max([0.0, *(each.high for each in known)])
    if high <= low:
        return []
    paper = Paper(WIDTH, _FAN + 58)
    top, foot = 18.0, 18.0 + _FAN

    def place(line: float, money: float) -> tuple[float, float]:
        return WIDTH * lines.place(line) / 100, foot - _FAN * (money - low) / (high - low)

    for line, wide in _columns(lines):
        money = lines.money(line)
        if money is not None:
            left, at = place(line, money.high)
            height = max(place(line, money.low)[1] - at, 1.0)
            start = min(max(left - wide / 2, 0), WIDTH - wide)
            if line < lines.today:
                paper.hatched(start, at, wide - 1, height)
            else:
                paper.rect(start, at, wide - 1, height, "solid")
    zero = place(lines.today, 0.0)[1]
    paper.line([(0, zero), (WIDTH, zero)], "ink", 2)
    today = place(lines.today, 0.0)[0]
    paper.line([(today, top - 4), (today, foot + 4)], "ink3", 1, "dash")
    paper.text(0, 8, f"{words.money(high, told.currency)} gained", "ink3", size=11)
    paper.text(0, foot + 10, f"{words.money(-low, told.currency)} lost", "ink3", size=11)
    middle = foot + 26
    paper.text(0, middle, f"score {lines.at[0]:g}", "ink3", size=11)
    paper.text(WIDTH, middle, f"{lines.at[-1]:g}", "ink3", size=11, anchor="end")
    paper.text(today, middle, f"today’s line, {lines.today:g}", "ink", size=11, anchor="middle")
    return [Picture(paper, result.finding, note=_FAN_READ)]


def _columns(lines: Lines) -> list[tuple[float, float]]:
    """Return each line but today's, with the width of its column."""
    wide = WIDTH / len(lines.at)
    return [(line, wide) for line in lines.at if line != lines.today]


def settling_of(told: Answers, result: Result) -> list[Drawn]:
    """Return the facts of the test that would settle it, or why there is none."""
    plan = result.row(statistic="plan")
    if plan is None or plan.details.get("passed") is None:
        return [Table((), (), note=why_not(plan))]
    smaller = result.row(statistic="smaller")
    facts = tuple(facts_of(plan.details, smaller.details if smaller else {}, told.currency))
    note = so_far(result.row(statistic="progress"))
    return [Table((), facts, note=note)]


def verdict_of(told: Answers, result: Result) -> list[Drawn]:
    """Return both verdicts: on all told, and on the next person at the line."""
    rows = [("All told", gate_words.verdict_of(told))]
    margin = result.row(basis="margin")
    if margin is not None:
        rows.append(("For the next person at the line", gate_words.verdict_word(margin)))
    known = tuple((name, said) for name, said in rows if said)
    return [Table((), known)] if known else []

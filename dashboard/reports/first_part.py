"""The first part of a report: the Overview's three rows with their bars, and its two ledgers."""

from __future__ import annotations

from dashboard import words
from dashboard.measures.result import Row as ResultRow
from dashboard.present import gate_words, like_words, overview_words
from dashboard.present.counted_words import created_here, so_far
from dashboard.present.ledger_cells import CELLS, Cell
from dashboard.present.overview_words import PAIRS
from dashboard.present.print import overview
from dashboard.present.print.paper import Paper
from dashboard.reports.material import Material
from dashboard.reports.parts import Figure, Pair, Row, Side
from dashboard.reports.ways import records_behind, way_to

_TITLES = ("How wins came", "Moving or stuck", "The gate")
_BAR = (120.0, 8.0)
_SIGN = (
    "A sign of life: a stage change, or something the buyer did, within {days}. "
    "The thin line: the range, allowing for luck."
)


def rows(told: Material) -> tuple[Row, ...]:
    """Return the three rows; one that cannot be told keeps its place with its reason."""
    return (_how_wins_came(told), _moving_or_stuck(told), _the_gate(told))


def _how_wins_came(told: Material) -> Row:
    if told.usable("path_mix") is None:
        return _missing(told, 0, "path_mix")
    sentence = overview_words.how_wins_came(told)
    figure = _figure(told, "path_mix", "".join(text for text, _ in sentence))
    way = records_behind(told, "won_without_gate", {"component": "ours", "statistic": "deals"})
    return Row(1, _TITLES[0], words.word("observed"), sentence, figure, (), way)


def _moving_or_stuck(told: Material) -> Row:
    measure = "stalled_immediately"
    group = "through_every_gate" if told.row(measure, path_group="through_every_gate") else "all"
    passed = told.row(measure, path_group=group)
    if passed is None:
        return _missing(told, 1, measure)
    sentence = overview_words.moving_or_stuck(told, passed, group)
    grade = f"{words.word(told.results[measure].measure.grade)}, with luck range"
    figure = _figure(told, measure, "".join(text for text, _ in sentence))
    notes = _beside(told, passed, group)
    way = records_behind(told, measure, {"path_group": group})
    return Row(2, _TITLES[1], grade, sentence, figure, notes, way)


def _beside(told: Material, passed: ResultRow, group: str) -> tuple[str, ...]:
    """Say what the bar rests on: the pair like with like and as it is, what is left out."""
    outside = told.row("stalled_immediately", path_group="no_gate") if group != "all" else None
    alike = like_words.row_of(told, "silent")
    days = words.days(overview_words.silent_days(told))
    said = []
    if outside and alike and like_words.is_drawn(alike):
        said += ["".join(like_words.said_of("silent", alike)), overview.as_they_are(told)]
    elif outside:
        said.append(overview_words.not_alike(passed, outside))
    silent = told.row("stalled_value", statistic="amount")
    if silent and silent.numerator:
        money = words.money(silent.numerator, told.currency)
        said.append(f"Of deals {created_here(told)}, silent now: {money}.")
    counts = f"{so_far(passed)}." if passed.value is not None else ""
    said += [_SIGN.format(days=days), counts, overview_words.all_created(told, passed, outside)]
    return tuple(each for each in said if each)


def _the_gate(told: Material) -> Row:
    net, result = gate_words.net_of(told), told.usable(gate_words.RANGE)
    if net is None or result is None:
        return _counted(told)
    sentence = gate_words.row_sentence(told, net)
    figure = _figure(told, gate_words.RANGE, "".join(text for text, _ in sentence))
    grade, size = words.word(result.measure.grade), gate_words.test_size(told)
    settles = f"A test by lot would settle it: {words.count(size)} people a side." if size else ""
    is_open = gate_words.verdict_of(told) == gate_words.NOT_SETTLED
    notes = (settles,) if settles and is_open else ()
    return Row(3, _TITLES[2], grade, sentence, figure, notes, way_to(told, "/gate"))


def _counted(told: Material) -> Row:
    """Say what is counted already where the money of the gate cannot be told."""
    won = told.row("rejected_then_won", statistic="deals")
    if won is None:
        return _missing(told, 2, "rejected_then_won")
    caught = overview_words.people_turned_away(told)
    sentence = overview_words.the_gate(told, won, caught)
    note = "What the gate cost or saved all told is not computed yet."
    return Row(3, _TITLES[2], words.word("observed"), sentence, None, (note,))


def _missing(told: Material, at: int, measure_id: str) -> Row:
    result = told.results.get(measure_id)
    said = result.finding if result else ""
    needs = result.needs if result else ()
    return Row(at + 1, _TITLES[at], "", [(said, "")], None, tuple(map(words.begun, needs)))


def _figure(told: Material, measure_id: str, spoken: str) -> Figure | None:
    wide = overview.pictures(told, overview.WIDE)[measure_id]
    narrow = overview.pictures(told, overview.NARROW)[measure_id]
    return Figure(f"first-{measure_id}", wide, spoken, narrow) if wide else None


def schools() -> tuple[str, str]:
    """Return what the two ledgers are called."""
    one, other = (words.begun(words.word(each)) for each in ("conventional", "value-first"))
    return one, other


def pairs(told: Material) -> tuple[Pair, ...]:
    """Return the five questions, each with what the funnel says and what happened after."""
    return tuple(
        Pair(question, _side(told, funnel), _side(told, after)) for question, funnel, after in PAIRS
    )


def _side(told: Material, measure_id: str) -> Side:
    if told.usable(measure_id) is None:
        result = told.results.get(measure_id)
        return Side(measure_id, "–", result.finding if result else "", "")
    cell = CELLS[measure_id](told, measure_id)
    return Side(measure_id, cell.number, cell.phrase, cell.detail, _bar(measure_id, cell))


def _bar(measure_id: str, cell: Cell) -> Figure | None:
    """Draw how far a share goes; in grey what is not known of it."""
    if cell.filled is None:
        return None
    width, height = _BAR
    paper = Paper(width, height)
    paper.rect(0, 0, width, height, "sunk")
    end = width * cell.filled.end / 100
    paper.rect(0, 0, end, height, cell.filled.colour)
    if cell.filled.most is not None:
        paper.rect(end, 0, width * cell.filled.most / 100 - end, height, "unknown")
    return Figure(f"ledger-{measure_id}", paper, cell.filled.spoken)

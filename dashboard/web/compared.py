"""An answer beside that of another period or group, in a line of words.

An arrow stands where a direction is beyond luck, and nowhere else; neither side is good or bad.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.measures.against import Against
from dashboard.measures.changes import (
    FEWER,
    LUCK,
    MORE,
    NO_RANGE,
    NOT_COMPARABLE,
    OTHER_AGE,
    TOO_FEW,
    Change,
)
from dashboard.measures.filters import Filters, month_end
from dashboard.measures.result import Result, Row, unit_of
from dashboard.measures.time_marks import breaks_between
from dashboard.present.marks import name_of, named_in, naming_keys, word_of
from dashboard.present.number_words import value_of
from dashboard.present.sentence import plural
from dashboard.web.parts import Child, aria
from dashboard.web.sheet import Sheet

_ARROWS = {MORE: "▲", FEWER: "▼"}
# Of what is counted the sentence gives several numbers, each of which has its like.
_COUNTED = ("total", "bridge")
_MOST_COUNTS = 3
# What else keeps two numbers apart: a side that has no number yet.
_STATUSES = {
    "too early": "too early to say",
    "fewer than half": "fewer than half have come so far",
    "withheld": "withheld, for a check of one of them did not hold",
}
# Figures of many marks, none of which is the answer.
_OF_MANY = ("trend", "matrix", "curve", "bins")


def compared(sheet: Sheet, result: Result) -> Child | None:
    """Return what the answer is set beside: the other number, the difference and how sure it is.

    Nothing where the page is compared with nothing.
    """
    beside = result.compared
    if beside is None:
        return None
    if beside.reason:
        return html.P(beside.reason, className="compared")
    pairs = _pairs(sheet, result)
    names = _names(result, [row for row, _ in pairs])
    lines = [
        _line(sheet, result, row, change, name)
        for (row, change), name in zip(pairs, names, strict=True)
    ]
    if beside.whole is not None:
        lines.append(_of_records(result, beside.whole))
    if not lines and beside.changes:
        lines = [html.P(f"{words.begun(beside.against.label)}: beside each number in the CSV.")]
    lines += [html.P(each, className="note") for each in parted(sheet, result)] if lines else []
    return html.Div(lines, className="compared") if lines else None


def parted(sheet: Sheet, result: Result) -> list[str]:
    """Say which definitions changed between the two periods: they are not counted alike."""
    beside = result.compared
    if beside is None or beside.against.filters is None or not beside.against.is_period:
        return []
    found = breaks_between(
        sheet.config,
        sheet.filters,
        beside.against.filters,
        result.measure.id,
        sheet.decided,
        sheet.as_of_day,
    )
    return [
        f"Not counted alike: {mark.label.rstrip('.?!')}, a definition changed on "
        f"{words.date(mark.day)}."
        for mark in found
    ]


def arrow(change: Change | None) -> html.Span | None:
    """Return the arrow of a difference beyond luck; its words stand beside it or are heard."""
    shape = _ARROWS.get(change.status) if change else None
    return html.Span(shape, className="arrow", **aria(hidden="true")) if shape else None


def in_words(sheet: Sheet, result: Result, row: Row, change: Change) -> str:
    """Say how a row differs from its like on the other side, to be begun with a capital."""
    beside = result.compared
    if beside is None:
        return ""
    if row.value is None and (change.other is None or change.other.value is None):
        return f"neither here nor for {beside.against.label} is there a number to compare."
    if change.other is None and change.why:
        return f"{beside.against.label}: {change.why}, so no comparison."
    unit = unit_of(result.measure, row)
    there = f"{beside.against.label} {_value(result, change.other, unit, sheet.currency)}"
    if not beside.against.is_period:
        there = f"{beside.against.here} {_value(result, row, unit, sheet.currency)}, {there}"
    said = _difference(row, change, beside.against, unit, sheet.currency)
    return f"{there}{f': {said}' if said else ''}."


def how_sure(change: Change | None) -> str:
    """Say in few words how two numbers differ: could be luck, clearly more, had more time."""
    if change is None:
        return ""
    if change.status == OTHER_AGE:
        return change.why
    said = words.word(change.status)
    return f"{said}: {change.why}" if change.status == NOT_COMPARABLE and change.why else said


def brief(change: Change | None) -> str:
    """Say how sure a difference is where its reason stands elsewhere."""
    is_apart = change is not None and change.status == NOT_COMPARABLE
    return words.word(NOT_COMPARABLE) if is_apart else how_sure(change)


def of_rows(sheet: Sheet, named: Sequence[tuple[str, str, Row | None]]) -> Child:
    """Return, for the numbers of a sentence, what each was on the other side, or why none is said.

    Each has its name, its measure and its row; a list has no row and is set beside by its length.
    """
    lines: list[Child] = []
    for name, measure_id, row in named:
        result = sheet.results.get(measure_id)
        beside = result.compared if result else None
        if result is None or beside is None or beside.against.filters is None:
            continue
        change = beside.of(row) if row else None
        if beside.reason:
            lines.append(html.P(f"{name}: {beside.reason[:1].lower()}{beside.reason[1:]}"))
        elif row is not None and change is not None:
            lines.append(_line(sheet, result, row, change, name))
        elif row is None and beside.whole is not None:
            lines.append(_of_records(result, beside.whole, name))
    return html.Div(lines, className="compared") if lines else None


def side_line(sheet: Sheet) -> Child | None:
    """Say which days the page is compared with, and what is missing from them."""
    result = sheet.results.get("control_totals")
    beside = result.compared if result else None
    if beside is None or (beside.against.filters and not beside.against.is_period):
        return None
    filters = beside.against.filters
    if beside.reason or filters is None:
        return html.P(beside.reason, className="clock")
    days = _days(filters)
    return html.P(
        f"{words.begun(beside.against.label)}: {days}. {beside.note}".strip(), className="clock"
    )


def _days(filters: Filters) -> str:
    if filters.start is None or filters.end is None:
        return ""
    last = filters.until or month_end(filters.end)
    return f"{words.date(filters.start)} to {words.date(last)}"


def _pairs(sheet: Sheet, result: Result) -> list[tuple[Row, Change]]:
    """Return what the sentence speaks of, each row with its change: a pair it compares, or one."""
    beside = result.compared
    if beside is None or not beside.changes:
        return []
    by_name = {row.name: row for row in result.rows}
    pair = [
        each.replace("ours_", f"{sheet.count}_", 1) for each in result.measure.finding.compare or ()
    ]
    rows = [by_name[name] for name in pair if name in by_name]
    difference = (result.measure.finding.against_zero or "").replace("ours_", f"{sheet.count}_", 1)
    if difference in by_name:
        rows = [by_name[difference]]
    elif len(rows) < 2:
        named = [by_name[each] for each in named_in(result.measure, sheet.count) if each in by_name]
        is_one = result.measure.shape not in _OF_MANY
        # A number that luck can move stands before a count of what happened.
        rows = sorted(named or (result.rows[:1] if is_one else ()), key=lambda row: row.low is None)
        rows = rows[: _MOST_COUNTS if result.measure.estimator.name in _COUNTED else 1]
    return [(row, change) for row in rows if (change := beside.of(row)) is not None]


def _line(sheet: Sheet, result: Result, row: Row, change: Change, name: str) -> html.P:
    said = in_words(sheet, result, row, change)
    shape = arrow(change)
    said = f"{name}: {said}" if name else said
    return html.P([*([shape, " "] if shape else []), words.begun(said)])


def _names(result: Result, rows: Sequence[Row]) -> list[str]:
    """Return what the rows are called: what sets a pair apart, else one among the others."""
    if len(result.rows) < 2 or result.measure.finding.against_zero:
        return [""] * len(rows)
    if len(rows) != 2 or result.measure.finding.compare is None:
        return [_name(result, row) for row in rows]
    apart = [key for key in rows[0].keys if len({str(row.keys.get(key)) for row in rows}) > 1]
    return [words.listed([word_of(row.keys[key], result) for key in apart]) for row in rows]


def _name(result: Result, row: Row) -> str:
    keys = naming_keys(result)
    # Deals and money of one thing are told apart by their unit.
    plain = [key for key in keys if key != "statistic"] or keys
    return name_of(result, row, plain)


def _of_records(result: Result, change: Change, name: str = "") -> html.P:
    """Say how many records a list had on the other side."""
    beside = result.compared
    label = beside.against.label if beside else ""
    there = words.count(change.other.value if change.other else 0)
    here = Row({}, None, None, None, None, None)
    against = beside.against if beside else Against("", "")
    said = _difference(here, change, against, "count", "")
    shape = arrow(change)
    label = f"{name}: {label}" if name else words.begun(label)
    text = f"{label} {there}{f': {said}' if said else ''}."
    return html.P([*([shape, " "] if shape else []), text])


def _value(result: Result, row: Row | None, unit: str, currency: str) -> str:
    """Write one side: its value, or its counts where they are too few for one."""
    if row is None:
        return "none"
    if row.value is None:
        counts = f"{words.count(row.events)} of {words.count(row.n)}"
        return counts if result.measure.is_ratio else plural(row.n, "record")
    return value_of(row, unit, currency)


def _difference(row: Row, change: Change, against: Against, unit: str, currency: str) -> str:
    """Say the difference and how sure it is, or what keeps it from being told."""
    if change.why:
        return f"{change.why}, so no comparison"
    if change.status == TOO_FEW:
        return "too few to compare"
    if change.status == NO_RANGE:
        return "no luck range is known, so no direction"
    if change.status not in (MORE, FEWER, LUCK):
        return _STATUSES.get(change.status, words.word(change.status))
    if row.bound_low is not None or change.by.value is None:
        return _of_ranges(change, against)
    size = words.gap(change.by.value, unit, currency)
    size = "no difference" if size.startswith(("0 ", "$0 ")) else f"{size} {against.here_word}"
    luck = "could be luck" if change.status == LUCK else "beyond luck"
    span = words.gap_between(change.by.low, change.by.high, unit, currency)
    return f"{size.strip()} ({span}), {luck}"


def _of_ranges(change: Change, against: Against) -> str:
    if change.status == LUCK:
        return "with luck the two ranges overlap, so no direction"
    more = "more" if change.status == MORE else "fewer"
    return f"{f'{more} {against.here_word}'.strip()}, and the ranges do not overlap"

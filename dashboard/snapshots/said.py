"""What is said of changes: of one deal, of deals of a kind, of a figure, of what was restated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import words
from dashboard.snapshots.change import DealChange, DealKind, FigureChange, Restated, Usual
from dashboard.snapshots.tracked import Figure

# So many deals are named, the largest; the others are counted.
_NAMED = 3
# In a sentence the new records are one part, however they are split.
_PARTS = {
    "restated": "records restated",
    "definition": "another way of counting",
    "moved": "records that came into or left the filters",
    "matured": "records that went on",
    "left": "records that left the period",
    "new": "new records",
    "mix": "new records",
    "rate": "new records",
}
_COLUMNS = {"path_class": "path"}
_TABLES = {"deals": "deal", "leads": "lead", "verdicts": "verdict"}


def name_of(account: str | None, record_id: str) -> str:
    """Name a deal by its account where the config shows names, else by its id."""
    return account or f"Deal {record_id}"


def deal(kind: DealKind, row: Mapping[str, Any], currency: str) -> str:
    """Say what became of one deal."""
    name = name_of(row["account_name"], row["opportunity_id"])
    worth = f", {words.money(row['amount'], currency)}" if row["amount"] is not None else ""
    if kind == "went_silent":
        stage = f", in {row['stage']}" if row["stage"] else ""
        return f"{name}{worth}: no sign of life for {words.days(row['silent_days'])}{stage}."
    if kind == "won_after_turned_away":
        return f"{name} won{worth}. {_refused(row)}"
    silent = words.days(row["silent_days_then"])
    if row["outcome"] == "won":
        return f"{name} won{worth}, after {silent} without a sign of life."
    last = words.date(row["last_sign_date"])
    return f"{name}{worth}: a sign of life on {last}, after {silent} without one."


def _refused(row: Mapping[str, Any]) -> str:
    day, reason = row["last_fail_date"], row["last_fail_reason"]
    when = f" on {words.date(day)}" if day else ""
    why = f" as “{words.word(reason)}”" if reason else ""
    return f"We had turned it away{when}{why}."


def deals(kind: DealKind, found: Sequence[DealChange], currency: str) -> str:
    """Say how many deals of a kind there are, what they are worth, and name the largest."""
    if len(found) == 1:
        return found[0].said
    known = [each.amount for each in found if each.amount is not None]
    worth = words.money(sum(known), currency) if known else ""
    count = words.counted(len(found), "deals")
    named = [_short(each, currency) for each in found[:_NAMED]]
    others = len(found) - len(named)
    if others:
        named.append(f"{words.count(others)} {'other' if others == 1 else 'others'}")
    names = words.listed(named)
    money = f", {worth}" if worth else ""
    if kind == "went_silent":
        return f"{worth or count} went silent: {names}."
    if kind == "won_after_turned_away":
        return f"{count}{money}, won that we had turned away first: {names}."
    return f"{count}{money}, silent before, showed a sign of life or won: {names}."


def _short(found: DealChange, currency: str) -> str:
    name = name_of(found.account, found.record_id)
    return name if found.amount is None else f"{name} {words.money(found.amount, currency)}"


def usual(known: Usual | None, unit: str, currency: str) -> str:
    """Say what is usual: 0 to 2 deals a week; that it is not known yet below twelve weeks."""
    if known is None:
        return "What is usual is not known yet: it takes twelve weeks."
    each = "a week" if known.days == 7 else f"in {words.days(known.days)}"
    low, high = (words.in_unit(end, unit, currency) for end in (known.low, known.high))
    ends = low if low == high else f"{low} to {high}"
    return f"Usual: {ends} {'deals ' if unit == 'count' else ''}{each}."


def title(figure: Figure, of_measure: str) -> str:
    """Name a figure by its measure; of several in one measure, by what it counts of it."""
    if figure.measure == "control_totals":
        return words.begun(words.word(figure.of))
    return f"{of_measure}, in {words.word(figure.of)}" if figure.of else of_measure


def figure(change: FigureChange, since: dt.date, currency: str) -> str:
    """Say what a figure is and was."""
    now, then = (
        words.in_unit(value, change.unit, currency) for value in (change.after, change.before)
    )
    if now == then:
        return f"{change.title}: {now}, the same as on {words.date(since)}."
    return f"{change.title}: {now}, on {words.date(since)} it was {then}."


def beside(change: FigureChange, currency: str) -> str:
    """Say of what a change consists, the largest part first, and what is usual."""
    sums: dict[str, float] = {}
    for each in change.parts:
        sums[_PARTS[each.kind]] = sums.get(_PARTS[each.kind], 0.0) + each.by
    parts = sorted((each for each in sums.items() if each[1]), key=lambda each: -abs(each[1]))
    made_of = _made_of(parts[:_NAMED], change.unit, currency)
    if change.usual is not None:
        return f"{usual(change.usual, change.unit, currency)} {made_of}".rstrip()
    return made_of


def _made_of(parts: Sequence[tuple[str, float]], unit: str, currency: str) -> str:
    if not parts:
        return ""
    if len(parts) == 1:
        return f"All of it: {parts[0][0]}."
    told = [f"{name} {words.gap(by, unit, currency)}" for name, by in parts]
    return f"Of it: {words.listed(told)}."


RESTATED_UNKNOWN = (
    "What was restated between the two is not known: a report of a day in the past, made later, "
    "states all as it is stated on the day it is made."
)


def restated(row: Mapping[str, Any], account: str | None, currency: str) -> str:
    """Say what a record states now and what it stated before."""
    name = account or f"{words.begun(_TABLES.get(row['table_name'], 'record'))} {row['record_id']}"
    column = _COLUMNS.get(row["column_name"], words.column(row["column_name"]))
    new, old = (_value(row[side], row["column_name"], currency) for side in ("new", "old"))
    return f"{name}: {column} is now {new}, was {old}."


def _value(text: str | None, column: str, currency: str) -> str:
    if text is None:
        return "not stated"
    try:
        if column.endswith("_date"):
            return words.date(dt.date.fromisoformat(text[:10]))
        if column.startswith("amount"):
            return words.whole_money(float(text), currency)
    except ValueError:
        return text
    return words.word(text)


def headline(change: FigureChange, part: float, records: int, since: dt.date, currency: str) -> str:
    """Say that the past was told otherwise, by how much of a figure, and by how many records."""
    now = words.in_unit((change.before or 0.0) + part, change.unit, currency)
    then = words.in_unit(change.before, change.unit, currency)
    share = words.percent(change.restated_share)
    more = f", {share} {'more' if part > 0 else 'less'}" if change.before else ""
    by = words.counted(records, "records")
    return (
        f"Restated: {words.begun(change.title)} was told as {then} on {words.date(since)} and is "
        f"{now} by the records of today{more} ({by})."
    )


def restatements(found: Sequence[Restated]) -> str:
    """Name the records of the largest restatement, as far as there is room."""
    named = [each.account or each.record_id for each in found[:_NAMED]]
    names = list(dict.fromkeys(named))
    others = len({(each.table, each.record_id) for each in found}) - len(names)
    more = [f"{words.count(others)} more"] if others > 0 else []
    return f"{words.listed([*names, *more])}." if names else ""

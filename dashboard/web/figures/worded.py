"""Answers whose cells are words: where it rubs, and what each gate costs and keeps free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present import gate_words
from dashboard.web.listing import Column, listing
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

FRICTION, LEDGER = "friction_map", "gate_ledger"
_ALL = "all_gates"
# component: its heading
_HEADINGS: Mapping[str, str] = {
    "turned_away": "turned away, not back",
    "waiting": "waiting",
    "running": "running it",
    "hours_kept": "sellers' time kept free",
    "net": "all told",
    "admitted_in_vain": "beside it: passed, and nothing came of it",
    "true_negatives": "beside it: people who never bought",
}


def friction_of(sheet: Sheet, result: Result) -> Child:
    """Return the four questions of each gate, each answered in words."""
    gates = list(dict.fromkeys(str(row.keys["gate"]) for row in result.rows))
    asked = list(dict.fromkeys(str(row.keys["friction"]) for row in result.rows))
    heads = [Column("gate"), *(Column(words.word(each)) for each in asked)]
    labels = _labels(sheet)
    body = [
        [
            labels.get(gate, gate),
            *(_said(sheet, result, gate=gate, friction=each) for each in asked),
        ]
        for gate in gates
    ]
    return _table(heads, body, result)


def gate_ledger_of(sheet: Sheet, result: Result) -> Child:
    """Return the costs and credits of each gate, all gates together last."""
    gates = list(dict.fromkeys(str(row.keys["gate"]) for row in result.rows))
    gates.sort(key=lambda each: each == _ALL)
    present = {str(row.keys["component"]) for row in result.rows}
    parts = [each for each in _HEADINGS if each in present]
    heads = [Column("gate"), *(Column(_HEADINGS[each]) for each in parts)]
    labels = _labels(sheet)
    body = [
        [
            labels.get(gate, words.word(gate)),
            *(_amount(sheet, result, gate=gate, component=each) for each in parts),
        ]
        for gate in gates
    ]
    return _table(heads, body, result)


def _labels(sheet: Sheet) -> dict[str, str]:
    return {each.name: each.on_screen for each in sheet.config.gates}


def _table(heads: Sequence[Column], body: Sequence[Sequence[Child]], result: Result) -> html.Div:
    return html.Div(listing(heads, body, name=result.measure.title), className="worded")


def _said(sheet: Sheet, result: Result, **keys: object) -> Child:
    row = result.row(**keys)
    said = str(row.details.get("said") or "") if row else ""
    return _linked(sheet, result, row, words.begun(said) or "–")


def _amount(sheet: Sheet, result: Result, **keys: object) -> Child:
    row = result.row(**keys)
    if row is None:
        return "–"
    return _linked(sheet, result, row, _range(row, sheet.currency))


def _range(row: Row, currency: str) -> str:
    if row.details.get("unit") == "count":
        return words.count(row.value)
    if row.low is None or row.high is None:
        return words.word(row.status)
    if row.keys["component"] == gate_words.NET:
        net = gate_words.Net(row.low, row.high)
        return words.begun(gate_words.between(net, currency))
    if row.low < 0 < row.high:
        # A cost below zero is none: it stands on the other side.
        most, least = (gate_words.amount(-each, currency) for each in (row.high, row.low))
        return f"{most} to {least}"
    low, high = (words.money(each, currency) for each in (row.low, row.high))
    return low if low == high else f"{low} to {high}"


def _linked(sheet: Sheet, result: Result, row: Row | None, text: str) -> Child:
    if row is None or not row.events:
        return text
    return html.A(text, href=sheet.drill(result.measure.id, **row.keys))

"""How a number is counted: definition, parts, caveats, the other reading, and the SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dash import html

from dashboard import words
from dashboard.config import Config
from dashboard.measures.counts import USUAL
from dashboard.measures.formulas import formula_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result, Row, unit_of
from dashboard.present.marks import named_in
from dashboard.present.number_words import luck_of, value_of
from dashboard.web import url_state
from dashboard.web.drawer import title_line
from dashboard.web.glossary import GLOSSARY
from dashboard.web.parts import Child
from dashboard.web.url_state import Known, View

_SENTENCE = re.compile(r"(?<=\.) (?=[A-Z])")
# By these words a sentence says that records are not counted.
_LEAVES_OUT = re.compile(
    r"\b(left out|counted apart|in neither|not counted|does not count|without money|are in no"
    r"|stand apart|we cannot tell|are not used|parked)\b"
)
# More ranges than this are read in the figure's CSV; the sentence's own are said here.
_MOST_RANGES = 6
_MOST_READ = 500


@dataclass(frozen=True)
class Counted:
    """One number, and what is needed to say how it is counted."""

    measure: Measure
    result: Result | None
    twin: Result | None
    sql: str
    view: View
    known: Known
    config: Config

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what to mind, the measure's own caveats first."""
        told = self.result.notes if self.result else ()
        return tuple(dict.fromkeys((*self.measure.caveats, *told)))


def counted_drawer(counted: Counted) -> list[Child]:
    """Return everything said about one number."""
    measure, result, view, known = counted.measure, counted.result, counted.view, counted.known
    parts = title_line("How is this counted?", measure.question, known, view)
    if result and result.finding:
        parts.append(html.P(result.finding, className="finding"))
    parts.append(_facts([(name, text) for name, text in _told(counted) if text]))
    query = url_state.write(View(view.filters, about=measure.id), known)
    return [*parts, *_ways_on(measure, counted.sql, query)]


def _told(counted: Counted) -> Iterator[tuple[str, str]]:
    measure, result = counted.measure, counted.result
    definition, left_out = apart(measure.definition)
    yield "Definition", definition
    yield "Counted", measure.numerator
    yield "Of", measure.denominator
    minded = [apart(note) for note in counted.notes]
    for text in (*_customers(counted), left_out, *(out for _, out in minded)):
        yield "Left out", text
    yield "Formula", formula_of(measure)
    yield "Kind", f"{words.word(measure.grade)}; {words.word(measure.school)}"
    if result:
        yield "Here", result.population
        for text in _ranges(result, counted.config.company.currency):
            yield "Range", text
    for text, _ in minded:
        yield "Mind", text
    for need in result.needs if result else ():
        yield "Missing", need
    if counted.twin:
        twin = counted.twin
        ledger = words.word(twin.measure.school)
        yield "Other ledger", f"{ledger}: {twin.measure.question} {twin.finding} {twin.population}."
    yield "Other reading", result.other_reading if result else measure.other_reading
    yield "Next step", result.next_step if result else measure.next_step


def apart(text: str) -> tuple[str, str]:
    """Take the sentences that say who is left out from the others."""
    sentences = _SENTENCE.split(text)
    out = [each for each in sentences if _LEAVES_OUT.search(each)]
    return " ".join(each for each in sentences if each not in out), " ".join(out)


def _customers(counted: Counted) -> Iterator[str]:
    """Say that existing customers stand apart, where no caveat says so already."""
    is_new_business = counted.view.filters.population == "new_business"
    if counted.measure.records != "deals" or not counted.config.types or not is_new_business:
        return
    if not any("new business" in note.lower() for note in counted.notes):
        yield "Deals with existing customers: new business alone is counted."


def _ways_on(measure: Measure, sql: str, query: str) -> list[Child]:
    """Return the SQL, what can be taken along, and the same on the command line."""
    return [
        html.Details(
            [html.Summary("From file to number, with the SQL"), html.Pre(html.Code(sql))],
            className="sql",
        ),
        html.Div(
            [
                html.A(
                    "CSV of the figure",
                    href=f"/csv/figure{query}",
                    className="button",
                    **{"data-download": "yes"},
                ),
                html.Button("Copy link", type="button", className="button", **{"data-copy": "yes"}),
            ],
            className="actions",
        ),
        html.P(["The same on the command line: ", html.Code(f"gatecost measure {measure.id}")]),
    ]


def words_drawer(view: View, known: Known) -> list[Child]:
    """Return the words of the page, each explained."""
    return [
        *title_line("How we count", "Words on this page", known, view),
        _facts([(term[0].upper() + term[1:], said) for term, said in GLOSSARY.items()]),
        html.P(
            "Beside every number a ? opens its definition, its parts and its SQL.",
            className="note",
        ),
    ]


def _facts(facts: list[tuple[str, str]]) -> html.Dl:
    children: list[Child] = []
    for at, (name, text) in enumerate(facts):
        is_new = at == 0 or facts[at - 1][0] != name
        children += [
            html.Dt(name if is_new else "", className="" if is_new else "more"),
            html.Dd(text, className="" if is_new else "more"),
        ]
    return html.Dl(children, className="facts")


def _ranges(result: Result, currency: str) -> list[str]:
    """Say each interval in words."""
    said = []
    for row in _with_words(result):
        if row.low is None or row.high is None or row.value is None:
            continue
        unit = unit_of(result.measure, row)
        value, luck = value_of(row, unit, currency), luck_of(row, unit, currency)
        said.append(f"{_named(row)}{value}; luck alone could make it {luck}")
    return said


def _with_words(result: Result) -> Sequence[Row]:
    """Return the rows whose ranges are said: all of a few, else those of the sentence."""
    if len(result.rows) <= _MOST_RANGES:
        return result.rows
    named = set(named_in(result.measure, USUAL))
    return [row for row in result.rows[:_MOST_READ] if row.name in named]


def _named(row: Row) -> str:
    names = words.listed([words.word(str(each)) for each in row.keys.values()])
    return f"{names}: " if names else ""

"""How a number is counted: definition, parts, caveats, the other reading, and the SQL."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.formulas import formula_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result, Row, unit_of
from dashboard.web import url_state
from dashboard.web.drawer import title_line
from dashboard.web.glossary import GLOSSARY
from dashboard.web.parts import Child
from dashboard.web.url_state import Known, View


def counted_drawer(
    measure: Measure, result: Result | None, sql: str, view: View, known: Known, currency: str
) -> list[Child]:
    """Return everything said about one number."""
    parts = title_line("How is this counted?", measure.question, known, view)
    if result and result.finding:
        parts.append(html.P(result.finding, className="finding"))
    facts = [("Definition", measure.definition)]
    if measure.numerator:
        facts.append(("Counted", measure.numerator))
    if measure.denominator:
        facts.append(("Of", measure.denominator))
    facts.append(("Formula", formula_of(measure)))
    facts.append(("Kind", f"{words.word(measure.grade)}; {words.word(measure.school)}"))
    if result:
        facts.append(("Here", result.population))
        facts += [("Range", text) for text in _ranges(result, currency)]
        facts += [("Mind", note) for note in dict.fromkeys((*measure.caveats, *result.notes))]
        facts += [("Missing", need) for need in result.needs]
    else:
        facts += [("Mind", note) for note in measure.caveats]
    other = result.other_reading if result else measure.other_reading
    step = result.next_step if result else measure.next_step
    facts += [("Other reading", other), ("Next step", step)]
    parts.append(_facts([(name, text) for name, text in facts if text]))
    parts += _ways_on(measure, sql, url_state.write(View(view.filters, about=measure.id), known))
    return parts


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
    for row in result.rows:
        if row.low is None or row.high is None or row.value is None:
            continue
        unit = unit_of(result.measure, row)
        low, value, high = (
            words.in_unit(each, unit, currency) for each in (row.low, row.value, row.high)
        )
        said.append(f"{_named(row)}{value}; luck alone could make it {low} to {high}")
    return said


def _named(row: Row) -> str:
    names = words.listed([words.word(str(each)) for each in row.keys.values()])
    return f"{names}: " if names else ""

"""The guide: the two ledgers, the words, and how every answer is counted, from their headers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.measures import registry
from dashboard.measures.formulas import formula_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEW, FEWEST
from dashboard.present.pages import PAGES, home_of
from dashboard.web import url_state
from dashboard.web.glossary import GLOSSARY, TWO_LEDGERS, place_of
from dashboard.web.page_frame import foot, plain_line
from dashboard.web.parts import Child, aria
from dashboard.web.section import section
from dashboard.web.sheet import Sheet

_LEDGERS = (
    (
        "conventional",
        (
            "Leads, qualified leads, deals, win rate: how many reached each step, counted from "
            "the first contact on. Most reports show this, and funnels are steered by it."
        ),
    ),
    (
        "value-first",
        (
            "The same people and deals, read from the end: by which way each win came, what moved "
            "and what fell silent, and what became of those a gate had turned away."
        ),
    ),
)
_READING = (
    (
        f"Fewer than {FEWEST} records give no rate: 3 of 7. From {FEWEST} to {FEW - 1} a share is "
        f"shown and not compared. From {FEW} on it carries its range."
    ),
    (
        "A range such as (33 to 44) is what chance alone could make of the same process. Two "
        "numbers are called different where the difference lies beyond it."
    ),
    (
        "Counted: it happened so often. Like with like: compared within the same kind of deal. "
        "Lies between: the records allow anything from one end to the other."
    ),
    "A dash stands for what cannot be known; zero is always a counted zero.",
)
_ALONG = (
    ("Link", "Filters, open answers and the open list are in the address: copy it and send it."),
    ("CSV", "Every figure, every list and every page is one click from its numbers."),
    ("Views", "A name for a page with its filters: [[view]] in gatecost.toml, under Views above."),
    (
        "In another page",
        (
            "Add embed=1 to an address for the page alone, or embed=1&only= and the name of an "
            "answer for that answer alone. [server] may_embed names the sites that may show it."
        ),
    ),
    (
        "Reports",
        (
            "gatecost snapshot keeps what all pages say on one day. The page Reports has each of "
            "them, and says what changed between any two."
        ),
    ),
    ("On paper", "Print any page: the filters stand in words above, open answers are printed."),
    ("Keys", "/ finds any question; Esc closes what is open; Tab reaches everything."),
)


def guide(sheet: Sheet) -> list[Child]:
    """Return the whole page; nothing on it depends on the data or on the reader."""
    return [
        html.Div(
            [
                plain_line(sheet, "What the numbers mean, whatever the filters."),
                html.Div(
                    [
                        html.H1("One company, two ledgers, and how each number is counted."),
                        html.P(TWO_LEDGERS, className="gates"),
                    ],
                    className="head",
                ),
                section("The two ledgers", "", _ledgers(), name="ledgers-explained"),
                section("How a number reads", "", _paragraphs(), name="reading"),
                section("Words", "", _words(), name="words"),
                *_answers(sheet),
                section("To take along", "", _facts(_ALONG), name="along"),
                foot(sheet),
            ],
            className="topic guide",
        )
    ]


def _ledgers() -> html.Div:
    sides = [
        html.Div([html.H3(words.begun(words.word(school))), html.P(said)])
        for school, said in _LEDGERS
    ]
    return html.Div(sides, className="two-ledgers")


def _paragraphs() -> html.Ul:
    return html.Ul([html.Li(each) for each in _READING], className="reading")


def _words() -> html.Dl:
    children: list[Child] = []
    for term, said in GLOSSARY.items():
        children += [html.Dt(words.begun(term), id=place_of(term)), html.Dd(said)]
    return html.Dl(children, className="facts")


def _answers(sheet: Sheet) -> list[Child]:
    """Return every question by the page that answers it."""
    measures = list(registry.load())
    found: list[Child] = []
    for page in PAGES:
        here = [each for each in measures if home_of(each.id) is page]
        if here:
            entries = [_entry(sheet, each) for each in here]
            found.append(
                section(
                    f"Answers on {page.name}", "", *entries, name=f"answers-{page.path.strip('/')}"
                )
            )
    return found


def _entry(sheet: Sheet, measure: Measure) -> html.Div:
    """Return one question; what its header says is drawn where the address opens it."""
    is_open = measure.id in sheet.opened
    others = tuple(each for each in sheet.opened if each != measure.id)
    line = html.A(
        [
            html.Span(measure.question, className="question"),
            html.Span(measure.title, className="says"),
        ],
        href=sheet.here(opened=others if is_open else (*others, measure.id)),
        className="summary",
        **aria(expanded=str(is_open).lower()),
        **{"data-line": measure.id},
    )
    facts = [_facts(facts_of(measure)), html.P(_ways(sheet, measure), className="ways-on")]
    told = [html.Div(facts, className="opened")] if is_open else []
    return html.Div([line, *told], id=measure.id, className="answer open" if is_open else "answer")


def facts_of(measure: Measure) -> tuple[tuple[str, str], ...]:
    """Return what a measure's header says, under the names that a reader knows."""
    grade, school = words.word(measure.grade), words.word(measure.school)
    facts = (
        ("Definition", measure.definition),
        ("Counted", measure.numerator),
        ("Of", measure.denominator),
        ("Formula", formula_of(measure)),
        ("Kind", f"{grade}; {school}"),
        *(("Mind", caveat) for caveat in measure.caveats),
        ("Other reading", measure.other_reading),
        ("Next step", measure.next_step),
    )
    return tuple((name, said) for name, said in facts if said)


def _ways(sheet: Sheet, measure: Measure) -> list[Child]:
    ways: list[Child] = [html.A("See the answer", href=answer_address(sheet, measure.id))]
    if measure.twin:
        twin = sheet.here(opened=(*sheet.opened, measure.twin))
        ways.append(html.A("Its twin in the other ledger", href=f"{twin}#{measure.twin}"))
    command = html.Code(f"gatecost measure {measure.id}")
    return [*(html.Span([way, " · "]) for way in ways), command]


def answer_address(sheet: Sheet, measure_id: str) -> str:
    """Return the address at which a page gives an answer: open, and with its place."""
    page = home_of(measure_id)
    if page is None:
        return sheet.about(measure_id)
    opened = (measure_id,) if measure_id in page.more else ()
    view = replace(sheet.view.elsewhere(), opened=opened)
    kept = url_state.write(view, sheet.known).removesuffix("?")
    return f"{page.path}{kept}#{measure_id}"


def _facts(facts: Iterable[tuple[str, str]]) -> html.Dl:
    children: list[Child] = []
    for name, said in facts:
        children += [html.Dt(name), html.Dd(said)]
    return html.Dl(children, className="facts")

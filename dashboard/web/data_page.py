"""The page Data: whether the records can carry what is said on the other pages.

Files and rows, what was put aside, what does not fit together, and what each missing export
would unlock, the most useful first.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.inventory import Inventory, Unlock
from dashboard.present.data_words import headline, rows_read
from dashboard.present.sentence import plural
from dashboard.web import data_files, data_fit
from dashboard.web.listing import Column, listing
from dashboard.web.page_frame import plain_line
from dashboard.web.parts import Child, counted, sentence
from dashboard.web.section import section
from dashboard.web.sheet import Sheet


def data_page(sheet: Sheet, inventory: Inventory) -> list[Child]:
    """Return the whole page; a part with nothing to tell says so in a line."""
    return [
        plain_line(sheet, "Everything that was exported, whatever the filters."),
        html.Div(
            [
                html.H1([*sentence(headline(sheet)), counted(sheet.about("path_mix"), "traced")]),
                html.P(rows_read(inventory), className="gates"),
            ],
            className="head",
        ),
        _unlocks(inventory.unlocks),
        data_files.files(sheet, inventory),
        data_files.put_aside(sheet, inventory),
        data_files.contradictions(sheet, inventory),
        data_fit.joins(inventory),
        data_fit.coverage(inventory),
        *data_fit.systems(inventory),
        data_fit.restated(sheet, inventory),
        _assumed(inventory),
    ]


def part_of_data(sheet: Sheet) -> list[Child]:
    """Say to a reader of a part that this page speaks of the whole."""
    return [
        plain_line(sheet, "Everything that was exported."),
        html.Div(
            [
                html.H1("Exports are told of as a whole."),
                html.P(
                    "This page speaks of the whole company's exports; yours is a part of it.",
                    className="gates",
                ),
            ],
            className="head",
        ),
    ]


def _unlocks(unlocks: Sequence[Unlock]) -> html.Section:
    title = "What another export would answer"
    if not unlocks:
        well = html.P("Every question that we know can be answered.", className="all-well")
        return section(title, "", well, name="unlocks")
    items = [
        html.Li(
            [
                html.Div(
                    [
                        html.B(words.begun(each.needs)),
                        html.Span(each.where, className="how"),
                    ]
                ),
                html.Div(
                    [
                        html.Div(f"unlocks {plural(len(each.questions), 'answer')}"),
                        html.Div(" · ".join(each.questions), className="unlocks"),
                    ]
                ),
            ]
        )
        for each in unlocks
    ]
    return section(
        title, "The most useful first.", html.Ol(items, className="todo"), name="unlocks"
    )


def _assumed(inventory: Inventory) -> html.Section:
    rows = [(each.name, each.value, each.said) for each in inventory.assumed]
    columns = (Column("what"), Column("here"), Column("what it decides"))
    note = "Set in gatecost.toml; these are in force."
    table = listing(columns, rows, name="In force")
    return section("What we take as given", note, table, name="assumed")

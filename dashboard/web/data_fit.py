"""How the exports fit: references, how full tables are, two systems, what was restated."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.inventory import Coverage, Inventory, LinkLine
from dashboard.present.sentence import plural
from dashboard.web.listing import Column, listing
from dashboard.web.section import section
from dashboard.web.sheet import Sheet


def joins(inventory: Inventory) -> html.Section:
    """Return the references that lead nowhere, and how many always lead to a row."""
    title = "Do the tables fit together?"
    named = [each for each in inventory.joins if each.filled]
    loose = [each for each in named if each.unmatched]
    rows = [
        (
            f"{words.column(each.column_name)} of {words.table(each.table_name)}",
            words.table(each.refers_to),
            words.count(each.filled),
            words.count(each.unmatched),
            f"{words.in100((each.filled - each.unmatched) / each.filled)} in 100",
        )
        for each in loose
    ]
    columns = (
        Column("what is named"), Column("looked up in"), Column("named", is_number=True),
        Column("not there", is_number=True), Column("found", is_number=True),
    )  # fmt: skip
    whole = len(named) - len(loose)
    leads = "leads" if whole == 1 else "lead"
    fits = f"{plural(whole, 'reference')} from one table to another always {leads} to a row."
    body = [listing(columns, rows, name=title)] if rows else []
    return section(title, "", html.P(fits, className="all-well"), *body, name="joins")


def coverage(inventory: Inventory) -> html.Section:
    """Return of each table which columns are filled in part, and which never."""
    title = "How full the tables are"
    tables: dict[str, list[Coverage]] = {}
    for each in inventory.coverage:
        tables.setdefault(each.table_name, []).append(each)
    rows = [
        (
            words.table(name),
            words.count(columns[0].table_rows),
            _partly(columns),
            words.listed([words.column(each.column_name) for each in columns if not each.filled]),
        )
        for name, columns in tables.items()
    ]
    headings = (
        Column("table"), Column("rows", is_number=True),
        Column("filled in part, of 100 rows"), Column("never filled"),
    )  # fmt: skip
    return section(title, "", listing(headings, rows, name=title), name="coverage")


def _partly(columns: Sequence[Coverage]) -> str:
    return ", ".join(
        f"{words.column(each.column_name)} {words.in100(each.filled / each.table_rows)}"
        for each in columns
        if 0 < each.filled < each.table_rows
    )


def systems(inventory: Inventory) -> list[html.Section]:
    """Say what two systems hold of each other; one system alone has nothing to compare."""
    if not inventory.links:
        return []
    rows = [
        (
            _pair(each),
            words.count(each.matched),
            words.count(each.only_here),
            words.count(each.only_there),
            words.count(each.conflicts),
        )
        for each in inventory.links
    ]
    columns = (
        Column("what"), Column("in both", is_number=True), Column("first alone", is_number=True),
        Column("second alone", is_number=True), Column("values that differ", is_number=True),
    )  # fmt: skip
    note = (
        "A record that both hold is counted once, as the system of record has it. Stages and "
        "owners that never agree go by other names in the other system, and count as no difference."
    )
    table = listing(columns, rows, name="Two systems")
    return [section("Two systems, one account", note, table, name="systems")]


def _pair(line: LinkLine) -> str:
    systems = f"{line.source_name} and {line.other_source}"
    return f"{words.table(line.table_name)}: {systems} ({words.word(line.how)}, {line.strength})"


def restated(sheet: Sheet, inventory: Inventory) -> html.Section:
    """Return what an earlier build said otherwise."""
    title = "What the past says differently now"
    if not inventory.restated:
        well = html.P("No build before this one said anything else.", className="all-well")
        return section(title, "", well, name="restated")
    rows = [
        (
            f"{words.table(each.table_name)}: {words.column(each.column_name)}",
            html.A(
                words.count(each.records),
                href=sheet.behind(
                    "restatements", table_name=each.table_name, column_name=each.column_name
                ),
            ),
            words.date(each.last_as_of),
        )
        for each in inventory.restated
    ]
    columns = (Column("what"), Column("records", is_number=True), Column("last seen with data to"))
    note = "The same record and the same day, another value than an earlier build had."
    return section(title, note, listing(columns, rows, name=title), name="restated")

"""What was read: the files, the rows put aside, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.inventory import FileLine, Inventory
from dashboard.present.data_words import of_one_file
from dashboard.web.listing import Column, listing
from dashboard.web.parts import Child
from dashboard.web.section import section
from dashboard.web.sheet import Sheet

_FILE_COLUMNS = (
    Column("file"), Column("becomes"), Column("read", is_number=True),
    Column("taken in", is_number=True), Column("put aside", is_number=True), Column("what of it"),
)  # fmt: skip


def files(sheet: Sheet, inventory: Inventory) -> html.Section:
    """Return what became of each file; one that became several tables was still read once."""
    rows = [_row(sheet, its) for its in of_one_file(inventory.files)]
    note = "Rows read are rows taken in and rows put aside, for each file."
    table = listing(_FILE_COLUMNS, rows, name="Files")
    return section("The files", note, table, name="files")


def _row(sheet: Sheet, its: Sequence[FileLine]) -> tuple[Child, ...]:
    tables = [words.table(each.table_name) for each in its if each.table_name]
    return (
        its[0].file,
        words.listed(tables) or "nothing",
        words.count(max(each.read for each in its)),
        _each_or_all(its, [words.count(each.accepted) for each in its]),
        _each_or_all(its, [_aside(sheet, each) for each in its]),
        ", ".join(dict.fromkeys(filter(None, map(_said_of, its)))),
    )


def _each_or_all(its: Sequence[FileLine], told: Sequence[Child]) -> Child:
    """Say once what holds for every table that a file became, else of which table each is."""
    if all(each == told[0] for each in told):
        return told[0]
    named = [
        [each, f" as {words.table(line.table_name)}"] for line, each in zip(its, told, strict=True)
    ]
    return html.Span(
        [part for at, each in enumerate(named) for part in (", " if at else "", *each)]
    )


def _said_of(line: FileLine) -> str:
    """Say what became of a file as a whole."""
    if line.reason:
        return f"{words.word(line.status)}: {line.reason}"
    return "" if line.status in ("accepted", "quarantined") else words.word(line.status)


def _aside(sheet: Sheet, line: FileLine) -> Child:
    if not line.quarantined:
        return "0"
    address = sheet.behind(
        "put_aside", source=line.source_name, file=line.file, table_name=line.table_name
    )
    return html.A(words.count(line.quarantined), href=address)


def put_aside(sheet: Sheet, inventory: Inventory) -> html.Section:
    """Return the reasons for which rows were put aside, each with its rows and its mend."""
    title = "Rows put aside"
    if not inventory.reasons:
        well = html.P("No row had to be put aside.", className="all-well")
        return section(title, "", well, name="put-aside")
    rows = [
        (
            each.said,
            html.A(words.count(each.records), href=sheet.behind("put_aside", reason=each.reason)),
            each.mend,
        )
        for each in inventory.reasons
    ]
    columns = (Column("why"), Column("rows", is_number=True), Column("how to mend it"))
    note = (
        "None of these rows is in any number. Mend the file and build again: they come in. "
        "The folder quarantine holds them as CSV."
    )
    return section(title, note, listing(columns, rows, name=title), name="put-aside")


def contradictions(sheet: Sheet, inventory: Inventory) -> html.Section:
    """Return what contradicts itself, each kind with its records."""
    title = "What contradicts itself"
    if not inventory.contradictions:
        well = html.P("Nothing in these exports contradicts itself.", className="all-well")
        return section(title, "", well, name="contradictions")
    rows = [
        (
            each.title,
            html.A(words.count(each.records), href=sheet.behind("contradictions", kind=each.kind)),
            each.mend,
        )
        for each in inventory.contradictions
    ]
    columns = (Column("what"), Column("records", is_number=True), Column("how to mend it"))
    note = "These records are counted all the same, as the files say."
    return section(title, note, listing(columns, rows, name=title), name="contradictions")

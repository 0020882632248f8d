"""The page Data: whether the records can carry what is said on the other pages.

Files and rows, what was put aside, what does not fit together, and what each missing export
would unlock, the most useful first.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.inventory import Coverage, FileLine, Inventory, LinkLine, Unlock
from dashboard.web import overview_words, totals
from dashboard.web.listing import Column, listing
from dashboard.web.parts import Child, Part, counted, plural, sentence
from dashboard.web.sheet import Sheet


def data_page(sheet: Sheet, inventory: Inventory) -> list[Child]:
    """Return the whole page; a part with nothing to tell says so in a line."""
    return [
        html.Div(
            [
                html.Div(
                    "Everything that was exported, whatever the filters.", className="filters"
                ),
                html.Div(
                    html.Button("Copy link", className="act", type="button", id="copy-link"),
                    className="acts",
                ),
            ],
            className="first-line",
        ),
        html.Div(
            [
                html.H1([*sentence(headline(sheet)), counted(sheet.about("path_mix"), "traced")]),
                html.P(rows_read(inventory), className="gates"),
                totals.totals_line(sheet),
            ],
            className="head",
        ),
        _unlocks(inventory.unlocks),
        _files(sheet, inventory),
        _put_aside(sheet, inventory),
        _contradictions(sheet, inventory),
        _joins(inventory),
        _coverage(inventory),
        *_systems(inventory),
        _restated(sheet, inventory),
        _assumed(inventory),
    ]


def headline(sheet: Sheet) -> list[Part]:
    """Say how much of what was won can be traced to a person, in money where money is known."""
    deals = overview_words.wins(sheet)
    if deals == 0:
        return [("No wins in this period: nothing to trace yet.", "")]
    if sheet.usable("path_mix") is None:
        return [("Where our wins came from, these exports do not say yet.", "")]
    for statistic, noun in (("amount", "the money we won"), ("deals", "the deals we won")):
        whole = sum(
            sheet.numerator("path_mix", part=each, statistic=statistic)
            for each in words.PATH_CLASSES
        )
        untraced = overview_words.won_by(sheet, ("unlinked",), statistic)
        if whole > 0:
            traced = words.in100(1 - untraced / whole)
            return [
                (f"{traced} in 100", "strong"),
                (f" of {noun} can be traced to the person it came through.", ""),
            ]
    return [("What was won has no amounts and no paths to trace.", "")]


def rows_read(inventory: Inventory) -> str:
    """Say how many rows were read, and that none was lost."""
    # One file may become several tables; its rows were read once.
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    for each in inventory.files:
        if each.status == "ignored":
            continue
        known = rows.get((each.source_name, each.file), (0, 0))
        rows[each.source_name, each.file] = max(known, (each.read, each.quarantined))
    files, read = len(rows), sum(each for each, _ in rows.values())
    aside = sum(each for _, each in rows.values())
    if read == 0:
        return "Nothing was read."
    kept = "all of them taken in" if aside == 0 else f"{words.count(aside)} put aside with reasons"
    return f"{plural(read, 'row')} read from {plural(files, 'file')}, {kept}. None was lost."


def _section(title: str, note: str, *body: Child, name: str) -> html.Section:
    head = html.Div(html.H2(title), className="section-head")
    said = [html.P(note, className="section-note")] if note else []
    return html.Section([head, *said, *body], id=name)


def _unlocks(unlocks: Sequence[Unlock]) -> html.Section:
    title = "What another export would answer"
    if not unlocks:
        well = html.P("Every question that we know can be answered.", className="all-well")
        return _section(title, "", well, name="unlocks")
    items = [
        html.Li(
            [
                html.Div(
                    [
                        html.B(each.needs[:1].upper() + each.needs[1:]),
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
    return _section(
        title, "The most useful first.", html.Ol(items, className="todo"), name="unlocks"
    )


_FILE_COLUMNS = (
    Column("file"), Column("becomes"), Column("read", is_number=True),
    Column("taken in", is_number=True), Column("put aside", is_number=True), Column("what of it"),
)  # fmt: skip


def _files(sheet: Sheet, inventory: Inventory) -> html.Section:
    rows = [
        (
            each.file,
            words.table(each.table_name) if each.table_name else "nothing",
            words.count(each.read),
            words.count(each.accepted),
            _aside(sheet, each),
            _said_of(each),
        )
        for each in inventory.files
    ]
    note = "Rows read are rows taken in and rows put aside, for each file."
    table = listing(_FILE_COLUMNS, rows, name="Files")
    return _section("The files", note, table, name="files")


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


def _put_aside(sheet: Sheet, inventory: Inventory) -> html.Section:
    title = "Rows put aside"
    if not inventory.reasons:
        well = html.P("No row had to be put aside.", className="all-well")
        return _section(title, "", well, name="put-aside")
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
    return _section(title, note, listing(columns, rows, name=title), name="put-aside")


def _contradictions(sheet: Sheet, inventory: Inventory) -> html.Section:
    title = "What contradicts itself"
    if not inventory.contradictions:
        well = html.P("Nothing in these exports contradicts itself.", className="all-well")
        return _section(title, "", well, name="contradictions")
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
    return _section(title, note, listing(columns, rows, name=title), name="contradictions")


def _joins(inventory: Inventory) -> html.Section:
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
    return _section(title, "", html.P(fits, className="all-well"), *body, name="joins")


def _coverage(inventory: Inventory) -> html.Section:
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
    return _section(title, "", listing(headings, rows, name=title), name="coverage")


def _partly(columns: Sequence[Coverage]) -> str:
    return ", ".join(
        f"{words.column(each.column_name)} {words.in100(each.filled / each.table_rows)}"
        for each in columns
        if 0 < each.filled < each.table_rows
    )


def _systems(inventory: Inventory) -> list[html.Section]:
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
        Column("second alone", is_number=True), Column("say it differently", is_number=True),
    )  # fmt: skip
    note = "A record that both hold is counted once, as the system of record has it."
    table = listing(columns, rows, name="Two systems")
    return [_section("Two systems, one account", note, table, name="systems")]


def _pair(line: LinkLine) -> str:
    systems = f"{line.source_name} and {line.other_source}"
    return f"{words.table(line.table_name)}: {systems} ({words.word(line.how)}, {line.strength})"


def _restated(sheet: Sheet, inventory: Inventory) -> html.Section:
    title = "What the past says differently now"
    if not inventory.restated:
        well = html.P("No build before this one said anything else.", className="all-well")
        return _section(title, "", well, name="restated")
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
    return _section(title, note, listing(columns, rows, name=title), name="restated")


def _assumed(inventory: Inventory) -> html.Section:
    rows = [(each.name, each.value, each.said) for each in inventory.assumed]
    columns = (Column("what"), Column("here"), Column("what it decides"))
    note = "Set in gatecost.toml; these are in force."
    table = listing(columns, rows, name="In force")
    return _section("What we take as given", note, table, name="assumed")

"""What `gatecost check` says to people: the worst first, short, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from dashboard import words
from dashboard.cli import printing
from dashboard.ingest import contract
from dashboard.ingest.accounts import FileLoad
from dashboard.ingest.check import AsideReport, CheckReport
from dashboard.ingest.reasons import reason
from dashboard.ingest.why import Fault, Why

_ORDER = ("refused", "quarantined", "accepted", "ignored")
# Blank columns and broken references of one table that are shown in a line.
_SHOWN = 3


def show(
    report: CheckReport,
    measures: Sequence[Mapping[str, object]],
    unlocks: Sequence[Mapping[str, object]],
    *,
    cannot_build: bool,
) -> None:
    """Print files, rows put aside, tables, contradictions, measures and the next step."""
    _section("Files", _files(report), "nothing is read: declare a [[source]] in gatecost.toml")
    for line in _not_chosen(report.files):
        printing.text(f"  {line}")
    _paragraphs("Rows put aside", map(_aside, report.aside))
    for table, rows in report.held_out.items():
        printing.text(f"  {rows:,} rows of {words.table(table)} are later than the as-of time.")
    _section("Tables", _tables(report), "no table has a row")
    _paragraphs("Contradictions", _contradictions(report))
    _measures(measures, unlocks)
    _heading("Next")
    printing.text(f"  {_next_step(report, cannot_build=cannot_build)}")


def _heading(title: str) -> None:
    printing.styled(Text(f"\n{title}", style="bold"))


def _section(title: str, rows: Sequence[Mapping[str, object]], empty: str) -> None:
    _heading(title)
    if rows:
        printing.plain_table(rows)
    else:
        printing.text(f"  {empty}")


def _paragraphs(title: str, found: Iterator[Sequence[str]]) -> None:
    paragraphs = list(found)
    if not paragraphs:
        return
    _heading(title)
    for first, *rest in paragraphs:
        printing.text(f"  {first}")
        for line in rest:
            printing.text(f"      {line}")


def _files(report: CheckReport) -> list[dict[str, object]]:
    files = sorted(
        (*report.files, *report.ignored),
        key=lambda each: (_ORDER.index(each.status), -each.quarantined),
    )
    return printing.files_table(files)


def _not_chosen(files: Sequence[FileLoad]) -> Iterator[str]:
    """Yield what each map leaves out on purpose: it is not lost."""
    for each in files:
        for one in each.maps:
            yield (
                f"{each.file} to {each.table_name}, {one.map}: {one.chosen:,} rows chosen, "
                f"{one.not_chosen:,} not chosen"
            )


def _aside(each: AsideReport) -> list[str]:
    about = reason(each.reason)
    value = f", first {each.value!r}" if each.value else ""
    column = f", column {each.column!r}{value}" if each.column else ""
    rows = f"{each.rows:,} of {each.file} for {words.table(each.table)}{column}"
    return [
        f"{rows}: {about.words} [{each.reason}]",
        about.mend,
        f"See one: gatecost check --why {each.file}:{each.line}",
    ]


def _tables(report: CheckReport) -> list[dict[str, object]]:
    lines = []
    for each in report.tables:
        broken = [one for one in report.joins if one.table == each.table and one.unmatched]
        # Slots of dimensions are the config's own, and blank where a group is not known.
        blanks = [pair for pair in each.blanks.items() if pair[0] not in contract.DIMENSION_COLUMNS]
        lines.append(
            {
                "table": each.table,
                "rows": each.rows,
                "keys": f"{each.distinct_keys:,}" if each.key else "",
                "duplicates": sum(each.duplicates.values()),
                "leads nowhere": ", ".join(
                    f"{one.column} {one.unmatched:,} of {one.filled:,}" for one in broken[:_SHOWN]
                ),
                "most blank": ", ".join(f"{name} {count:,}" for name, count in blanks[:_SHOWN]),
            }
        )
    return lines


def _contradictions(report: CheckReport) -> Iterator[list[str]]:
    for each in report.contradictions:
        yield [
            f"{each.severity}: {each.title}: {each.rows:,}",
            f"such as {'; '.join(each.examples)}",
            each.mend,
        ]


def _measures(
    measures: Sequence[Mapping[str, object]], unlocks: Sequence[Mapping[str, object]]
) -> None:
    if not measures:
        return
    _heading("Measures")
    computable = sum(each["status"] == "ok" for each in measures)
    printing.text(f"  {computable} of {len(measures)} measures can be computed.")
    for each in unlocks:
        waiting = each["measures"]
        count = len(waiting) if isinstance(waiting, list) else 0
        printing.text(f"  - {each['need']} (for {count} of them): {each['way']}")


def _next_step(report: CheckReport, *, cannot_build: bool) -> str:
    if report.refused:
        return f"Mend or leave out {words.listed(report.refused)}: nothing is built without them."
    if cannot_build:
        return "Mend what is told below: nothing is built until then."
    if report.aside:
        worst = report.aside[0]
        return (
            f"Mend {worst.file} first ({worst.rows:,} rows), or run `gatecost build`: it writes "
            "them to quarantine/ and goes on without them."
        )
    return "Run `gatecost build`."


def explain(found: Sequence[Why]) -> None:
    """Print why rows were put aside: what stands there, what is wrong, how to mend it."""
    for each in found:
        byte = f", byte {each.byte_position:,}" if each.byte_position else ""
        printing.styled(Text(f"{each.file}, line {each.line}{byte}", style="bold"))
        printing.text(f"Row {each.row} of the quarantine, put aside for {each.table}.")
        if each.says is not None:
            printing.text("\nThe export says:")
            for line in each.says.split("\n"):
                printing.text(f"  {line}")
        for fault in each.faults:
            printing.text("")
            for line in _fault_lines(fault):
                printing.text(line)


def _fault_lines(fault: Fault) -> Iterator[str]:
    place = f"Column {fault.heading!r}" if fault.heading else "The row"
    is_ours = fault.column and fault.column != fault.heading
    meant = f" (read as {fault.column})" if is_ours else ""
    value = f" has {fault.value!r}" if fault.value else (" is blank" if fault.heading else "")
    yield f"{place}{meant}{value}: {fault.words} [{fault.code}]."
    if fault.kept:
        yield f"Kept instead: {fault.kept}."
    yield f"To mend it: {fault.mend}"

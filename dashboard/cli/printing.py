"""What the commands print: results on stdout, everything else on stderr."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from dashboard import words
from dashboard.ingest import FileLoad
from dashboard.ingest import Progress as Report
from dashboard.measures.changes import Change, Compared
from dashboard.measures.result import Result, Row, guarded, unit_of

# Where stdout is no terminal nothing is folded: a log or a pipe has no width.
_PIPE_WIDTH = 400


def _console() -> Console:
    is_terminal = sys.stdout.isatty()
    return Console(
        width=None if is_terminal else _PIPE_WIDTH, highlight=False, soft_wrap=not is_terminal
    )


def text(content: str) -> None:
    """Print text as it is."""
    sys.stdout.write(content.rstrip("\n") + "\n")


def aside(content: str) -> None:
    """Say something that is no result."""
    sys.stderr.write(content + "\n")


def styled(content: Text) -> None:
    """Print text in bold or dim, where the terminal can."""
    _console().print(content)


def json_object(content: object) -> None:
    """Print one JSON object; no number that JSON does not know."""
    text(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False, default=_as_text))


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def csv_rows(rows: Sequence[Mapping[str, object]], headings: Sequence[str] = ()) -> None:
    """Print rows as CSV that a spreadsheet opens without running anything."""
    names = list(headings) or list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if names:
        writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)


def _cell(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return guarded(value)


def plain_table(rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows as a table for people."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    # Rows of one answer may tell different things.
    names = list(dict.fromkeys(name for row in rows for name in row))
    for name in names:
        is_number = all(isinstance(row.get(name), int | float) for row in rows)
        table.add_column(name, justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*(Text(_shown(row.get(name))) for name in names))
    _console().print(table)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return words.count(value) if isinstance(value, int | float) else str(value)


def answer_table(result: Result, currency: str) -> None:
    """Print an answer for people: question, finding, rows, and what to know about them."""
    measure = result.measure
    _console().print(Text(measure.question))
    _console().print(Text(result.finding, style="bold"))
    _console().print(Text(f"{result.population} ({result.time_zone})", style="dim"))
    if result.rows:
        text("")
        plain_table([_line(result, row, currency) for row in result.rows])
    text("")
    notes = (*result.needs, *_of_comparison(result), *result.notes)
    for note in (*notes, result.other_reading, result.next_step):
        if note:
            _console().print(Text(f"- {note}"))


def _line(result: Result, row: Row, currency: str) -> dict[str, str]:
    unit = unit_of(result.measure, row)
    line = {name: _key(name, value) for name, value in row.keys.items()}
    details = {name: value for name, value in row.details.items() if name != "unit"}
    line |= {name: "" if value is None else str(value) for name, value in details.items()}
    line["value"] = _number(row.value, unit, currency)
    if any(each.bound_low is not None for each in result.rows):
        line["records allow"] = _range(row.bound_low, row.bound_high, unit, currency)
    line["with luck"] = _range(row.low, row.high, unit, currency)
    line |= {"n": words.count(row.n), "events": words.count(row.events)}
    line["status"] = words.word(row.status)
    change = result.compared.of(row) if result.compared else None
    return {**line, **_beside(result.compared, change, unit, currency)}


def _beside(
    compared: Compared | None, change: Change | None, unit: str, currency: str
) -> dict[str, str]:
    """Return the cells of the other side; none where the answer is set beside nothing."""
    if compared is None or change is None:
        return {}
    other, by = change.other, change.by
    shown = _number(other.value, unit, currency) if other else "-"
    if other and other.bound_low is not None:
        shown = _range(other.bound_low, other.bound_high, unit, currency)
    gap = ""
    if by.low is not None and by.high is not None:
        size = f"{words.gap(by.value, unit, currency)}, " if by.value is not None else ""
        gap = f"{size}{words.gap_between(by.low, by.high, unit, currency)}"
    status = f"{words.word(change.status)}{f': {change.why}' if change.why else ''}"
    return {compared.against.label: shown, "difference": gap, "compared": status}


def _of_comparison(result: Result) -> list[str]:
    """Say what an answer was compared with, and what keeps it from being compared."""
    compared = result.compared
    if compared is None:
        return []
    if compared.reason or compared.other is None:
        return [compared.reason]
    said = [f"Compared with {compared.against.label}: {compared.other.population}."]
    if compared.whole is not None and compared.whole.other is not None:
        records = words.count(compared.whole.other.value)
        said.append(f"Records there: {records} ({words.word(compared.whole.status)}).")
    return [*said, compared.note]


def _key(name: str, value: object) -> str:
    """Code words are put in words; what the company calls its groups stays as it is."""
    if isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    text = "" if value is None else str(value)
    return text if name in ("group", "record_id") else words.word(text)


def _number(value: float | None, unit: str, currency: str) -> str:
    return "-" if value is None else words.in_unit(value, unit, currency)


def _range(low: float | None, high: float | None, unit: str, currency: str) -> str:
    if low is None and high is None:
        return ""
    return f"{_number(low, unit, currency)} to {_number(high, unit, currency)}"


def files_table(files: Sequence[FileLoad]) -> list[dict[str, object]]:
    """Return what became of each file: read = accepted + quarantined."""
    return [
        {
            "file": each.file,
            "table": each.table_name,
            "status": each.status,
            "read": each.read,
            "accepted": each.accepted,
            "quarantined": each.quarantined,
            "why": each.reason or ", ".join(f"{k} {v:,}" for k, v in each.reasons.items()),
        }
        for each in files
    ]


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """Show which step is under way; silent when stdout is no terminal."""
    console = Console(stderr=True)
    if not sys.stdout.isatty():
        yield lambda _: None
        return
    with console.status("Beginning") as status:
        yield status.update


@contextmanager
def progress() -> Iterator[Report]:
    """Show a bar for long work; silent when stdout is no terminal."""
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[read]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stdout.isatty(),
        transient=True,
    )
    with bars:
        task = bars.add_task("Reading", total=None, read="")

        def report(file: str, rows: int, size: int, total: int) -> None:
            of_all = f" of {total / 1e6:,.1f}" if total else ""
            read = f"{rows:,} rows, {size / 1e6:,.1f}{of_all} MB"
            bars.update(task, description=file, total=total or None, completed=size, read=read)

        yield report

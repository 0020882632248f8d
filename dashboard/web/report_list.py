"""The archive as a list: each report with its day, of what it is, what it told, and its files."""

from __future__ import annotations

from pathlib import PurePosixPath

from dash import html

from dashboard import words
from dashboard.measures import registry
from dashboard.present.sentence import plural
from dashboard.snapshots.archive import NUMBERS, PDF, REPORT, Snapshot
from dashboard.web.archive_sight import told_of
from dashboard.web.archive_words import asked_words
from dashboard.web.frozen import frozen
from dashboard.web.listing import Column, listing
from dashboard.web.parts import Child, aria
from dashboard.web.reports_room import ReportsRoom
from dashboard.web.section import section

_COLUMNS = (
    Column("Data to"), Column("Of what"), Column("What it told"), Column("Files"),
)  # fmt: skip
_ROWS = "rows/"
# So many stand in sight, and so many the page names at all.
_FIRST = 12
_MOST = 300


def archive_list(room: ReportsRoom) -> html.Section:
    """Return the snapshots that this reader may see, the newest first."""
    snapshots = room.archive.snapshots
    first, older = snapshots[:_FIRST], snapshots[_FIRST:_MOST]
    table = listing(_COLUMNS, [_row(room, each) for each in first], name="All reports")
    more: list[Child] = []
    if older:
        rows = [_row(room, each) for each in older]
        body = frozen(html.Div(listing(_COLUMNS, rows, name="Older reports")))
        summary = html.Summary(plural(len(older), "older report"))
        more.append(html.Details([summary, body], className="row-files"))
    if len(snapshots) > _MOST:
        said = f"{words.count(len(snapshots) - _MOST)} more are in the folder snapshots."
        more.append(html.P(said, className="note"))
    note = "None is written over: what a report said then, it says still."
    title = f"All reports ({words.count(len(snapshots))})"
    return section(title, note, table, *more, *broken(room), name="archive")


def _row(room: ReportsRoom, snapshot: Snapshot) -> tuple[Child, ...]:
    day = html.A(
        room.labels[snapshot.name],
        href=address_of(snapshot, REPORT),
        target="_blank",
        rel="noopener",
        **{"data-download": "yes"},
    )
    return (
        html.Span(day, className="detail-of"),
        asked_words(snapshot.manifest, room.sheet.config),
        _told(room, snapshot),
        html.Span(files(room, snapshot), className="files-of"),
    )


def _told(room: ReportsRoom, snapshot: Snapshot) -> Child:
    """Say how many changes a report told of, as the way to them."""
    found = told_of(snapshot)
    if found is None:
        return "the first of its kind"
    said = plural(found, "change") if found else "as usual"
    label = f"{said}: what changed up to {room.labels[snapshot.name]}"
    return html.A(said, href=room.address(upto=snapshot.name, since=None), **aria(label=label))


def files(room: ReportsRoom, snapshot: Snapshot) -> list[Child]:
    """Return the ways to a snapshot's files, named for those who hear them apart."""
    name = room.labels[snapshot.name]
    found: list[Child] = [_file(snapshot, REPORT, "Report", name)]
    if PDF in snapshot.manifest.files:
        found.append(_file(snapshot, PDF, "PDF", name))
    found.append(_file(snapshot, NUMBERS, "Numbers", name))
    return found


def files_named(room: ReportsRoom, snapshot: Snapshot) -> list[Child]:
    """Return the same as links that say what they open."""
    name = room.labels[snapshot.name]
    others = files(room, snapshot)[1:]
    report = _file(snapshot, REPORT, f"Open the report of {name}", "")
    for each in (report, *others):
        each.className = "link"
    return [report, *others]


def _file(snapshot: Snapshot, path: str, said: str, name: str) -> html.A:
    """Return the way to a file; `name` tells those who hear it of which snapshot it is."""
    return html.A(
        said,
        href=address_of(snapshot, path),
        target="_blank",
        rel="noopener",
        **(aria(label=f"{said} of {name}") if name else {}),
        **{"data-download": "yes"},
    )


def rows_of(snapshot: Snapshot) -> Child:
    """Return the lists of rows that a snapshot keeps, one CSV file for each answer, in a fold."""
    known = registry.load()
    paths = [each for each in snapshot.manifest.files if each.startswith(_ROWS)]
    if not paths:
        return None
    titles = {path: _title(known, PurePosixPath(path).stem) for path in paths}
    links = [
        html.Li(html.A(titles[path], href=address_of(snapshot, path), **{"data-download": "yes"}))
        for path in sorted(paths, key=lambda each: titles[each])
    ]
    summary = f"Rows behind the numbers, {plural(len(paths), 'CSV file')}"
    return html.Details(
        [html.Summary(summary), html.Ul(links, className="rows-of")], className="row-files"
    )


def _title(known: registry.Registry, measure_id: str) -> str:
    measure = known.measures.get(measure_id)
    return measure.title if measure else words.begun(words.word(measure_id))


def address_of(snapshot: Snapshot, path: str) -> str:
    """Return where a file of a snapshot is."""
    return f"/snapshots/{snapshot.name}/{path}"


def broken(room: ReportsRoom) -> list[Child]:
    """Name the snapshots that cannot be read, to who sees the whole company."""
    names = room.archive.broken
    if not names:
        return []
    said = f"{plural(len(names), 'report')} cannot be read: {words.listed(names)}."
    return [html.P(f"{said} The server's log says why.", className="note")]

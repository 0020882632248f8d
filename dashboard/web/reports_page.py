"""The page Reports: what changed between two snapshots, why, and the archive they come from."""

from __future__ import annotations

import functools

from dash import html

from dashboard import words
from dashboard.present.sentence import plural
from dashboard.snapshots.archive import Snapshot
from dashboard.snapshots.change import Changes
from dashboard.web import report_changes, report_list
from dashboard.web.archive_words import asked_words
from dashboard.web.page_frame import foot, plain_line, safely
from dashboard.web.parts import Child, aria, heard
from dashboard.web.report_followed import followed_section
from dashboard.web.reports_room import ReportsRoom

_TOP = "Reports as they were made; no filter of the other pages changes them."


def reports_page(room: ReportsRoom) -> list[Child]:
    """Return the whole page; without an archive it says how to begin one."""
    return [html.Div([plain_line(room.sheet, _TOP), *_body(room), foot(room.sheet)],
                     className="reports")]  # fmt: skip


def _body(room: ReportsRoom) -> list[Child]:
    followed = safely(functools.partial(followed_section, room), "what followed")
    if not room.archive.snapshots:
        return [_nothing_yet(room), followed]
    return [
        safely(functools.partial(_head, room), "what changed"),
        *_parts(room),
        followed,
        safely(functools.partial(report_list.archive_list, room), "the archive"),
    ]


def _parts(room: ReportsRoom) -> list[Child]:
    """Return the sections of a comparison; where it cannot be made, the head says so."""
    changes = room.changes
    if changes is None:
        return []
    drawn = (
        (functools.partial(report_changes.figures, room, changes), "the figures"),
        (functools.partial(report_changes.restated, room, changes), "what was restated"),
        (functools.partial(report_changes.definitions, changes), "the definitions"),
    )
    return [safely(part, name) for part, name in drawn]


def _nothing_yet(room: ReportsRoom) -> html.Div:
    if room.sheet.is_limited:
        said = "No report of what you may see was made yet."
        return html.Div(
            [html.H1(said), html.P(_for_readers(), className="gates")], className="head"
        )
    return html.Div(
        [
            html.H1("No report was made yet."),
            html.P(
                "A report keeps what every page says on one day, and from the second on what "
                "changed since. To make one:",
                className="gates",
            ),
            html.Pre("gatecost snapshot", className="lines-of"),
            html.P(["Each Monday by itself: ", html.Code("gatecost schedule"), "."],
                   className="gates"),
            *report_list.broken(room),
        ],
        className="head",
    )  # fmt: skip


def _for_readers() -> str:
    return "A report that is made for readers with your limits will stand here."


def _head(room: ReportsRoom) -> html.Div:
    """Return the headline, the two that are compared, and the changes that are told."""
    _, after = room.pair
    changes = room.changes
    lines = [report_changes.told(room, changes), *report_changes.notes(changes)] if changes else []
    ways = [_ways(room, after), report_list.rows_of(after)] if after else []
    return html.Div(
        [
            html.H1(_headline(room, changes)),
            _choice(room),
            *_unknown(room),
            *([html.P(room.compared, className="note")] if isinstance(room.compared, str) else []),
            *lines,
            *ways,
        ],
        className="head",
    )


def _headline(room: ReportsRoom, changes: Changes | None) -> str:
    before, after = room.pair
    if after is None or before is None:
        day = room.labels[after.name] if after else ""
        return f"The first report of its kind is of {day}; the next one tells what changed."
    if changes is None and room.is_alike:
        return "These two reports could not be compared."
    if changes is None:
        return "These two reports are of different things."
    found = changes.told()
    days = plural(changes.days, "day")
    if not found:
        return f"As usual: nothing beyond noise changed in {days}."
    said = plural(len(found), "change")
    return f"{words.begun(said)} in {days} {'is' if len(found) == 1 else 'are'} more than noise."


def _choice(room: ReportsRoom) -> Child:
    """Return the two snapshots as a sentence whose ends open their choices."""
    before, after = room.pair
    if after is None:
        return []
    said: list[Child] = []
    if before is not None:
        asked = room.changes.asked if room.changes else 0
        looked = (
            f". {words.count(asked)} figures and kinds of deals were looked at." if asked else "."
        )
        said = [
            "From ", _menu(room, "since", before), " to ", _menu(room, "upto", after),
            _unlike(room, before, after) or looked,
        ]  # fmt: skip
    elif len(room.archive.snapshots) > 1:
        said = ["Report of ", _menu(room, "upto", after), "."]
    return html.P([*said, *_of_what(room, after)], className="gates pair")


def _of_what(room: ReportsRoom, after: Snapshot) -> list[Child]:
    return [
        html.Span(f" Of {asked_words(after.manifest, room.sheet.config)}.", className="kind-of")
    ]


def _unlike(room: ReportsRoom, before: Snapshot, after: Snapshot) -> str:
    if room.is_alike:
        return ""
    config = room.sheet.config
    one, other = (asked_words(each.manifest, config) for each in (before, after))
    return f": the earlier is of {one}, the later of {other}. Choose two of one kind."


def _menu(room: ReportsRoom, end: str, chosen: Snapshot) -> html.Details:
    """Return the snapshots that may stand at one end: at the earlier, those of the same kind."""
    _, after = room.pair
    offered = room.archive.snapshots
    if end == "since" and after is not None:
        later = offered.index(after)
        like = {each.name for each in room.archive.like(after)}
        offered = tuple(each for each in offered[later + 1 :] if each.name in like) or offered
    links = [_offer(room, end, each, chosen) for each in offered]
    what = "From: " if end == "since" else "To: "
    return html.Details(
        [
            html.Summary([heard(what), room.labels[chosen.name]]),
            html.Div(html.Div(links, className="choices"), className="menu"),
        ],
        className="choose",
        **{"data-once": "yes"},
    )


def _offer(room: ReportsRoom, end: str, offered: Snapshot, chosen: Snapshot) -> html.A:
    _, after = room.pair
    address = (
        room.address(since=offered.name, upto=after.name if after else None)
        if end == "since"
        else room.address(upto=offered.name, since=None)
    )
    here = aria(current="true") if offered is chosen else {}
    manifest = offered.manifest
    more = "" if manifest.is_default else f" · {asked_words(manifest, room.sheet.config)}"
    return html.A([room.labels[offered.name], more], href=address, **here)


def _unknown(room: ReportsRoom) -> list[Child]:
    return [
        html.P(
            f"There is no report {each} here, so the newest stands in its place.",
            className="unknown-value",
            role="status",
        )
        for each in room.unknown
    ]


def _ways(room: ReportsRoom, after: Snapshot) -> html.Div:
    """Return the files of the later report, and the way to all others."""
    count = words.count(len(room.archive.snapshots))
    to_all = html.A(f"All {count} reports", href="#archive", className="link")
    return html.Div([*report_list.files_named(room, after), to_all], className="links ways-of")

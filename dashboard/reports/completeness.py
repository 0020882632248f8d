"""Whether a snapshot holds all that it should, looked at in the written files before they count.

A report with a blank where a figure should be is worse than none: it looks like an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from dashboard.errors import GatecostError
from dashboard.present.pages import PAGES, measures_of
from dashboard.present.print.dispatch import drawn
from dashboard.reports.contents import listed_in
from dashboard.reports.gathering import pages_of
from dashboard.reports.material import Material
from dashboard.snapshots import archive
from dashboard.snapshots.archive import MANIFEST, Snapshot

# Where all is too early to say, a figure has words alone.
_DRAWS = {"path", "rect", "circle", "line", "polyline", "polygon", "ellipse", "use", "text"}
# What loads or runs something wherever it stands.
_FORBIDDEN = {"script", "iframe", "object", "embed", "link", "base", "form", "audio", "video"}
_LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping"}
_ADDRESSES = {"href", "xlink:href"}
_OUTSIDE_CSS = re.compile(r"url\(\s*['\"]?(?!data:|#)|@import|expression\(", re.IGNORECASE)
# The page whose measures stand in the account of the exports.
_ELSEWHERE = ("/data",)
_ROWS_OF_THE_OVERVIEW = ("path_mix", "stalled_immediately", "gate_cost_range")
# Elements that never hold anything.
_VOID = {"area", "br", "col", "hr", "img", "input", "meta", "source", "track", "wbr"}


class IncompleteError(GatecostError):
    """A snapshot lacks something; it was not put into the archive."""


def check(snapshot: Snapshot, material: Material) -> None:
    """Refuse a snapshot that lacks anything; IncompleteError names all that is missing."""
    faults = [
        *_of_numbers(snapshot.numbers(), material),
        *_of_rows(snapshot, material),
        *_of_files(snapshot),
        *of_html(snapshot.html(), material.manifest.link),
        *_of_answers(snapshot.html(), material),
    ]
    if material.manifest.with_pdf and not snapshot.read(archive.PDF).startswith(b"%PDF-"):
        faults.append(f"{archive.PDF} is no PDF.")
    if faults:
        raise IncompleteError(*faults, "Nothing was kept; the snapshots before are as they were.")


def _of_numbers(numbers: Mapping[str, Mapping[str, Any]], material: Material) -> Iterator[str]:
    """Every answer has rows, or says why there are none; every row has a number, or says why."""
    for measure_id in material.results:
        found = numbers.get(measure_id)
        if found is None:
            yield f"{archive.NUMBERS} lacks {measure_id}."
        elif not found["finding"] or (found["status"] == "not computable" and not found["needs"]):
            yield f"{measure_id} has no number and gives no reason."
        elif found["status"] == "ok" and any(_is_blank(row) for row in found["rows"]):
            yield f"{measure_id} has a row without a number that gives no reason."


def _is_blank(row: Mapping[str, Any]) -> bool:
    """Say whether a row that is in order shows no number at all."""
    shown = ("value", "numerator", "n", "events", "bound_low", "bound_high")
    return row["status"] == "ok" and all(row.get(name) is None for name in shown)


def _of_rows(snapshot: Snapshot, material: Material) -> Iterator[str]:
    for measure_id in listed_in(material):
        if f"rows/{measure_id}.csv" not in snapshot.manifest.files:
            yield f"rows/{measure_id}.csv is missing."


def _of_files(snapshot: Snapshot) -> Iterator[str]:
    """Every file is as the manifest says, and there is no other."""
    yield from snapshot.damage()
    there = (each for each in snapshot.folder.rglob("*") if each.is_file())
    names = {each.relative_to(snapshot.folder).as_posix() for each in there}
    needed = {archive.NUMBERS, archive.REPORT, archive.CHANGES, archive.FIGURES, archive.DEALS}
    for name in sorted(needed - names):
        yield f"{name} is missing."
    for name in sorted(names - {MANIFEST, *snapshot.manifest.files}):
        yield f"{name} is in no manifest."


def _of_answers(text: str, material: Material) -> Iterator[str]:
    """Every answer of the pages is told, and what can be drawn of it stands with it."""
    reader = _read(text, material.manifest.link)
    pages = [each for each in pages_of(material.only) if each.path not in _ELSEWHERE]
    first = PAGES[0].measures if PAGES[0] in pages else ()
    for measure_id in measures_of(pages):
        if measure_id not in reader.told and measure_id not in first:
            yield f"{archive.REPORT} does not tell {measure_id}."
    for measure_id, is_shown in reader.told.items():
        result = material.results.get(measure_id)
        if not is_shown and result and result.status == "ok" and any(drawn(material, result)):
            yield f"{archive.REPORT} draws nothing of {measure_id}."
    for measure_id in _ROWS_OF_THE_OVERVIEW if first else ():
        if f"first-{measure_id}" not in reader.drawn and _has_numbers(material, measure_id):
            yield f"{archive.REPORT} lacks the row of {measure_id}."


def _has_numbers(material: Material, measure_id: str) -> bool:
    result = material.results[measure_id]
    shown = any(row.status == "ok" and row.value is not None for row in result.rows)
    return result.status == "ok" and shown


def of_html(text: str, link: str | None = None) -> list[str]:
    """Return what is wrong with a report: not drawn, not whole, or reaching outside of itself.

    `link` is the address of the dashboard, the only place outside that it may lead to.
    """
    reader = _read(text, link)
    faults = list(dict.fromkeys(reader.faults))
    if reader.open:
        faults.append(f"{archive.REPORT} breaks off: {reader.open[-1]} is not closed.")
    if "html" not in reader.seen or not text.rstrip().endswith("</html>"):
        faults.append(f"{archive.REPORT} is no whole page.")
    return faults


def _read(text: str, link: str | None) -> _Reader:
    reader = _Reader(link)
    reader.feed(text)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Reads a page and notes what must not be in it, and what it tells and draws.

    `told` holds the answers told in full or as a line, and whether anything is shown with each;
    `drawn` the names of the figures in which something is drawn.
    """

    def __init__(self, link: str | None) -> None:
        super().__init__(convert_charrefs=True)
        self.link = link
        self.faults: list[str] = []
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.told: dict[str, bool] = {}
        self.drawn: set[str] = set()
        # The figure that is open, its pictures so far, and those in which nothing is drawn yet.
        self._figure = ""
        self._pictures: list[bool] = []
        # The answer that is open, as an article; a line of a table has its words alone.
        self._answer = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look_at(tag, attrs)
        if tag not in _VOID:
            self.open.append(tag)
        named = dict(attrs)
        if tag == "figure":
            self._figure, self._pictures = named.get("id") or "without a name", []
        elif tag == "svg" and self._figure:
            self._pictures.append(False)
        answer = named.get("data-answer")
        if answer:
            # A line shows its words, which is all that it is to show.
            self.told[answer] = tag != "article"
            self._answer = answer if tag == "article" else ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look_at(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "figure" and self._figure:
            self._end_figure()
        if tag == "article":
            self._answer = ""
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def _end_figure(self) -> None:
        if self._pictures and all(self._pictures):
            self.drawn.add(self._figure)
            self._show()
        else:
            self.faults.append(f"The figure {self._figure} is not drawn.")
        self._figure = ""

    def _show(self) -> None:
        if self._answer:
            self.told[self._answer] = True

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "style" and _OUTSIDE_CSS.search(data):
            self.faults.append("A style loads something from outside.")

    def _look_at(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag in _FORBIDDEN:
            self.faults.append(f"<{tag}> has no place in a report.")
        if tag in _DRAWS and "svg" in self.open and self._pictures:
            self._pictures[-1] = True
        if tag == "td":
            self._show()
        for name, value in attrs:
            self.faults += _of_attribute(tag, name.lower(), (value or "").strip(), self.link)


def _of_attribute(tag: str, name: str, value: str, link: str | None) -> Iterator[str]:
    if name.startswith("on") and tag != "input":
        yield f"<{tag} {name}> would run a script."
    elif name in _LOADS and not value.startswith("data:image/"):
        yield f"<{tag} {name}={value[:60]!r}> loads something."
    elif name in _ADDRESSES and not _is_own(value, link):
        yield f"<{tag} {name}={value[:60]!r}> leads outside."
    elif name == "style" and _OUTSIDE_CSS.search(value):
        yield f"A style of <{tag}> loads something from outside."


def _is_own(value: str, link: str | None) -> bool:
    """Say whether an address stays in the page, or leads to the dashboard."""
    if value.startswith("#"):
        return True
    return link is not None and (value == link or value.startswith((f"{link}/", f"{link}?")))

"""The places of the app that are looked at: each page with all it shows, and what is beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboard.present.pages import PAGES, page_at

HERE = Path(__file__).parent
GEOMETRY = (HERE / "geometry.js").read_text(encoding="utf-8")
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# A phone, a tablet, a desk, and the desk at 200 % zoom.
WIDTHS = (1440, 768, 720, 390)
# A deal's rows are the smallest of the drawers with everything in it.
DEALS = "drill=won_without_gate&mark=component:ours&mark=statistic:deals"


@dataclass(frozen=True)
class Place:
    """One state of a page, by the part of the address after the slash, and what shows it stands."""

    name: str
    query: str
    shown: str = "#page h1"


def all_open(path: str) -> str:
    """Return a page's address with each of its further answers open."""
    return f"{path.removeprefix('/')}?open={','.join(page_at(path).more)}"


PAGES_OPEN = [
    Place(page.name, all_open(page.path) if page.more else page.path.removeprefix("/"))
    for page in PAGES
    if page.built
]
BESIDE = [
    Place("rows", f"wins?{DEALS}", "#drawer h2"),
    Place("rows as a table", f"wins?{DEALS}&wide=1", "#drawer .grid-frame"),
    Place("how it is counted", "?about=path_mix"),
    Place("words", "momentum?about=words"),
    Place("no such page", "nowhere"),
    Place("compared", "?against=year_before"),
    Place("groups compared", "momentum?against=segment:SMB"),
    Place("one item of a meeting", "meeting?item=5"),
    Place("framed elsewhere", "wins?embed=1"),
    Place("small numbers", "momentum?segment=Enterprise&from=2026-07&to=2026-09"),
    Place("nothing", "wins?from=2030-01&to=2030-01"),
]
PLACES = [*PAGES_OPEN, *BESIDE]


def by_name(place: Place) -> str:
    """Return what a place is called in a test's name."""
    return place.name.replace(" ", "-")


def stand(visit, place: Place) -> None:
    """Go to a place and wait until its figures are drawn and its letters are there."""
    visit.page.goto(f"{visit.address}/{place.query}")
    visit.page.wait_for_selector(place.shown)
    visit.settle()
    visit.page.evaluate(GEOMETRY)
    visit.page.wait_for_function("() => geometry.still()")


def resize(visit, width: int) -> None:
    """Give the window another width and wait until the figures have taken theirs."""
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.page.wait_for_function("() => geometry.still()")

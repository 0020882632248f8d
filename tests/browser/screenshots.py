"""Pictures of the pages: `python -m tests.browser.screenshots WORKSPACE FOLDER [all]`.

Without `all` it is the Overview that the README shows; with it every page in the menu, in both
themes, at the widths of a desk and of a phone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from dashboard.present.pages import PAGES
from dashboard.web.app import build_app
from dashboard.web.warehouse_desk import desk_of
from tests.browser.conftest import Visit, served
from tests.conftest import find_chromium

_SCREENS = {"": (1440, 900), "-phone": (390, 844)}
_COLOURS = {"": "light", "-dark": "dark"}
_README = ("overview.png", "overview-dark.png", "overview-phone.png")


def pictures() -> Iterator[tuple[str, str, str, tuple[int, int]]]:
    """Go through all pictures: file, address, colours, and width and height of the screen."""
    for page in PAGES:
        for ending, colours in _COLOURS.items():
            for screen, size in _SCREENS.items():
                if page.built:
                    name = page.path.strip("/") or "overview"
                    yield f"{name}{ending}{screen}.png", page.path.strip("/"), colours, size


def main(workspace: Path, folder: Path, *, every: bool) -> None:
    """Serve a workspace and write the pictures, whole pages, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with served(build_app(desk_of(workspace))) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_chromium()), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for name, path, colours, (width, height) in pictures():
            if not every and name not in _README:
                continue
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=colours,
                reduced_motion="reduce",
            )
            visit = Visit(page, address)
            visit.go(path)
            page.wait_for_function(_DRAWN)
            page.screenshot(path=folder / name, full_page=True)
            print(folder / name, *visit.faults)
            page.close()
        browser.close()


# Every figure on the page has its lines.
_DRAWN = """() => [...document.querySelectorAll('.drawn')]
  .every(each => each.querySelector('.js-plotly-plot .points path'))"""


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), every="all" in sys.argv[3:])

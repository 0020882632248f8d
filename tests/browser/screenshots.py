"""Pictures of the Overview: `python -m tests.browser.screenshots WORKSPACE FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from dashboard.web.app import build_app
from dashboard.web.desk import desk_of
from tests.browser.conftest import Visit, served
from tests.conftest import find_chromium

# File name -> colours and the width and height of the screen; the README shows the first.
PICTURES = {
    "overview.png": ("light", 1440, 900),
    "overview-dark.png": ("dark", 1440, 900),
    "overview-phone.png": ("light", 390, 844),
}


def main(workspace: Path, folder: Path) -> None:
    """Serve a workspace and write every picture, whole page, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with served(build_app(desk_of(workspace))) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_chromium()), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for name, (scheme, width, height) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            Visit(page, address).go()
            page.screenshot(path=folder / name, full_page=True)
            print(folder / name)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

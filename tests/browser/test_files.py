"""What a page gives to take along holds what the command line prints for the same question."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard.cli import main
from dashboard.present.pages import PAGES

pytestmark = pytest.mark.browser

# Pages of figures, each with a filter: what is filtered on screen is filtered in the file.
FILTERED = [page.path.removeprefix("/") for page in PAGES if page.built and page.cards]


def rows_in(text):
    """Read CSV as rows without empty cells: a file of several answers has the columns of all."""
    return [
        {name: cell for name, cell in row.items() if cell}
        for row in csv.DictReader(io.StringIO(text))
    ]


@pytest.fixture
def printed(demo_workspace, capsys):
    """Ask the command line in SMB's deals and people, and return what it prints."""

    def ask(*command):
        capsys.readouterr()
        asked = [*command, "--where", "segment=SMB"]
        assert main([*asked, "--workspace", str(demo_workspace)]) == 0
        return capsys.readouterr().out

    return ask


def file_behind(page, link):
    """Return the name and text of the file that a link of the page leads to."""
    found = page.request.get(link.evaluate("link => link.href"))
    assert found.ok
    name = found.headers["content-disposition"].split('"')[1]
    return name, found.text()


@pytest.mark.parametrize("path", FILTERED)
def test_files_of_a_page_hold_what_the_command_line_prints(visit, path, printed):
    page = visit.page
    visit.go(f"{path}?segment=SMB")

    name, text = file_behind(page, page.locator("a[href*='/csv/figures']").first)
    assert name.endswith(".csv")
    of_page: dict[str, list] = {}
    for row in rows_in(text):
        of_page.setdefault(row.pop("id"), []).append(row)
    assert len(of_page) > 5
    for measure_id in list(of_page)[:4]:
        assert of_page[measure_id] == rows_in(printed("measure", measure_id, "--format", "csv")), (
            measure_id
        )

    card = page.locator(".card:not(.missing)").first
    measure_id = card.get_attribute("id")
    name, text = file_behind(page, card.locator("a[href*='/csv/figure?']").first)
    assert name == f"{measure_id}.csv"
    assert text == printed("measure", measure_id, "--format", "csv")

    card.locator(".card-foot a[href*='drill=']").first.click()
    page.wait_for_selector("#drawer h2")
    visit.settle()
    asked = dict(parse_qsl(urlsplit(page.url).query))
    marks = [value for key, value in parse_qsl(urlsplit(page.url).query) if key == "mark"]
    command = [part for mark in marks for part in ("--mark", mark.replace(":", "=", 1))]
    name, text = file_behind(page, page.locator("#drawer a[href*='/csv/rows']").first)
    assert name == f"{asked['drill']}_rows.csv"
    assert text == printed("rows", asked["drill"], *command)

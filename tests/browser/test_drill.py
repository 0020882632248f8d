"""From a mark to its deals, as list and table, to one deal's story and back; by keys too."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import answer

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
MARK = "?drill=won_without_gate&mark=component:ours&mark=statistic:deals"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"
PHONE = {"viewport": {"width": 390, "height": 844}}
NARROW = {"viewport": {"width": 768, "height": 1024}, "color_scheme": "dark"}
FOCUSED = "document.activeElement.id || document.activeElement.textContent"


def asked(page):
    """Return the state in the address."""
    return parse_qs(urlsplit(page.url).query)


def names(page):
    """Return the accounts on screen, in their order."""
    return page.locator("#drawer .records .name a, #drawer .grid tbody th > a").all_inner_texts()


def printed(workspace, *command):
    """Return what the command line prints."""
    line = [sys.executable, "-m", "dashboard.cli", *command, "--workspace", str(workspace)]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


def downloaded(page, name, folder):
    """Return the text of the file behind a link."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file.read_text(encoding="utf-8")


def order_and_find(visit):
    """Open the deals of a mark, order them and find some by a word; return these and all."""
    page = visit.page
    page.locator("#row-1 .links a").first.click()
    page.wait_for_selector("#drawer .records")
    visit.settle()
    title = page.locator("#drawer h2").inner_text()
    largest = names(page)

    page.locator("#drawer .orders a", has_text="newest").click()
    visit.settle()
    assert asked(page)["sort"] == ["-created_date"]
    assert names(page) != largest
    assert sorted(names(page)) == sorted(largest)

    page.locator("#has-words").fill("referral")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer .n-of-n:has-text('have')")
    visit.settle()
    assert asked(page)["has"] == ["referral"]
    assert page.evaluate("document.activeElement.id") == "has-words"
    assert page.locator("#drawer h2").inner_text() == title
    found = names(page)
    n_of_n = page.locator("#drawer .n-of-n").inner_text()
    assert n_of_n.startswith(f"{len(found)} of {len(largest)} have")
    return found, largest


def table_and_deal(visit, found):
    """Turn the list into a table, order it by a heading, and open one of its deals."""
    page = visit.page
    page.get_by_role("link", name="As a table").click()
    page.wait_for_selector("#drawer .grid")
    visit.settle()
    assert names(page) == found
    assert page.evaluate("document.activeElement.id") == "drawer-title"
    page.locator(".grid thead a", has_text="account").click()
    page.wait_for_selector(".grid [aria-sort='ascending']")
    visit.settle()
    assert names(page) == sorted(found, key=str.lower)
    page.locator(".grid tbody th a").nth(1).click()
    page.wait_for_selector("#drawer .timeline")
    visit.settle()
    return asked(page)["deal"][0]


def test_mark_to_list_to_table_to_deal_and_back(visit, demo_workspace, tmp_path):
    page = visit.page
    visit.go()
    found, _ = order_and_find(visit)
    deal = table_and_deal(visit, found)
    told = downloaded(page, "CSV of the story", tmp_path)
    assert told == printed(demo_workspace, "story", deal, "--format", "csv")
    assert page.locator(".story-list tbody tr").count() == told.count("\n") - 1

    page.locator("#drawer .back").click()
    page.wait_for_selector("#drawer .grid")
    visit.settle()
    assert page.evaluate("document.activeElement.textContent") == names(page)[1]
    for selector in ("#drawer .timeline", "#drawer .grid", "#drawer .grid", "#drawer .records"):
        page.go_back()
        page.wait_for_selector(selector)
        visit.settle()
    assert names(page) == found
    these = downloaded(page, "CSV of these", tmp_path)
    whole = downloaded(page, "CSV of all", tmp_path)
    mark = ("--mark", "component=ours", "--mark", "statistic=deals")
    assert whole == printed(demo_workspace, "rows", "won_without_gate", *mark)
    assert these.count("\n") - 1 == len(found)
    assert {each.name for each in tmp_path.iterdir()} == {
        "story.csv", "won_without_gate_rows.csv", "won_without_gate_rows_found.csv",
    }  # fmt: skip
    assert set(these.splitlines()) < set(whole.splitlines())


def test_keys_alone_order_find_and_read_a_deal(visit):
    page = visit.page
    visit.go()
    opener = page.locator("#row-1 .links a").first
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer .records")
    visit.settle()
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED).strip())
    controls = ["has-words", "Find", "largest", "newest"]
    assert [each for each in seen if each in controls] == controls
    newest = page.locator("#drawer .orders a", has_text="newest")
    newest.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer .orders a[aria-current]:has-text('newest')")
    visit.settle()
    assert page.evaluate(FOCUSED) == "newest"
    page.locator("#drawer .records .name a").nth(2).focus()
    row = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer .timeline")
    visit.settle()
    assert page.evaluate(FOCUSED) == "drawer-title"
    # What lies under it takes no part: the focus stays in the story.
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("!!document.activeElement.closest('main, header')"))
    assert reached == {False}
    page.go_back()
    page.wait_for_selector("#drawer .records")
    visit.settle()
    assert page.evaluate(FOCUSED) == row
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer h2", state="detached")
    visit.settle()
    assert page.evaluate("document.activeElement.textContent") == opener.text_content()


BOXES = """() => {
  const wide = document.documentElement.clientWidth;
  const cut = [...document.querySelectorAll('#drawer *')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && (box.right > wide + 1 || box.left < -1)
      && !each.closest('.grid-frame, .sideways, .heard');
  });
  const marks = [...document.querySelectorAll('.lane-marks')].flatMap(lane => {
    const boxes = [...lane.querySelectorAll('.on-line')].map(each => each.getBoundingClientRect());
    return boxes.filter((one, at) => boxes.some((two, other) => other > at
      && one.left < two.right - 1 && two.left < one.right - 1
      && one.top < two.bottom - 1 && two.top < one.bottom - 1));
  });
  return { cut: cut.map(each => each.className || each.tagName), upon: marks.length };
}"""


@pytest.mark.parametrize("visit", [{}, PHONE, NARROW], indirect=True)
def test_table_and_story_fit_every_screen_and_everybody(visit, busiest):
    page = visit.page
    for query in (f"{MARK}&wide=1&sort=-created_date", f"{MARK}&has=web", f"?deal={busiest}"):
        visit.go(query)
        page.wait_for_selector("#drawer h2")
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        found = page.evaluate(BOXES)
        assert found == {"cut": [], "upon": 0}, query
        page.evaluate(AXE.read_text(encoding="utf-8"))
        faults = page.evaluate(f"axe.run('#drawer', {RULES}).then(found => found.violations)")
        assert [(each["id"], each["nodes"][0]["html"]) for each in faults] == [], query


@pytest.fixture(scope="session")
def busiest(demo_workspace):
    """The deal of the sample company with most touches."""
    most = "select opportunity_id from fct_deal_touches group by 1 order by count(*) desc limit 1"
    with closing(answer.open_warehouse(demo_workspace)) as warehouse:
        return warehouse.database.value(most)

"""What a reader does: filter, open the deals, go back, share the link; with mouse and with keys."""

from __future__ import annotations

import csv
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
DARK = {"color_scheme": "dark"}


def asked(page):
    """Return the state in the address."""
    return parse_qs(urlsplit(page.url).query)


def headline(page):
    """Return the headline's text."""
    return page.locator("h1").inner_text()


def menu_of(page, name):
    """Return the menu of a filter by its name in the sentence."""
    return page.locator(f"details.choose:has(> summary:has-text('{name}'))")


def choose(visit, name, value):
    """Choose a value in the filter sentence."""
    menu = menu_of(visit.page, name)
    menu.locator("summary").click()
    menu.get_by_role("link", name=value, exact=True).click()
    visit.settle()
    visit.page.keyboard.press("Escape")


def test_filter_then_deals_then_back_then_shared_link(visit, browser):
    page = visit.page
    visit.go()
    everything = headline(page)
    choose(visit, "segment", "SMB")
    filtered = headline(page)
    assert asked(page) == {"segment": ["SMB"]}
    assert filtered != everything

    page.locator("#row-1 .links a").first.click()
    visit.settle()
    assert asked(page)["drill"] == ["won_without_gate"]
    deals = page.locator("#drawer h2").inner_text()
    shared = page.url

    page.go_back()
    visit.settle()
    assert page.locator("#drawer h2").count() == 0
    assert headline(page) == filtered
    page.go_back()
    visit.settle()
    assert headline(page) == everything
    page.go_forward()
    visit.settle()
    assert headline(page) == filtered

    page.goto(shared)
    visit.settle()
    assert headline(page) == filtered
    assert page.locator("#drawer h2").inner_text() == deals


def test_opening_deals_redraws_no_page(visit):
    page = visit.page
    visit.go()
    page.evaluate("document.querySelector('#page h1').dataset.kept = 'yes'")
    page.locator("#row-2 .links a").first.click()
    page.wait_for_selector("#drawer h2")
    visit.settle()
    assert page.locator("#page h1").get_attribute("data-kept") == "yes"


def test_number_in_the_sentence_is_the_number_of_deals(visit):
    visit.go()
    link = visit.page.locator("#row-2 .links a").first
    many = link.inner_text().split()[2]
    link.click()
    visit.settle()
    assert visit.page.locator("#drawer h2").inner_text().split()[0] == many


def test_a_part_of_the_bar_opens_its_deals(visit):
    visit.go()
    visit.page.locator("#row-1 a.seg").nth(1).click()
    visit.settle()
    assert asked(visit.page)["mark"][0].startswith("part:")
    assert visit.page.locator("#drawer .records li").count() > 0


def test_keys_alone_reach_deals_and_come_back(visit):
    page = visit.page
    visit.go()
    link = page.locator("#row-1 .links a").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h2")
    visit.settle()
    assert page.evaluate("document.activeElement.id") == "drawer-title"
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer h2", state="detached")
    visit.settle()
    assert "drill" not in asked(page)
    assert page.evaluate("document.activeElement.textContent") == link.text_content()


def test_keys_alone_reach_every_control(visit):
    page = visit.page
    visit.go()
    reached = set()
    for _ in range(140):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className || document.activeElement.id"))
    assert {"brand", "theme", "link", "ask", "number", "act"} <= reached
    assert any("seg" in each for each in reached)
    assert page.locator("[tabindex]:not([tabindex='-1'])").count() == 0


def test_filter_by_keys(visit):
    page = visit.page
    visit.go()
    summary = page.locator("details.choose summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.choose[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("details.choose[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_several_values_are_chosen_in_one_open_menu(visit):
    page = visit.page
    visit.go()
    menu = menu_of(page, "region")
    menu.locator("summary").click()
    for value in ("Europe", "North America"):
        menu = page.locator("details.choose[open]")
        menu.get_by_role("link", name=value, exact=True).click()
        visit.settle()
    assert asked(page) == {"region": ["Europe", "North America"]}


def test_how_a_number_is_counted(visit):
    page = visit.page
    visit.go()
    page.locator("#row-2 .ask").first.click()
    page.wait_for_selector("#drawer h2")
    visit.settle()
    text = page.locator("#drawer").inner_text()
    for part in ("Definition", "Counted", "Of", "Range", "Other reading", "Next step"):
        assert part in text
    page.locator("#drawer .sql summary").click()
    assert "select" in page.locator("#drawer pre").inner_text()


def test_csv_in_the_browser_is_the_command_lines(visit, demo_workspace, tmp_path):
    page = visit.page
    visit.go("?drill=won_without_gate&mark=component:ours&mark=statistic:deals")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV of all").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    command = ["rows", "won_without_gate", "--mark", "component=ours", "--mark", "statistic=deals"]
    printed = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *command, "--workspace", str(demo_workspace)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert file.name == "won_without_gate_rows.csv"
    assert file.read_text(encoding="utf-8") == printed
    deals = len(list(csv.reader(printed.splitlines()))) - 1
    assert page.locator("#drawer h2").inner_text().startswith(f"{deals} deals")


def test_theme_is_remembered_and_never_flashes(visit):
    page = visit.page
    visit.go()
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("#theme").click()
    dark = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    visit.settle()
    assert page.evaluate(ground) == dark


@pytest.mark.parametrize("visit", [DARK], indirect=True)
def test_theme_follows_the_system_at_first(visit):
    visit.go()
    assert visit.page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_old_page_stays_dimmed_while_new_answers_come(visit):
    page = visit.page
    visit.go()

    # Held until looked at: a time to wait would be over or not by the machine's load.
    held = []

    def hold(route):
        held.append(route)

    page.route("**/_dash-update-component*", hold)
    menu_of(page, "segment").locator("summary").click()
    page.get_by_role("link", name="SMB", exact=True).click()
    page.wait_for_selector("#page[data-dash-is-loading]")
    assert held
    assert page.locator("h1").count() == 1
    for route in held:
        route.continue_()
    page.wait_for_selector("#page:not([data-dash-is-loading])")


def test_words_explain_themselves_by_keys(visit):
    page = visit.page
    visit.go()
    story = page.locator(".stories a").first
    page.keyboard.press("Tab")
    story.focus()
    shown = "link => getComputedStyle(link, '::after').content"
    assert "no gate" in story.evaluate(shown)
    assert "no gate" in story.get_attribute("aria-description")


def test_link_is_copied(visit):
    visit.go("?segment=SMB")
    visit.page.locator("#copy-link").click()
    assert visit.page.evaluate("navigator.clipboard.readText()") == visit.page.url


def test_first_rows_of_the_ledgers_are_in_sight(visit):
    visit.go()
    first = visit.page.locator("#ledgers tbody tr").first.bounding_box()
    assert first["y"] + first["height"] < 900
    # Without the greeting of a first visit there is room for the second.
    visit.page.locator("#first-visit-seen").click()
    second = visit.page.locator("#ledgers tbody tr").nth(1).bounding_box()
    assert second["y"] + second["height"] < 900


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_drawer_fills_a_phone(visit):
    visit.go("?drill=win_rate")
    assert visit.page.locator("#drawer").bounding_box()["width"] == 390


def test_a_new_build_is_shown_without_a_restart(browser, demo_workspace, tmp_path):
    """The pointer rules: when it names another file, the next request reads that one."""
    import shutil

    from dashboard.web.app import build_app
    from dashboard.web.warehouse_desk import desk_of
    from tests.browser.conftest import served

    workspace = tmp_path / "copy"
    shutil.copytree(demo_workspace, workspace)
    opener = desk_of(workspace)
    with served(build_app(opener)) as address:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("#page h1")
        first = opener()
        folder = workspace / "warehouse"
        name = (folder / "CURRENT").read_text(encoding="utf-8").strip()
        shutil.copy(folder / name, folder / "db-other.duckdb")
        (folder / "CURRENT").write_text("db-other.duckdb\n", encoding="utf-8")
        page.reload()
        page.wait_for_selector("#page h1")
        assert opener() is not first
        page.close()
    for each in (first, opener()):
        each.warehouse.close()

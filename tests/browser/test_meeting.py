"""A whole meeting in a real browser: step by the arrows, decide, and see it return when due."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from dashboard import decisions
from dashboard.web.app import build_app
from dashboard.web.warehouse_desk import desk_of
from tests.browser.conftest import Visit, served

# The middle of the page's own as-of day and a quarter later, when the first review is due.
LATER = dt.timedelta(days=100)


@pytest.fixture
def room(demo_workspace, tmp_path, browser):
    """A visitor of the sample company in a workspace of its own, and how far its data are ahead."""
    shutil.copytree(demo_workspace / "warehouse", tmp_path / "room" / "warehouse")
    shutil.copy(demo_workspace / "gatecost.toml", tmp_path / "room")
    ahead = [dt.timedelta()]
    opener = desk_of(tmp_path / "room")
    kind = type(opener())
    later = type(
        "Later", (kind,), {"as_of": property(lambda self: self.warehouse.context.as_of + ahead[0])}
    )
    opener().__class__ = later
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    with served(build_app(opener)) as address:
        visit = Visit(context.new_page(), address)
        yield visit, tmp_path / "room", ahead
        context.close()
        assert visit.faults == []
    opener().warehouse.close()


def title(page):
    return page.locator("#page h1").text_content()


def press(visit, key):
    visit.page.keyboard.press(key)
    visit.settle()


def prints_an_agenda(page):
    """On paper: the agenda on one sheet, and none of the controls."""
    page.emulate_media(media="print")
    said = page.evaluate("document.body.innerText")
    for told in ("each in one part", "What we agreed in writing", "5 Nobody’s", "Other reading:"):
        assert told in said, told
    assert not page.locator("header").is_visible()
    paper = page.pdf(format="A4")
    assert paper.count(b"/Type /Page\n") == 1
    page.emulate_media(media="screen")


@pytest.mark.browser
def test_arrows_and_a_presenter_step_and_each_item_begins_at_its_top(room):
    visit, _, _ = room
    page = visit.page
    page.set_viewport_size({"width": 1440, "height": 420})

    def stands_after(key):
        press(visit, key)
        assert page.evaluate("window.scrollY") == 0, key
        page.evaluate("window.scrollTo(0, 200)")
        assert page.evaluate("window.scrollY") > 0, key
        return page.url.rpartition("/")[2]

    visit.go("meeting")
    page.evaluate("window.scrollTo(0, 200)")
    keys = ("ArrowRight", "PageDown", "Space", "PageUp", "ArrowLeft", "ArrowLeft")
    assert [stands_after(key) for key in keys] == [
        "meeting?item=1", "meeting?item=2", "meeting?item=3", "meeting?item=2", "meeting?item=1",
        "meeting",
    ]  # fmt: skip
    page.get_by_role("link", name="Start with item 1").click()
    visit.settle()
    assert page.url.endswith("?item=1")
    # A space bar presses the button that has the focus, and steps nowhere.
    press(visit, "ArrowRight")
    page.locator("[data-choice='keep']").focus()
    press(visit, "Space")
    assert page.url.endswith("?item=2")
    assert page.locator("[data-choice='keep']").get_attribute("aria-pressed") == "true"


@pytest.mark.browser
def test_a_meeting_by_keyboard_from_the_first_screen_to_the_day_its_decision_returns(room):
    visit, workspace, ahead = room
    page = visit.page
    visit.go("meeting")
    assert "not tried before any deal" in title(page)
    page.locator(".agenda a").first.focus()
    press(visit, "Enter")
    assert page.url.endswith("/meeting?item=2")
    first = title(page)
    press(visit, "ArrowRight")
    assert page.url.endswith("item=3")
    assert title(page) != first
    press(visit, "ArrowLeft")
    assert title(page) == first

    # Nothing is chosen; a choice and an owner by keyboard, and what lacks an owner is not kept.
    assert page.locator("[data-choice][aria-pressed='true']").count() == 0
    page.locator("[data-choice='change']").focus()
    page.keyboard.press("Enter")
    page.locator(".save").focus()
    press(visit, "Enter")
    page.get_by_text("Who owns it?").wait_for()
    page.get_by_label("Owner").focus()
    page.keyboard.type("Ada")
    # An arrow within a field moves in its text, not to the next item.
    page.keyboard.press("ArrowLeft")
    page.locator(".save").focus()
    press(visit, "Enter")
    page.get_by_text("Saved. It returns on 23 Jan 2027.").wait_for()
    kept = decisions.read(workspace)
    assert [(each.choice, each.owner, each.finding) for each in kept] == [("change", "Ada", first)]

    # Ten records open beside the choice; a side's own words stand in place of the measure's.
    page.locator("#ten summary").click()
    assert page.locator("#ten li").count() == 10
    page.locator(".change-words summary").first.click()
    page.locator(".change-words textarea").first.fill("They were small then.")
    page.locator("[data-words]").first.click()
    page.get_by_text("It stands here the next time").wait_for()

    press(visit, "Escape")
    assert page.url.endswith("/meeting")
    page.locator("#past summary").click()
    assert "change" in page.locator("#past td").nth(1).text_content()
    visit.go("meeting?item=2")
    assert page.locator(".sides .quote").first.text_content() == "They were small then."
    assert "decided" in page.locator(".steps [aria-current]").text_content()

    visit.go("meeting")
    prints_an_agenda(page)

    # A quarter later it is due, and stands first with what it read then.
    ahead[0] = LATER
    visit.go("meeting?item=1")
    assert f"It read then: {first}" in page.locator(".then").text_content()

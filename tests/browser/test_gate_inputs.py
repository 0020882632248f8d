"""What a reader types and moves on the page of the gate, by key and by hand, in a real browser."""

from __future__ import annotations

import pytest

from tests.browser.conftest import IDLE

FOCUSED = "document.activeElement.closest('[data-assume]')?.dataset.assume"


@pytest.fixture
def gate(visit):
    """A visitor of the page of the gate, with the list of assumptions open."""
    visit.go("gate")
    fold = visit.page.locator("details:has(> #assumptions)")
    if fold.count():
        fold.locator("summary").first.click()
    visit.page.wait_for_selector("#assumptions", state="visible")
    return visit


def field(page, key):
    return page.locator(f"[data-assume={key}] input")


def fault(page, key):
    return page.locator(f"[data-assume={key}] .fault").text_content()


def put(visit, key, text, then="Enter"):
    """Type a number in place of what stands there."""
    place = field(visit.page, key)
    place.click()
    place.press("Control+a")
    place.press_sequentially(text)
    place.press(then)
    visit.settle()


def query(page):
    return page.url.partition("?")[2]


@pytest.mark.browser
def test_a_number_typed_works_the_page_out_again_and_the_focus_stays(gate):
    page = gate.page
    before = page.locator("#threshold_tradeoff").text_content()
    page.evaluate("window.isTheSamePage = true")
    put(gate, "hour_cost", "1,200")
    assert (query(page), page.evaluate(FOCUSED)) == ("hour_cost=1200", "hour_cost")
    assert page.locator("#threshold_tradeoff").text_content() != before
    assert page.locator("[data-assume=hour_cost] .whose").text_content() == "yours, in this address"
    # By Tab it is taken too, and the next field has the focus in the page drawn anew.
    put(gate, "margin", "66.7", then="Tab")
    assert (query(page), page.evaluate(FOCUSED)) == ("hour_cost=1200&margin=0.667", "minutes")
    # It goes along to the drawer and back, and the browser's own way back takes it away again.
    page.go_back()
    gate.settle()
    assert (query(page), field(page, "margin").input_value()) == ("hour_cost=1200", "70")
    page.locator("[data-assume=hour_cost] a").click()
    gate.settle()
    assert query(page) == ""
    assert page.locator("#threshold_tradeoff").text_content() == before
    assert page.evaluate("window.isTheSamePage")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("margin", "101", "Write a number from 0 to 100."),
        ("horizon", "90.5", "Write a whole number from 30 to 365."),
        ("minutes", "<img src=x onerror=alert(1)>", "Write a number from 0 to 480."),
        ("running_cost", "-5", "Write a number from 0 to 1,000,000,000."),
        ("hour_cost", "1e3", "Write a number from 0 to 10,000."),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands_and_escape_takes_it_back(gate, key, text, said):
    page = gate.page
    old = field(page, key).input_value()
    put(gate, key, text[:17])
    assert (fault(page, key), query(page)) == (said, "")
    assert field(page, key).get_attribute("aria-invalid") == "true"
    field(page, key).press("Escape")
    gate.settle()
    assert (field(page, key).input_value(), fault(page, key)) == (old, "")


@pytest.mark.browser
def test_an_empty_field_is_our_own_number(gate):
    put(gate, "minutes", "30")
    assert query(gate.page) == "minutes=30"
    place = field(gate.page, "minutes")
    place.press("Control+a")
    place.press("Delete")
    place.press("Enter")
    gate.settle()
    assert (query(gate.page), place.input_value()) == ("", "12")


def slider(page):
    return page.get_by_role("slider", name="Where the line of the gate stands")


def said(page):
    return page.locator(".line-answer").text_content()


@pytest.mark.browser
def test_the_slider_moves_by_keys_says_each_line_and_rests_in_the_address(gate):
    page, thumb = gate.page, slider(gate.page)
    thumb.focus()
    today = thumb.get_attribute("aria-valuetext")
    assert today.endswith(", today’s line")
    at = int(today.split()[1].rstrip(","))
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.locator(".line-answer", has_text=f"At {at - 5}:").wait_for()
    assert thumb.get_attribute("aria-valuetext") == f"score {at - 5}"
    page.wait_for_url(f"**/gate?line={at - 5}")
    gate.settle()
    assert page.evaluate("document.activeElement.type") == "range"
    assert said(page).startswith(f"At {at - 5}: ")
    # The address alone brings it back, and today's line needs none.
    page.reload()
    gate.settle()
    assert slider(page).get_attribute("aria-valuetext") == f"score {at - 5}"
    slider(page).focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**/gate?")
    gate.settle()
    assert said(page).startswith(f"Today’s line is {at}. ")


@pytest.mark.browser
def test_the_page_is_not_drawn_anew_while_the_thumb_is_held(gate):
    page = gate.page
    slider(page).scroll_into_view_if_needed()
    box = slider(page).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, middle, steps=4)
    page.wait_for_timeout(900)
    assert query(page) == ""
    page.mouse.move(box["x"] + box["width"] - 1, middle, steps=4)
    page.mouse.up()
    page.wait_for_url("**/gate?line=*")
    page.wait_for_function(IDLE)
    last = page.locator(".line-slider").get_attribute("data-lines").rpartition(",")[2]
    assert query(page) == f"line={last}"

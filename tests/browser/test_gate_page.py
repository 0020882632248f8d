"""The page of the gate in a real browser, over hand-made answers in each of its states."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.web.app import build_app
from tests.browser.conftest import served
from tests.browser.places import GEOMETRY
from tests.web import example_gate as gate
from tests.web.example_results import ExampleDesk

pytestmark = pytest.mark.browser

STATES = ("not_settled", "works", "costs_more", "not_computable", "withheld", "too_few")
DESK = ExampleDesk()
FAULTS = ("wide", "cut", "covered", "small", "tiny")
LINES = """() => [...document.querySelectorAll('.balance .zero')]
  .map(each => each.getBoundingClientRect())"""


@pytest.fixture(scope="module")
def address():
    """Where the page is served, with the answers that each test gives."""
    with served(build_app(lambda: DESK)) as found:
        yield found


def show(visit, state, path="gate", width=1440):
    """Show a page in a state, at a width."""
    DESK.results = getattr(gate, state)()
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.go(path)
    visit.page.evaluate(GEOMETRY)
    visit.page.wait_for_function("() => geometry.still()")


@pytest.mark.parametrize("state", STATES)
def test_every_state_holds_together_on_a_desk_and_on_a_phone(visit, state):
    found = {}
    for width in (1440, 390):
        show(visit, state, width=width)
        told = {kind: visit.page.evaluate(f"geometry.{kind}()") for kind in FAULTS}
        found |= {(width, kind): each for kind, each in told.items() if each}
    assert found == {}


@pytest.mark.parametrize("width", [1440, 390])
def test_zero_is_one_line_through_all_of_the_balance(visit, width):
    show(visit, "not_settled", width=width)
    boxes = visit.page.evaluate(LINES)
    assert len(boxes) == 5
    assert max(each["x"] for each in boxes) - min(each["x"] for each in boxes) < 1


def test_the_third_row_leads_to_the_gate_with_the_filters(visit):
    page = visit.page
    show(visit, "not_settled", path="?segment=SMB")
    page.locator("#row-3").get_by_role("link", name="What would settle it").click()
    page.wait_for_selector("#balance")
    visit.settle()
    assert urlsplit(page.url).path == "/gate"
    assert parse_qs(urlsplit(page.url).query) == {"segment": ["SMB"]}


def test_first_rows_of_the_ledgers_stay_in_sight_under_the_third_row(visit):
    show(visit, "not_settled", path="")
    top = visit.page.locator("#ledgers tbody tr").first.bounding_box()["y"]
    assert top < 900


def test_the_fold_of_what_is_assumed_opens_by_keys(visit):
    page = visit.page
    show(visit, "not_settled")
    assert not page.locator("#assumptions").is_visible()
    page.locator(".assumptions-fold summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#assumptions").is_visible()

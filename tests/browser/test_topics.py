"""What a reader does on the pages of one topic: open an answer, go back, drill, switch, by keys."""

from __future__ import annotations

import csv
import threading
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.web import rendering
from dashboard.web.warehouse_desk import WarehouseDesk

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
TABLET = {"viewport": {"width": 768, "height": 1024}}


def asked(page):
    """Return the state in the address."""
    return parse_qs(urlsplit(page.url).query)


def line(visit, measure_id):
    """Return a further answer's line."""
    return visit.page.locator(f"[data-line='{measure_id}']")


def test_an_answer_opens_in_place_by_keys_and_back_closes_it(visit):
    page = visit.page
    visit.go("momentum")
    line(visit, "time_in_stage").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#time_in_stage .opened")
    visit.settle()
    assert asked(page) == {"open": ["time_in_stage"]}
    assert page.evaluate("document.activeElement.dataset.line") == "time_in_stage"
    line(visit, "update_weekdays").click()
    page.wait_for_selector("#update_weekdays .opened")
    assert asked(page) == {"open": ["time_in_stage,update_weekdays"]}
    page.go_back()
    page.wait_for_selector("#update_weekdays .opened", state="detached")
    assert page.locator("#time_in_stage .opened").count() == 1
    page.go_back()
    page.wait_for_selector("#time_in_stage .opened", state="detached")
    page.go_forward()
    page.wait_for_selector("#time_in_stage .opened")


def test_deals_of_a_card_open_beside_it_and_close_again(visit):
    page = visit.page
    visit.go("wins?open=path_variants")
    see = page.locator("#without_gate_by_size .card-foot .link")
    many = see.inner_text().split()[2]
    see.click()
    page.wait_for_selector("#drawer h2")
    visit.settle()
    assert page.locator("#drawer h2").inner_text().split()[0] == many
    assert asked(page)["open"] == ["path_variants"]
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer h2", state="detached")
    assert page.locator("#path_variants .opened").count() == 1


def test_a_bar_opens_its_deals(visit):
    visit.go("momentum")
    number = visit.page.locator("#stalled_by_stage .lines li a.is").first
    many = number.inner_text().split("(")[1].split()[0]
    visit.page.locator("#stalled_by_stage .lines li a.run").first.click()
    visit.page.wait_for_selector("#drawer h2")
    visit.settle()
    assert visit.page.locator("#drawer h2").inner_text().split()[0] == many


def test_csv_of_a_card_and_of_the_page(visit, tmp_path):
    page = visit.page
    visit.go("funnel")
    for where, name in (("#pipeline_bridge .ways", "pipeline_bridge.csv"), (".acts", "funnel_")):
        with page.expect_download() as download:
            page.locator(where).get_by_role("link", name="CSV").click()
        assert download.value.suggested_filename.startswith(name)
        file = tmp_path / "saved.csv"
        download.value.save_as(file)
        assert len(list(csv.reader(file.read_text(encoding="utf-8").splitlines()))) > 5


def test_a_link_to_one_answer_leads_to_it(visit):
    page = visit.page
    visit.go("wins?count=strict")
    page.locator("#outside_origins .ways button").click()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.endswith("/wins?count=strict#outside_origins")
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("#page h1")
    visit.settle()
    top = page.locator("#outside_origins").bounding_box()["y"]
    assert -20 < top < 600


def test_the_count_is_switched_for_the_whole_page(visit):
    page = visit.page
    visit.go("wins")
    usual = page.locator("#without_gate_by_size h2").inner_text()
    page.locator(".choice").get_by_role("link", name="wide").click()
    page.wait_for_selector(".choice a[aria-current]:has-text('wide')")
    visit.settle()
    assert asked(page) == {"count": ["wide"]}
    said = page.locator("#without_gate_by_size h2").inner_text()
    assert said != usual
    assert said.endswith("by the wide count.")
    page.go_back()
    page.wait_for_selector(".choice a[aria-current]:has-text('usual')")


def test_pages_are_changed_with_their_filters_and_begin_at_the_top(visit):
    page = visit.page
    visit.go("funnel?segment=SMB")
    page.evaluate("window.scrollTo(0, 900)")
    page.locator("#menu").get_by_role("link", name="Moving or stuck").click()
    page.wait_for_selector("#standing")
    visit.settle()
    assert urlsplit(page.url).path == "/momentum"
    assert asked(page) == {"segment": ["SMB"]}
    assert page.evaluate("window.scrollY") == 0


@pytest.fixture
def held_back(monkeypatch):
    """Slow answers that wait until the test lets them go."""
    let_go = threading.Event()
    late_answer = WarehouseDesk.late_answer

    def waits(self, *asked):
        assert let_go.wait(60)
        return late_answer(self, *asked)

    monkeypatch.setattr(WarehouseDesk, "late_answer", waits)
    yield let_go
    let_go.set()


def test_slow_answers_fill_their_lines_after_the_page(visit, held_back):
    page = visit.page
    page.goto(f"{visit.address}/momentum?segment=Enterprise&from=2025-12")
    page.wait_for_selector("#page h1")
    says = page.locator("#momentum_index .says")
    assert says.inner_text() == "Working it out."
    assert page.locator("#stalled_by_stage h2").inner_text() != ""
    held_back.set()
    page.wait_for_selector("#momentum_index .says .waiting", state="detached")
    assert says.inner_text() != "Working it out."


def test_an_old_slow_answer_stays_dimmed_while_the_new_one_comes(visit, held_back):
    page = visit.page
    held_back.set()
    visit.go("momentum?from=2026-02")
    page.wait_for_selector("#momentum_index .says:not(:has(.waiting))")
    old = page.locator("#momentum_index .says").inner_text()
    held_back.clear()
    page.locator("details.choose summary", has_text="any region").click()
    page.get_by_role("link", name="Europe", exact=True).click()
    page.wait_for_selector("#momentum_index .waiting", state="attached")
    page.wait_for_selector(".waiting[data-old]")
    shown = "each => getComputedStyle(each, '::before').content"
    assert page.locator("#momentum_index .waiting").evaluate(shown) == f'"{old}"'
    held_back.set()
    page.wait_for_selector("#momentum_index .waiting", state="detached")


@pytest.fixture
def further_held(monkeypatch):
    """Further answers that wait until the test lets them go."""
    let_go = threading.Event()
    further_lines = rendering.further_lines

    def waits(*asked):
        assert let_go.wait(60)
        return further_lines(*asked)

    monkeypatch.setattr(rendering, "further_lines", waits)
    yield let_go
    let_go.set()


def test_further_answers_come_in_one_request_and_the_old_ones_stay_dimmed(visit, further_held):
    page = visit.page
    asked_for = []
    page.on("request", lambda sent: asked_for.append(sent.post_data or ""))
    page.goto(f"{visit.address}/momentum?from=2026-03&open=time_in_stage")
    page.wait_for_selector("#time_in_stage .opened")
    says = page.locator("#forward_moves_rate .says")
    assert says.inner_text() == "Working it out."
    height = page.locator("#forward_moves_rate").bounding_box()["height"]
    further_held.set()
    page.wait_for_selector("#forward_moves_rate .waiting", state="detached")
    old = says.inner_text()
    assert len([each for each in asked_for if "further-view" in each]) == 1
    assert page.locator("#forward_moves_rate").bounding_box()["height"] == height
    further_held.clear()
    page.locator("details.choose summary", has_text="any region").click()
    page.get_by_role("link", name="Europe", exact=True).click()
    page.wait_for_selector("#forward_moves_rate .waiting[data-old]")
    shown = "each => getComputedStyle(each, '::before').content"
    assert page.locator("#forward_moves_rate .waiting").evaluate(shown) == f'"{old}"'
    further_held.set()
    page.wait_for_selector("#forward_moves_rate .waiting", state="detached")
    visit.settle()


def test_an_answer_that_fails_is_asked_again_by_its_link(visit, monkeypatch):
    page = visit.page
    answers = WarehouseDesk.answers

    def without_one(*asked):
        return {key: each for key, each in answers(*asked).items() if key != "stalled_by_stage"}

    with monkeypatch.context() as broken:
        broken.setattr(WarehouseDesk, "answers", without_one)
        visit.go("momentum?segment=SMB")
        assert "could not be made" in page.locator("#stalled_by_stage h2").inner_text()
        assert page.locator("#revived_and_rescued .the-number").is_visible()
    page.locator("#stalled_by_stage").get_by_role("link", name="Try again").click()
    page.wait_for_selector("#stalled_by_stage .the-number")
    visit.settle()
    assert asked(page) == {"segment": ["SMB"]}


def test_of_whom_a_card_speaks_and_how_it_is_counted_open_by_keys(visit):
    page = visit.page
    visit.go("wins")
    page.locator("#without_gate_by_size summary.the-number").focus()
    page.keyboard.press("Enter")
    assert page.locator("#without_gate_by_size .number-and-whom .notes").is_visible()
    page.locator("#without_gate_by_size .ask").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer .facts")
    assert page.locator("#drawer dt", has_text="Left out").count() == 1
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer .facts", state="detached")
    page.locator("#without_gate_by_size .twin a").press("Enter")
    page.wait_for_selector("#win_rate_by_value .opened")
    visit.settle()
    assert urlsplit(page.url).path == "/funnel"
    assert page.locator("#win_rate_by_value").bounding_box()["y"] < 900


@pytest.mark.parametrize("visit", [{}, TABLET, PHONE], indirect=True, ids=str)
def test_every_bar_of_the_funnel_is_on_one_scale(visit):
    visit.go("funnel")
    bars = visit.page.locator(".step-bar").evaluate_all(
        """bars => bars.map(bar => {
          const fill = bar.querySelector('.fill').getBoundingClientRect();
          const label = bar.querySelector('.value').getBoundingClientRect();
          return [fill.width, bar.textContent.match(/[0-9][0-9,]*/)[0], label.left >= fill.right,
            label.top >= fill.bottom, bar.getBoundingClientRect().width];
        })"""
    )
    numbers = [int(said.replace(",", "")) for _, said, *_ in bars]
    (longest, _, *_, room) = bars[0]
    is_wide = visit.page.viewport_size["width"] == 1440
    assert longest == pytest.approx(room * (0.7 if is_wide else 1), abs=1)
    assert len(bars) >= 10
    for (width, said, is_beside, is_below, _), number in zip(bars, numbers, strict=True):
        assert width == pytest.approx(longest * number / numbers[0], rel=0.005, abs=1), said
        assert is_beside if is_wide else is_below, said

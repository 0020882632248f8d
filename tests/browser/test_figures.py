"""Drawn figures and the picture of Moving or stuck in a real browser, over hand-made answers."""

from __future__ import annotations

from itertools import combinations
from urllib.parse import parse_qs, urlsplit

import pytest
from dash import html

from dashboard.present import theme
from dashboard.web import moving_hero, rendering
from dashboard.web.app import build_app
from dashboard.web.figures.curve import curve_of
from dashboard.web.figures.trend import trend_of
from tests.browser.conftest import Visit, served
from tests.web import example_lines as lines
from tests.web import example_moving as moving
from tests.web.example_results import ExampleDesk, everything

pytestmark = pytest.mark.browser

CURVE = lines.curve("through_every_gate", "no_gate", until=60)
TREND = lines.trend()
FOUR = {"through_every_gate": 312, "no_gate": 118, "missed_a_step": 58, "cannot_tell": 22}
SIZES = [
    {"viewport": {"width": 1440, "height": 900}},
    {"viewport": {"width": 768, "height": 1024}},
    {"viewport": {"width": 390, "height": 844}},
]
TICK = "getComputedStyle(document.querySelector('.js-plotly-plot .xtick text')).fill"


def a_page(desk, path, query, user):
    """Lay out the hero, or one figure of each shape."""
    sheet = rendering.sheet(desk, path, query, user)
    if "segment" in str(query):
        return [html.H1("Standing"), moving_hero.hero(sheet)]
    if "region" in str(query):
        return [html.H1("No figure")]
    cells = [html.Div(curve_of(sheet, CURVE)), html.Div(trend_of(sheet, TREND))]
    look = {
        "display": "grid",
        "gridTemplateColumns": "repeat(auto-fit, minmax(min(100%, 440px), 1fr))",
        "gap": "24px",
    }
    return [html.H1("Figures"), html.Div(cells, style=look)]


@pytest.fixture(scope="module")
def address():
    """Where the page of figures is served."""
    answers = {
        **everything(),
        "momentum_curve": moving.momentum(**FOUR),
        "like_for_like": moving.like(-0.15, -0.07, 0.01, "1 more to 15 fewer"),
    }
    desk = AllOfThem(results=answers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "page", a_page)
        with served(build_app(lambda: desk)) as found:
            yield found


class AllOfThem(ExampleDesk):
    """A desk that gives every answer to any page; a mark opens the answer the figure shows."""

    def answers(self, ids, filters, user):
        """Return all answers."""
        return super().answers(tuple(self.results), filters, user)

    def records(self, measure_id, filters, mark, user):
        """Return the rows behind a point of the curve."""
        if CURVE.row(**mark) is not None:
            desk = ExampleDesk(results={"momentum_curve": CURVE})
            return desk.records(measure_id, filters, mark, user)
        return super().records(measure_id, filters, mark, user)


@pytest.fixture
def figures(visit: Visit):
    """The page of figures, drawn."""
    visit.go()
    visit.page.wait_for_selector(".js-plotly-plot .points path")
    visit.page.evaluate("document.fonts.ready")
    return visit


def middle_of_point(page, at):
    """Return where a point of the curve's first line is on screen."""
    point = page.locator(".js-plotly-plot").first.locator(".points path.point").nth(at)
    box = point.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def marks(page):
    """Return what the address has opened."""
    return parse_qs(urlsplit(page.url).query).get("mark")


def test_a_click_on_a_point_opens_its_rows_again_and_again(figures):
    page = figures.page
    for _ in range(2):
        page.mouse.move(5, 300)
        place = middle_of_point(page, 1)
        page.mouse.move(*place)
        page.wait_for_selector(".hoverlayer .hovertext")
        page.mouse.click(*place)
        page.wait_for_selector("#drawer h2")
        figures.settle()
        assert marks(page) == ["path_group:through_every_gate", "day:30"]
        assert page.locator("#drawer h2").inner_text().startswith("26 deals")
        page.keyboard.press("Escape")
        page.wait_for_selector("#drawer h2", state="detached")
        figures.settle()
        page.wait_for_timeout(400)


def test_pointing_says_the_sentence(figures):
    page = figures.page
    page.mouse.move(*middle_of_point(page, 1))
    page.wait_for_selector(".hoverlayer .hovertext")
    said = page.locator(".hoverlayer .hovertext").text_content()
    assert "Day 30, through every gate: 22 in 100" in said


def test_theme_repaints_without_asking_the_server(figures):
    page = figures.page
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    light = page.evaluate(TICK)
    page.locator("#theme").click()
    page.wait_for_function(f"{TICK} !== '{light}'")
    figures.settle()
    assert page.evaluate(TICK) == rgb(theme.colour("ink3", "dark"))
    assert asked == []


def test_figures_follow_the_system_when_it_turns_dark(figures):
    page = figures.page
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"() => ({TICK}) === '{rgb(theme.colour('ink3', 'dark'))}'")


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True)
def test_paper_is_light(figures):
    page = figures.page
    assert page.evaluate(TICK) == rgb(theme.colour("ink3", "dark"))
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(TICK) == rgb(theme.colour("ink3", "light"))
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(TICK) == rgb(theme.colour("ink3", "dark"))


def rgb(colour):
    """Write a colour as the browser does."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


@pytest.mark.parametrize("visit", SIZES, indirect=True)
def test_no_text_of_a_figure_is_cut_or_covered(figures):
    page = figures.page
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.plotted')].map(figure => [...figure
             .querySelectorAll('.xtick text, .ytick text, .textpoint text, .line-name, .unit')]
             .map(each => { const box = each.getBoundingClientRect();
               return [each.textContent, box.left, box.top, box.right, box.bottom]; })
             .filter(each => each[0]))"""
    )
    assert len(boxes) == 2
    for figure in boxes:
        assert len(figure) > 8
        for text, left, _, right, _ in figure:
            assert left >= 0, text
            assert right <= width, text
        for at, one in enumerate(figure):
            for other in figure[at + 1 :]:
                assert not overlap(one, other), (one, other)


def overlap(one, other):
    """Say whether two texts cover each other by more than the air within their lines."""
    across = min(one[3], other[3]) - max(one[1], other[1])
    down = min(one[4], other[4]) - max(one[2], other[2])
    return across > 1 and down > 3


def test_a_page_without_a_figure_loads_no_plotly(visit):
    loaded = []
    visit.page.on("response", lambda response: loaded.append(response.url))
    visit.go("?region=North")
    assert not any("plotly" in url or "async-graph" in url for url in loaded)
    visit.go("?segment=SMB")
    assert visit.page.locator(".band").count() == 8
    assert not any("plotly" in url or "async-graph" in url for url in loaded)


def test_numbers_are_reached_by_keys(figures):
    page = figures.page
    page.locator(".numbers summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h2")
    figures.settle()
    assert marks(page) == ["path_group:through_every_gate", "day:14"]


@pytest.mark.parametrize("visit", SIZES, indirect=True)
def test_nothing_of_the_standing_deals_is_cut(visit):
    visit.go("?segment=SMB")
    page = visit.page
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for each in page.locator(
        f".stands .name, .stands .big, .tick-x, .panel h2, {OF_THE_LINE}"
    ).all():
        box = each.bounding_box()
        if box:
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
    for number in page.locator(".stands .big:not(.beside)").all():
        assert number.evaluate(INSIDE)


OF_THE_LINE = ".zero-name, .range-ends span"


@pytest.mark.parametrize("visit", SIZES, indirect=True)
def test_the_words_of_a_difference_cover_none_another(visit):
    visit.go("?segment=SMB")
    for drawn in visit.page.locator(".difference").all():
        found = drawn.locator(f".end, .zero, .point, {OF_THE_LINE}").all()
        assert len(found) == 7
        boxes = [each.bounding_box() for each in found]
        at = [(0, b["x"], b["y"], b["x"] + b["width"], b["y"] + b["height"]) for b in boxes]
        for one, other in combinations(at, 2):
            assert not overlap(one, other), (one, other)


@pytest.mark.parametrize("visit", SIZES, indirect=True)
def test_the_step_of_silence_is_named_where_a_picture_is_wide(visit):
    visit.go("?segment=SMB")
    named = visit.page.locator(".onset")
    assert named.count() == 1
    assert named.is_visible() == (visit.page.viewport_size["width"] > 390)


# All four corners of the words lie in the number's own band.
INSIDE = """number => {
  const state = number.className.match(/big-([a-z]+)/)[1];
  const band = number.closest('.stands').querySelector('.band-' + state);
  const outer = band.getBoundingClientRect();
  const corners = [...band.style.clipPath.matchAll(/([\\d.]+)% calc\\(([\\d.]+)%/g)]
    .map(found => [+found[1], +found[2]]);
  const path = new Path2D();
  corners.forEach(([x, y], at) => path[at ? 'lineTo' : 'moveTo'](x, y));
  const canvas = document.createElement('canvas').getContext('2d');
  const words = [...number.children].filter(each => getComputedStyle(each).display !== 'none');
  return words.every(each => {
    const box = each.getBoundingClientRect();
    const middle = (box.top + box.bottom) / 2;
    return [[box.left, middle - 10], [box.right, middle - 10],
            [box.left, middle + 10], [box.right, middle + 10]].every(([x, y]) =>
      canvas.isPointInPath(path, 100 * (x - outer.left) / outer.width,
                           100 * (y - outer.top) / outer.height));
  });
}"""


def test_a_band_opens_its_deals_of_day_30(visit):
    visit.go("?segment=SMB")
    page = visit.page
    box = page.locator(".stands").first.bounding_box()
    # In the silent band at day 80, away from its number.
    page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.2)
    page.wait_for_selector("#drawer h2")
    visit.settle()
    assert marks(page) == ["path_group:through_every_gate", "state:silent", "day:30"]
    assert page.locator("#drawer h2").inner_text().startswith("119 deals")


def test_a_band_that_is_pointed_at_says_its_share(visit):
    visit.go("?segment=SMB")
    page = visit.page
    panel = page.locator(".panel").first
    assert (
        "38 silent, 6 lost, 32 still talking and 24 moved" in panel.locator(".readout").inner_text()
    )
    box = panel.locator(".stands").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.6)
    assert "still talking" in panel.locator(".readout").inner_text()
    assert "38 silent" not in panel.locator(".readout").inner_text()

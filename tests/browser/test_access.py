"""Access for all: what axe finds, what keys reach, what is heard, what is seen without colour."""

from __future__ import annotations

import pytest

from tests.browser.places import AXE, DEALS, PLACES, Place, by_name, resize, stand

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# WCAG 2.2, levels A and AA, with all that came before it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Nodes that are made by others and cannot be mended here: selector of the node -> reason. None.
UPSTREAM: dict[str, str] = {}
RUN = """async ([rules, only]) => {
  const what = only ? {type: 'rule', values: [only]} : {type: 'tag', values: rules};
  const found = await axe.run(document, {runOnly: what, resultTypes: ['violations']});
  return found.violations.flatMap(each => each.nodes.map(node =>
    [each.id, node.target.join(' '), node.html.slice(0, 160)]));
}"""


def violations(page, only=""):
    """Return what axe holds against the page: rule, node, its markup."""
    found = page.evaluate(RUN, [RULES, only])
    return [each for each in found if not any(known in each[1] for known in UPSTREAM)]


@pytest.mark.parametrize("place", PLACES, ids=by_name)
def test_axe_keys_and_ears_find_nothing_amiss(visit, place):
    page = visit.page
    stand(visit, place)
    page.keyboard.press("Tab")
    page.evaluate(AXE)
    found = {
        "axe": violations(page),
        "focus unseen": page.evaluate("geometry.unseen()"),
        "figures unheard": page.evaluate("geometry.unheard()"),
    }
    # By script: the form of a table lies over the button.
    page.evaluate("document.getElementById('theme').click()")
    visit.settle()
    found["axe, dark"] = violations(page, "color-contrast")
    resize(visit, 390)
    found["axe, dark, on a phone"] = violations(page)
    found["focus unseen on a phone"] = page.evaluate("geometry.unseen()")
    assert page.locator("[tabindex]:not([tabindex='-1'], [tabindex='0'])").count() == 0
    assert {how: told for how, told in found.items() if told} == {}


def test_a_deals_story_and_the_search_are_as_clean_as_pages(visit):
    page = visit.page
    stand(visit, Place("rows", f"wins?{DEALS}", "#drawer h2"))
    page.locator("#drawer .records a[href*='deal=']").first.click()
    page.wait_for_selector("#drawer .story, #drawer [class*='timeline'], #drawer .line")
    visit.settle()
    page.evaluate(AXE)
    found = {"story": violations(page), **at_both_widths(visit)}
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer .records")
    visit.settle()
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer h2", state="detached")
    page.keyboard.press("/")
    page.wait_for_selector("#find[open] a")
    visit.settle()
    found["search"] = violations(page)
    found.update(at_both_widths(visit))
    assert {where: told for where, told in found.items() if told} == {}


def at_both_widths(visit):
    """Return what boxes and keys say of a page on a desk and on a phone."""
    found = {}
    visit.page.keyboard.press("Tab")
    for width in (390, 1440):
        resize(visit, width)
        for kind in ("wide", "cut", "covered", "small", "unseen"):
            found[width, kind] = visit.page.evaluate(f"geometry.{kind}()")
    return found


def tab_to(page, wanted, most=80):
    """Press Tab until a node is reached, and return how often; every stop is another one."""
    stops = []
    for count in range(1, most):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.outerHTML.slice(0, 300)"))
        if page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return stops
        assert count < 2 or stops[-1] != stops[-2], "focus is held"
    pytest.fail(f"{wanted} was not reached: {stops[-3:]}")


def test_keys_alone_filter_read_drill_and_come_back(visit):
    page = visit.page
    visit.go("wins")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    skip = page.locator(".skip").bounding_box()
    assert skip["y"] >= 0
    page.keyboard.press("Enter")

    # Past the menu, the first thing of the page is its filter.
    tab_to(page, "#page summary")
    page.keyboard.press("Enter")
    tab_to(page, "details[open] .menu a")
    chosen = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    visit.settle()
    assert chosen
    page.keyboard.press("Escape")

    tab_to(page, ".card .card-foot a[href*='drill=']", most=200)
    link = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h2")
    visit.settle()
    assert page.evaluate("document.activeElement.id") == "drawer-title"
    tab_to(page, "#drawer a[href*='deal=']")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('deal=')")
    visit.settle()
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer .records")
    visit.settle()
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer h2", state="detached")
    visit.settle()
    assert page.evaluate("document.activeElement.getAttribute('href')") == link
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement !== document.body")


@pytest.mark.parametrize("visit", [{"forced_colors": "active"}], indirect=True)
def test_bars_and_marks_are_drawn_in_the_readers_own_colours_too(visit):
    visit.go()
    ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    for part in ("#row-1 .seg", ".largest .fill", ".mark-diamond", "#ledgers .fill"):
        fill = visit.page.locator(part).first.evaluate("e => getComputedStyle(e).backgroundColor")
        assert fill not in (ground, "rgba(0, 0, 0, 0)"), part


def test_nothing_moves_for_those_who_ask_for_calm(visit):
    visit.go("momentum")
    moving = visit.page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(each => {
             const look = getComputedStyle(each);
             return look.animationName !== 'none' || parseFloat(look.transitionDuration) > 0;
           }).map(each => each.className)"""
    )
    assert moving == []

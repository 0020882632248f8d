"""Every place of the app holds together at each width, measured by the boxes of its words."""

from __future__ import annotations

import pytest

from tests.browser.places import PAGES_OPEN, PLACES, WIDTHS, by_name, resize, stand

pytestmark = pytest.mark.browser

FAULTS = ("wide", "cut", "covered", "small", "tiny")
# What a reader may set who needs more air between letters (WCAG 1.4.12).
AIR = """* {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;
}
p { margin-bottom: 2em !important; }"""


def faults(visit, kinds=FAULTS):
    """Return what is wrong with the page as it stands, by kind."""
    found = {kind: visit.page.evaluate(f"geometry.{kind}()") for kind in kinds}
    return {kind: told for kind, told in found.items() if told}


@pytest.mark.parametrize("place", PLACES, ids=by_name)
def test_nothing_is_cut_or_covered_or_too_small_to_hit(visit, place):
    stand(visit, place)
    found = {}
    for width in WIDTHS:
        resize(visit, width)
        if faults(visit):
            found[width] = faults(visit)
    assert found == {}


@pytest.mark.parametrize("place", PAGES_OPEN, ids=by_name)
def test_nothing_is_lost_with_more_air_or_on_paper(visit, place):
    page = visit.page
    stand(visit, place)
    resize(visit, 1280)
    more = page.add_style_tag(content=AIR)
    aired = faults(visit, ("wide", "cut"))
    more.evaluate("style => style.remove()")
    # The width of an A4 page, less its margins.
    page.emulate_media(media="print")
    resize(visit, 718)
    printed = faults(visit, ("wide", "cut", "covered"))
    assert (aired, printed) == ({}, {})
    assert page.pdf(format="A4").startswith(b"%PDF")

"""How often a page is told of what is new in it: each time costs every part of it a look."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

COUNT = """addEventListener('DOMContentLoaded', () => {
  window.told = 0;
  window.store.subscribe(() => { window.told += 1; });
});"""
# Whether anything is remembered of a place, before and after Dash is told to forget it.
FORGET = """() => {
  const state = window.store.getState();
  const place = state.paths.strs.page;
  const kept = () => Object.keys(window.store.getState().layoutHashes)
    .filter(each => each.startsWith(place.join(','))).length;
  const before = kept();
  window.store.dispatch({type: 'RESET_COMPONENT_STATE', payload: {itempath: place}});
  return [before > 0, kept()];
}"""


def test_a_new_page_is_not_told_of_each_of_its_parts(visit):
    visit.page.add_init_script(COUNT)
    visit.go("wins")
    parts = visit.page.evaluate("document.querySelectorAll('#page *').length")
    assert parts > 500
    assert 0 < visit.page.evaluate("window.told") < parts / 4


def test_what_was_remembered_of_a_place_is_still_forgotten(visit):
    visit.go("wins")
    assert visit.page.evaluate(FORGET) == [True, 0]
